"""Wording: what may hurt, why, and what to say instead (offered, never applied silently)."""

from enum import StrEnum

from coach.domain.base import Language, Model


class ToneCategory(StrEnum):
    """The twelve ways wording goes wrong."""

    BLAME = "blame"
    CHARACTER_LABEL = "character_label"
    ABSOLUTE = "absolute"
    VAGUE = "vague"
    THREAT = "threat"
    SARCASM_CONDESCENSION = "sarcasm_condescension"
    BIAS_GENDER = "bias_gender"
    BIAS_AGE = "bias_age"
    BIAS_HEALTH_FAMILY = "bias_health_family"
    COMPARISON = "comparison"
    MIND_READING = "mind_reading"
    PROFANITY = "profanity"


class Severity(StrEnum):
    """How much it would hurt."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class WordingSuggestion(Model):
    """One stretch of wording a reviewer should ask to change."""

    start: int
    """Offset of the stretch, in code points."""
    end: int
    """Offset after it."""
    text: str
    """The exact substring."""
    category: ToneCategory
    """Which way it goes wrong."""
    severity: Severity
    """How much it would hurt."""
    reason: str
    """Why, in plain words, in the language of the text."""
    replacement: str
    """What to write instead; may be empty where leaving it out is the cure."""


class ToneReport(Model):
    """What was found in a text, and the whole text rewritten."""

    language: Language
    """The language the text was read in."""
    problem: bool
    """Should a reviewer ask for other wording?"""
    suggestions: tuple[WordingSuggestion, ...]
    """In order of the text, not overlapping."""
    rewrite: str
    """The text with every suggestion applied; equal to the text where there is none."""
