"""A plan from approval to its outcome."""
