"""Reading what a manager typed: gaps, numbers with their roles, warnings, questions. No model, no network."""
