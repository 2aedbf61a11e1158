"""Catalogue work: a file of another system in, a preview of what would change, the change, and how good it is."""
