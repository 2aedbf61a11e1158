"""What intake hands on: the reading of a gap description."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from coach.domain.base import Language, Span
from coach.domain.gap import Gap


@dataclass(frozen=True)
class Horizon:
    """The deadline the text states."""

    deadline: dt.date
    """The day; a duration counts from `as_of`."""
    source: Literal["text"]
    """Always the text: a default is not a reading."""
    text: str
    """The words it was read from."""
    start: int
    """Offset of those words, in code points."""
    end: int
    """Offset after them."""


@dataclass(frozen=True)
class Reading:
    """Everything read in a gap description."""

    language: Language
    """The language to draft in."""
    gap: Gap
    """Statements, flags, questions: the part of the contract."""
    horizon: Horizon | None
    """The deadline the text states; None where it states none (then it is asked)."""
    names: tuple[str, ...]
    """Names of people found in the text."""
    identifiers: tuple[str, ...]
    """Identifiers found in the text (phone, ID, e-mail, employee number ...)."""
    withheld: tuple[Span, ...]
    """Protected, conduct, injected and harsh spans that must never reach plan, prompt or retrieval."""
    safe_text: str
    """The text with withheld spans cut out and names and identifiers replaced: all that engines and retrieval see."""
