"""The words of the conversation guide, in both languages, as data that HR can read and change."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coach.domain.base import Language
from coach.domain.gap import GapCategory
from coach.domain.guide import MeetingKind

Stage = Literal["learn", "practise", "alone", "keep"]
"""How far a plan has come: the order in which people learn work (the same as a goal's actions)."""

FactName = Literal["goal", "goal_open", "progress", "owed", "kept", "explained", "late"]
"""The ways a fact is put."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GuideReaction(_Data):
    """What may come back, and an answer that helps."""

    meetings: tuple[MeetingKind, ...]
    """In which talks."""
    sign: str
    """What the employee says or does."""
    answer: str
    """A good answer."""


class GuideAvoided(_Data):
    """What not to say."""

    meetings: tuple[MeetingKind, ...]
    """In which talks."""
    words: str
    """The words, or their kind."""
    why: str
    """What they do."""
    instead: str
    """What to say."""


class GuideWords(_Data):
    """One of the data files `guide_words.<language>.json`."""

    about: str
    """For who edits the file."""
    focus_first: str
    """What the first talk is for."""
    openings: dict[MeetingKind, tuple[str, ...]]
    """How to open."""
    facts: dict[FactName, str]
    """How a fact is put."""
    questions: dict[MeetingKind, tuple[str, ...]]
    """What to ask in every talk of the kind."""
    stages: dict[Stage, str]
    """What to ask at this stage."""
    categories: dict[GapCategory, str]
    """What to ask about this kind of gap."""
    reactions: tuple[GuideReaction, ...]
    """What may come back."""
    avoided: tuple[GuideAvoided, ...]
    """What not to say."""
    closing: dict[MeetingKind, tuple[str, ...]]
    """How to end."""
    next_open: str
    """Said where no later talk is planned."""


@lru_cache(maxsize=2)
def guide_words(language: Language) -> GuideWords:
    """Return the words of one language.

    Raises:
        pydantic.ValidationError: the file is not as its schema says.
    """
    path = Path(__file__).with_name(f"guide_words.{language.value}.json")
    return GuideWords.model_validate(json.loads(path.read_text(encoding="utf-8")))
