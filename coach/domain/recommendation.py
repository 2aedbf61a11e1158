"""Why a resource fits, what it takes, and what helps where none does: all of it from the record, none guessed."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from coach.domain.base import Model, Span


class ResourceSpan(Span):
    """Words of a resource that a gap met; offsets count in the part they stand in."""

    part: Literal["title", "skill", "text"]
    """`title`: in the title; `skill`: in the skill named by `skill`; `text`: in the passage cited first."""
    skill: str | None = None
    """The skill as the catalogue writes it, where `part` is `skill`."""


class Alias(Model):
    """Two words for one thing, where gap and resource do not use the same one (汇报 and presentation)."""

    gap: str
    """As the gap writes it."""
    resource: str
    """As the resource writes it."""
    topic: str
    """Id of the topic that holds both words."""


class ResourceMatch(Model):
    """Which words of the gap met which words of the resource."""

    gap: tuple[Span, ...] = ()
    """In the gap text as given; empty where the words are not the manager's own."""
    resource: tuple[ResourceSpan, ...] = ()
    """In title, skills or passage; at least one."""
    aliases: tuple[Alias, ...] = ()
    """Through which words they met, where they differ."""


class Caution(StrEnum):
    """What to look at before a resource is booked."""

    PREREQUISITES = "prerequisites"
    AFTER_DEADLINE = "after_deadline"
    EXPIRES_SOON = "expires_soon"
    OTHER_LANGUAGE = "other_language"
    TOO_LONG = "too_long"


class ResourceDetails(Model):
    """What the catalogue says about a resource; what it does not say is null or empty."""

    skills: tuple[str, ...] = ()
    """Skills it trains."""
    level: str | None = None
    """`basic`, `intermediate`, `advanced`, or as the catalogue writes it."""
    hours: float | None = None
    """Length in hours."""
    language: str | None = None
    """zh, en or other."""
    cost: float | None = None
    """Price in `currency`; 0 is free."""
    currency: str | None = None
    """ISO code."""
    next_session: dt.date | None = None
    """First session on or after the day the plan counts from."""
    valid_until: dt.date | None = None
    """Last day on which it may be offered."""
    prerequisites: tuple[str, ...] = ()
    """What must be known or done before."""
    provider: str | None = None
    """Who offers it."""
    link: str | None = None
    """Web address."""
    cautions: tuple[Caution, ...] = ()
    """What to look at before it is booked."""
    sentence: str = ""
    """The facts and cautions in one or two plain sentences of the draft's language; empty where nothing is known."""


class AlternativeKind(StrEnum):
    """What helps where no resource does."""

    MENTOR = "mentor"
    SHADOWING = "shadowing"
    DRILL = "drill"
    PRACTICE = "practice"
    JOB_AID = "job_aid"
    HOLD = "hold"


class Alternative(Model):
    """Something concrete to do instead of a course."""

    kind: AlternativeKind
    """Mentor, shadowing, drill, practice on the job, job aid; `hold` where the target is met already."""
    text: str
    """What exactly, in the draft's language."""


class NoResourceCause(StrEnum):
    """Why nothing is recommended."""

    NOTHING_FITS = "nothing_fits"
    NOT_AVAILABLE = "not_available"
    USED_BY_ANOTHER_GOAL = "used_by_another_goal"
    ALREADY_MET = "already_met"
