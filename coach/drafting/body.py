"""What goes into an engine and what comes out: the contract between intake, retrieval, engines and gates."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import Field

from coach.domain.base import Language, Model
from coach.domain.draft import (
    MAX_GOALS,
    Commitment,
    NoResource,
    PlannedCheckIn,
    ResourceRecommendation,
    Route,
    SectionSource,
    SmartGoal,
    Usage,
)
from coach.domain.gap import GapDescription
from coach.drafting.evidence import Evidence
from coach.drafting.intake.reading import Reading

Progress = Callable[[str], None]
"""Told the name of each station as it starts; must return quickly and must not raise."""


@dataclass(frozen=True)
class DraftBrief:
    """Everything an engine may use. Engines read `reading.safe_text`, never `description.text`."""

    description: GapDescription
    """What the manager handed in (role, industry, as_of; the raw text is for the gates only)."""
    reading: Reading
    """What intake read in it."""
    evidence: Evidence
    """What may be cited and recommended."""
    deadline: dt.date
    """The day the plan ends."""
    deadline_source: Literal["text", "default"]
    """Whether the manager said so or the default of 60 days applies."""
    route: Route
    """Whether a plan is the right step."""

    @property
    def language(self) -> Language:
        """The language to write in."""
        return self.reading.language

    @property
    def as_of(self) -> dt.date:
        """The day the plan counts from."""
        return self.description.as_of


class DraftBody(Model):
    """The part of a draft that an engine writes."""

    goals: tuple[SmartGoal, ...] = Field(default=(), max_length=MAX_GOALS)
    """At most three, `g1` ... `g3`, in the order of the statements they address."""
    resources: tuple[ResourceRecommendation, ...] = ()
    """From `evidence.resource_ids` only."""
    no_resource: tuple[NoResource, ...] = ()
    """Goals nothing fits; every goal is here or in `resources`."""
    commitments: tuple[Commitment, ...] = ()
    """What the employer owes."""
    check_ins: tuple[PlannedCheckIn, ...] = ()
    """In order of date."""
    sections: tuple[SectionSource, ...] = ()
    """Which engine wrote which section: `goals.g1`, `actions.g1`, `resources`, `commitments`, `check_ins`."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Prompt name -> fingerprint of every prompt sent; empty without a model."""
    usage: Usage = Usage()
    """Tokens spent."""


@dataclass(frozen=True)
class GateFinding:
    """One broken rule of a body: precise enough to be sent to a model as a repair hint."""

    section: str
    """`goals.g1`, `actions.g1`, `resources`, `no_resource`, `commitments`, `check_ins` or `body`."""
    rule: str
    """Stable name of the rule, such as `invented_number`."""
    message: str
    """What is wrong and what would be right, in the draft's language, without personal data."""


class Engine(Protocol):
    """Writes the body of a draft from a brief."""

    @property
    def name(self) -> str:
        """`grounded` or `model:<name>`."""
        ...

    def draft(self, brief: DraftBrief, *, progress: Progress | None = None) -> DraftBody:
        """Return the body; raises CoachError only where nothing at all can be written."""
        ...
