"""How good it is, and the proof."""
