"""An approved plan: what people agreed to publish, frozen and hashed."""

import datetime as dt
import hashlib
import json
from enum import StrEnum

from coach.domain.base import Language, Model
from coach.domain.draft import Action, Metric, Milestone, Owner, PlannedCheckIn
from coach.domain.gap import GapCategory


class PlanStatus(StrEnum):
    """Where a plan stands."""

    ACTIVE = "active"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How the plan ended: about the goals, never about the person."""

    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly_achieved"
    NOT_ACHIEVED = "not_achieved"
    WITHDRAWN = "withdrawn"


class PlanGoal(Model):
    """A goal as approved."""

    id: str
    """The draft's goal id."""
    statement: str
    """As accepted or edited."""
    category: GapCategory
    """The kind of gap it answers."""
    metric: Metric
    """What is measured."""
    deadline: dt.date
    """The last day."""
    milestones: tuple[Milestone, ...] = ()
    """Points on the way."""
    actions: tuple[Action, ...] = ()
    """Those accepted or edited."""


class PlanResource(Model):
    """A resource as approved."""

    resource_id: str
    """Id in the catalogue."""
    title: str
    """Title in the store when the draft was made."""
    kind: str
    """course, mentor, drill ..."""
    for_goal: str
    """Goal id."""
    why: str
    """As accepted or edited."""


class PlanCommitment(Model):
    """What the employer owes."""

    id: str
    """`commitment:1` ..."""
    text: str
    """As accepted or edited."""
    owner: Owner
    """Who owes it."""
    due: dt.date
    """By when."""


class PlanContent(Model):
    """What is frozen and hashed: only accepted and edited parts."""

    language: Language
    """Language of the plan."""
    concerns: tuple[str, ...] = ()
    """The gap in the manager's words, with the accepted wording; protected and personal spans cut out."""
    goals: tuple[PlanGoal, ...]
    """One to three."""
    resources: tuple[PlanResource, ...] = ()
    """For the goals that stayed."""
    commitments: tuple[PlanCommitment, ...] = ()
    """What the employer owes."""
    check_ins: tuple[PlannedCheckIn, ...] = ()
    """The rhythm."""

    def sha256(self) -> str:
        """Hex digest of the canonical JSON: what "this version" means in an acknowledgement."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Plan(Model):
    """An approved plan."""

    id: str
    """Sorts by time of approval."""
    review_id: str
    """The review it was born in."""
    draft_id: str
    """The draft behind it."""
    subject_employee_id: str | None
    """The person it is for."""
    author_user_id: str
    """Account that wrote the draft."""
    approved_by: str
    """Account that approved it; never the author."""
    status: PlanStatus
    """Where it stands."""
    version: int
    """Grows with every step; a caller names the one they looked at."""
    content_version: int
    """Which frozen content this is, from 1."""
    content: PlanContent
    """What was approved."""
    content_sha256: str
    """Digest taken at approval."""
    created_at: dt.datetime
    """When it was approved (UTC)."""
    closed_at: dt.datetime | None = None
    """When it was closed (UTC)."""
    outcome: Outcome | None = None
    """How it ended."""
    outcome_reason: str = ""
    """Why that outcome."""


class PlanSummary(Model):
    """One line of a list of plans."""

    id: str
    """Plan id."""
    subject_employee_id: str | None
    """The person it is for."""
    status: PlanStatus
    """Where it stands."""
    version: int
    """Current version."""
    outcome: Outcome | None
    """How it ended."""
    goals: tuple[str, ...]
    """The goals' statements."""
    deadline: dt.date
    """The latest deadline of a goal."""
    created_at: dt.datetime
    """When it was approved (UTC)."""
