"""A draft plan: what an engine proposes and people decide on. Field for field the contract of `coach draft --json`."""

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from coach.domain.base import Language, Model
from coach.domain.gap import Direction, Gap
from coach.domain.recommendation import Alternative, NoResourceCause, ResourceDetails, ResourceMatch
from coach.domain.revision import Revision
from coach.domain.smart import SmartMarks
from coach.domain.wording import WordingSuggestion
from coach.scoring import Score

MAX_GOALS = 3
"""A plan addresses at most three areas (DOMAIN: what a plan contains)."""


class Owner(StrEnum):
    """Who does an action or owes a commitment."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    LND = "lnd"
    HR = "hr"
    MENTOR = "mentor"


class RouteTo(StrEnum):
    """Whether a plan is the right step."""

    PLAN = "plan"
    COACH_FIRST = "coach_first"
    HR_FIRST = "hr_first"


class Route(Model):
    """The step that should come first, and why."""

    to: RouteTo
    """Which step."""
    reasons: tuple[str, ...] = ()
    """Why, in the draft's language."""


class TargetStatus(StrEnum):
    """Where a target stands."""

    STATED = "stated"
    DISPUTED = "disputed"
    OPEN = "open"


class TargetSuggestion(Model):
    """A target that a precedent or a policy makes likely, for a person to choose."""

    value: float
    """In the metric's unit."""
    because: str
    """Why, naming the source."""
    citations: tuple[str, ...]
    """Passage ids."""


class Metric(Model):
    """What is measured, from where to where."""

    name: str
    """The quantity, in the manager's words."""
    unit: str
    """A unit of CONTRACTS; "none" where nothing is measured."""
    direction: Direction
    """Which way is better."""
    baseline: float | None
    """None where the text does not say; it is asked."""
    target: float | None
    """None where the text does not say or the target is disputed away; it is asked."""
    target_range: tuple[float, float] | None = None
    """The band, where the standard is one."""
    target_status: TargetStatus
    """Stated, disputed (flagged with the arithmetic) or open (asked)."""
    data_source: str
    """Where the figure comes from, or who must name it."""
    target_suggestions: tuple[TargetSuggestion, ...] = ()
    """Likely targets with their source; never adopted by the machine."""


class Milestone(Model):
    """A point on the way."""

    due: dt.date
    """When it is looked at."""
    target: float | None
    """The figure expected by then, strictly between baseline and target, or the target; None where open."""
    check: str
    """What is looked at."""


class Action(Model):
    """Something somebody does, by a date."""

    text: str
    """What."""
    owner: Owner
    """Who."""
    due: dt.date
    """By when."""


class SmartGoal(Model):
    """One goal: measurable, sourced, dated."""

    id: str
    """`g1` ... `g3`."""
    addresses: tuple[str, ...]
    """Ids of the gap statements it answers."""
    statement: str
    """The goal in one or two sentences of the draft's language."""
    metric: Metric
    """What is measured."""
    deadline: dt.date
    """Always a date."""
    deadline_source: Literal["text", "default"]
    """Whether the manager stated it or a default was set (then it is also asked)."""
    milestones: tuple[Milestone, ...] = ()
    """In order of date."""
    actions: tuple[Action, ...] = ()
    """In order: learn, practise with feedback, do alone, keep."""
    citations: tuple[str, ...] = ()
    """Ids of the passages in `evidence` that shaped it."""
    smart: SmartMarks
    """The SMART check of this goal."""


class ResourceRecommendation(Model):
    """A resource of the indexed catalogue for a goal."""

    resource_id: str
    """Id in the catalogue; title is rendered from the store."""
    title: str
    """Title in the store."""
    kind: str
    """course, mentor, drill, reading, rotation, counselling ... as the catalogue has it."""
    for_goal: str
    """Goal id."""
    why: str
    """Which words of the gap met which part of the resource."""
    score: float
    """Retrieval score, higher is better."""
    citations: tuple[str, ...] = ()
    """Passage ids."""
    match: ResourceMatch | None = None
    """The words of `why` with their places; None in drafts of earlier versions."""
    facts: ResourceDetails | None = None
    """What the catalogue says about it; None in drafts of earlier versions."""


