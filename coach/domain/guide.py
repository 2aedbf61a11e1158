"""A guide for the talks of a plan: how to open, what may be said as fact, what to ask, what not to say."""

import datetime as dt
from enum import StrEnum

from coach.domain.base import Language, Model


class MeetingKind(StrEnum):
    """Which talk it is."""

    FIRST = "first"
    ONE_TO_ONE = "one_to_one"
    FORMAL = "formal"
    FINAL = "final"


class GuideFact(Model):
    """Something that may be stated as a fact, because people approved or recorded it."""

    text: str
    """The words."""
    source: str
    """Where it stands: `concern:1`, `goal:g1`, `commitment:2`, `check_in:2026-12-07`."""


class Reaction(Model):
    """What may come back, and an answer that helps."""

    sign: str
    """What the employee says or does."""
    answer: str
    """A good answer, to be put into one's own words."""


class Avoided(Model):
    """What not to say."""

    words: str
    """The words, or their kind."""
    why: str
    """What they do."""
    instead: str
    """What to say."""


class Meeting(Model):
    """One talk, prepared."""

    on: dt.date
    """The day."""
    kind: MeetingKind
    """Which talk it is."""
    focus: str
    """What it is about; of the first talk, what it is for."""
    opening: tuple[str, ...]
    """How to open."""
    facts: tuple[GuideFact, ...]
    """What may be stated as fact."""
    questions: tuple[str, ...]
    """What to ask, most useful first."""
    reactions: tuple[Reaction, ...]
    """What may come back."""
    avoided: tuple[Avoided, ...]
    """What not to say."""
    closing: tuple[str, ...]
    """How to end."""


class ConversationGuide(Model):
    """The talks of one plan, in order of date; for who leads them, not part of the plan."""

    plan_id: str
    """The plan."""
    language: Language
    """The plan's language."""
    content_sha256: str
    """Which approved content the facts come from."""
    meetings: tuple[Meeting, ...]
    """The first talk, then every planned one."""
