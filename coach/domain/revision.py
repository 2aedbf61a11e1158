"""How a version of a draft came to be, and which of its lines are a person's."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from coach.domain.base import Model


class RevisionKind(StrEnum):
    """The ways a new version is made."""

    ANSWERS = "answers"
    EDIT = "edit"
    REGENERATE = "regenerate"
    SHORTEN = "shorten"
    TRANSLATE = "translate"


class LineEdit(Model):
    """One line a person wrote, changed or took out; it is put into every later version where it still fits."""

    section: str
    """`goals`, `milestones`, `actions`, `commitments`, `check_ins` or `resources`."""
    statement: str | None
    """Id of the gap statement whose goal the line belongs to; None for lines of the whole plan."""
    was: str | None
    """The line as an engine wrote it (a resource's id); None for a line that was added."""
    now: str | None
    """The line as the person wants it; None where it was taken out."""
    owner: str | None = None
    """Who does it or owes it, of an added line."""
    due: dt.date | None = None
    """By when, of an added line."""
    by: str
    """Account that wrote it."""
    at: dt.datetime
    """When (UTC)."""
    state: Literal["kept", "conflict"] = "kept"
    """Whether it stands in this version, or contradicts what was read since and waits for a person."""
    reason: str = ""
    """Why it does not stand, in the draft's language."""


class LineMark(Model):
    """Something a reader must know about one line."""

    section: str
    """As in `LineEdit`."""
    text: str
    """The line."""
    kind: Literal["untranslated"]
    """It could not be carried into the draft's language and stands in the other."""


class Revision(Model):
    """Where a version comes from."""

    kind: RevisionKind
    """How it was made."""
    of: str
    """Id of the draft it was made from."""
    number: int
    """2 for the first new version, 3 for the next ..."""
    by: str
    """Account that asked for it."""
    at: dt.datetime
    """When (UTC)."""
    parts: tuple[str, ...] = ()
    """What was asked for: questions answered ("target:s1"), sections edited, the goal regenerated."""
    unread: tuple[str, ...] = ()
    """Answers (as `parts` names them) in which nothing was found that answers the question; it is asked again."""
    edits: tuple[LineEdit, ...] = ()
    """Everything people have changed so far, oldest first."""
    left_out: tuple[str, ...] = ()
    """Lines that shortening took out."""
    marks: tuple[LineMark, ...] = ()
    """Lines a reader must look at."""
