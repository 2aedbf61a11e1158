"""Deterministic scorers: one scorer, two wirings."""
