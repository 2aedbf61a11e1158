"""Find wording that hurts, say why, offer what to say instead."""
