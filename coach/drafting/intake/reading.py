"""What intake hands on: the gap as read, the horizon, and the only form of the text that engines may see."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from coach.domain.base import Language, Span
from coach.domain.gap import FlagKind, Gap, QuestionAbout


@dataclass(frozen=True)
class Horizon:
    """The date by which the manager wants it done; durations count from `as_of`."""

    deadline: dt.date
    """The calendar date."""
    source: Literal["text"]
    """Always the text: a default is the drafting engine's business."""
    text: str
    """The words that state it, an exact substring."""
    start: int
    """Offset of those words, in code points."""
    end: int
    """Offset after them."""


@dataclass(frozen=True)
class Withheld:
    """A stretch that must never reach plan, prompt or retrieval."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last."""
    text: str
    """The exact substring."""
    kind: FlagKind
    """Why: protected_status, conduct_not_capability, injection or harsh_tone."""

    @property
    def span(self) -> Span:
        """The same stretch as a stored span."""
        return Span(start=self.start, end=self.end, text=self.text)


@dataclass(frozen=True)
class Reading:
    """Everything intake found in one gap description."""

    language: Language
    """The language to draft in."""
    gap: Gap
    """Statements, flags and questions."""
    horizon: Horizon | None
    """None where the text sets no date that is still to come."""
    names: tuple[str, ...]
    """Names of people found in the text, longest first."""
    identifiers: tuple[str, ...]
    """Phones, e-mails, employee numbers ... found in the text."""
    withheld: tuple[Withheld, ...]
    """In order of the text, not overlapping."""
    safe_text: str
    """The text without withheld stretches, names and identifiers replaced by placeholders."""
    doubted: frozenset[QuestionAbout] = frozenset()
    """What the manager answered with no, or could not say: no longer asked, still open."""

    @property
    def open_doubts(self) -> frozenset[QuestionAbout]:
        """What is asked or was answered without settling it."""
        return self.doubted | {question.about for question in self.gap.questions}