class NoResource(Model):
    """Said where nothing in the catalogue fits."""

    for_goal: str
    """Goal id."""
    reason: str
    """Why nothing was recommended."""
    instead: str
    """What to do instead (mentor, drill, practice on the job)."""
    cause: NoResourceCause | None = None
    """Why, as one of a closed set; None in drafts of earlier versions."""
    alternatives: tuple[Alternative, ...] = ()
    """The parts of `instead`, one by one."""


class Commitment(Model):
    """What the employer owes."""

    text: str
    """What."""
    owner: Owner
    """Who, never the employee."""
    due: dt.date
    """By when."""


class PlannedCheckIn(Model):
    """A one-to-one or formal review in the schedule."""

    on: dt.date
    """The day."""
    focus: str
    """What it is about."""


class EvidenceItem(Model):
    """A passage that was retrieved and shown."""

    id: str
    """Passage id, cited by goals and resources."""
    source: str
    """Record id or file it comes from."""
    kind: str
    """plan (pattern card), training or policy."""
    title: str
    """Title in the store."""
    text: str
    """The passage, redacted."""
    score: float
    """Retrieval score, higher is better."""


class Usage(Model):
    """What a model was asked and answered, in tokens."""

    requests: int = 0
    """Requests sent, repairs included."""
    input_tokens: int = 0
    """Tokens sent."""
    output_tokens: int = 0
    """Tokens received."""


class SectionSource(Model):
    """Which engine wrote a section, and why the other did not."""

    section: str
    """`goals.g1`, `actions.g1`, `commitments` ..."""
    engine: str
    """"grounded" or "model:<name>"."""
    reason: str | None = None
    """Why the grounded engine stands in, in plain words."""


class Provenance(Model):
    """Where the draft comes from: enough to repeat it."""

    app_version: str
    """Version of this product."""
    prompts: dict[str, str] = Field(default_factory=dict)
    """Prompt name -> fingerprint, of every prompt sent."""
    model: str | None = None
    """Name of the chat model, None without one."""
    usage: Usage = Usage()
    """Tokens spent."""
    seconds: float
    """Wall time of the draft."""
    knowledge_base: str
    """Fingerprint of the knowledge base that was searched."""
    sections: tuple[SectionSource, ...] = ()
    """Which engine wrote which section."""


class Draft(Model):
    """The heart: a draft plan with its sources, checks and open questions."""

    id: str | None = None
    """Id under which it is stored; None until it is."""
    language: Language
    """The language it is written in."""
    engine: str
    """"grounded" or "model:<name>"."""
    route: Route
    """Whether a plan is the right step."""
    gap: Gap
    """What was read in the text."""
    goals: tuple[SmartGoal, ...] = Field(default=(), max_length=MAX_GOALS)
    """At most three."""
    resources: tuple[ResourceRecommendation, ...] = ()
    """From the catalogue only."""
    no_resource: tuple[NoResource, ...] = ()
    """Goals nothing fits."""
    commitments: tuple[Commitment, ...] = ()
    """What the employer owes."""
    check_ins: tuple[PlannedCheckIn, ...] = ()
    """The rhythm."""
    wording: tuple[WordingSuggestion, ...] = ()
    """Harsh words of the gap text with a replacement, never repeated in the plan."""
    evidence: tuple[EvidenceItem, ...] = ()
    """Everything that may be cited."""
    scores: tuple[Score, ...] = ()
    """The recorded eval of this draft."""
    provenance: Provenance
    """Where it comes from."""
    revision: Revision | None = None
    """How this version was made from an earlier one; None for a first version."""
