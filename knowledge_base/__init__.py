"""What we remember and how we find it; knows nothing of plans in progress."""
