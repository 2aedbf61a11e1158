"""Public tools beside our wording check."""
