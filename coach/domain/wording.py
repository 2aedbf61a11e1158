"""Wording: what may hurt, why, and what to say instead (offered, never applied silently)."""

from enum import StrEnum
from typing import Literal

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


class Register(StrEnum):
    """How the words offered should sound."""

    AUTO = "auto"
    """As the text itself sounds."""
    FORMAL = "formal"
    """For the file: 书面."""
    SPOKEN = "spoken"
    """For a talk: 面谈."""


class TextEdit(Model):
    """One change offered, to be accepted or rejected by a person."""

    id: int
    """Counted from 1 in order of the text; the same for the same text and language."""
    start: int
    """Offset of what would change, in code points."""
    end: int
    """Offset after it."""
    before: str
    """The exact substring."""
    after: str
    """What would stand there; empty where leaving it out is the cure."""
    category: ToneCategory
    """Which way it goes wrong."""
    accepted: bool
    """Whether the rewrite holds it."""


class TextChange(Model):
    """A stretch of the tracked text: what was, what is new, what stayed."""

    kind: Literal["same", "gone", "new"]
    """Stands in both texts, in the original only, in the rewrite only."""
    text: str
    """The words."""


class TextBalance(Model):
    """Counts over a text, explained; they describe the words and rate nobody."""

    sentences: int
    """Sentences that hold a word."""
    problems: int
    """Sentences with at least one suggestion."""
    supports: int
    """Sentences that offer help, thank, or name what went well."""
    you_statements: int
    """Clauses that begin by addressing the person (you, 你, 您)."""
    questions: int
    """Sentences that ask."""
    explanation: str
    """The counts in a sentence, in the language of the text, with how they were counted."""


class Revision(ToneReport):
    """A report with its changes tracked: nothing is applied that was not accepted."""

    speech: Register = Register.AUTO
    """The register the offered words are in."""
    edits: tuple[TextEdit, ...] = ()
    """One for each suggestion, in the same order."""
    changes: tuple[TextChange, ...] = ()
    """The original and the rewrite, word by word."""
    balance: TextBalance | None = None
    """Of the text as given."""
    balance_after: TextBalance | None = None
    """Of the rewrite."""
