"""Pattern cards on their way into use: proposed, decided by HR, withdrawn."""
