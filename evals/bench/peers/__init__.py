"""What a user would otherwise assemble: one small adapter a system, each used as its own documentation recommends."""
