"""Pure types and rules of an improvement plan: no I/O, nothing of ours imported."""
