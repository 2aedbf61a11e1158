"""Pattern cards: what groups of past plans have in common, never a plan. Read `rule.py` first."""

from knowledge_base.precedents.words import industry_of, pattern_words, role_family_of

__all__ = ["industry_of", "pattern_words", "role_family_of"]
