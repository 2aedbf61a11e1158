"""A performance gap: what a manager types, and what was read in it."""

import datetime as dt
from enum import StrEnum

from coach.domain.base import Language, Model, Span


class GapCategory(StrEnum):
    """The kinds of gap that plans, resources and precedents are grouped by."""

    QUALITY_ERRORS = "quality_errors"
    CYCLE_TIME = "cycle_time"
    OUTPUT_VOLUME = "output_volume"
    TIMELINESS = "timeliness"
    COMPLIANCE = "compliance"
    CUSTOMER_SERVICE = "customer_service"
    SALES_RESULTS = "sales_results"
    SAFETY = "safety"
    RECORDS = "records"
    SKILL = "skill"
    COLLABORATION = "collaboration"
    PLANNING = "planning"
    OTHER = "other"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class FlagKind(StrEnum):
    """Warnings about the plan or the text, never about the person."""

    PROTECTED_STATUS = "protected_status"
    CONDUCT_NOT_CAPABILITY = "conduct_not_capability"
    IMPOSSIBLE_TARGET = "impossible_target"
    ALREADY_MET = "already_met"
    CONFLICTING_NUMBERS = "conflicting_numbers"
    PII = "pii"
    INJECTION = "injection"
    HARSH_TONE = "harsh_tone"
    TOO_VAGUE = "too_vague"


class QuestionAbout(StrEnum):
    """What the system may ask back."""

    BASELINE = "baseline"
    TARGET = "target"
    DEADLINE = "deadline"
    EVIDENCE = "evidence"
    EXPECTATION_COMMUNICATED = "expectation_communicated"
    SUPPORT_GIVEN = "support_given"
    ROOT_CAUSE = "root_cause"


class Answer(Model):
    """What somebody answered to a question of an earlier version, in their own words."""

    about: QuestionAbout
    """What was asked about."""
    statement: str | None
    """Id of the statement it concerned; None for the whole text."""
    question: str
    """The question as it was put."""
    text: str
    """The answer as typed."""
    by: str
    """Account that answered."""
    at: dt.datetime
    """When (UTC)."""
    unknown: bool = False
    """Whether the answer is that nobody knows: not asked again, and what is missing stays missing."""
    start: int | None = None
    """Where the answer stands in the description's text; None where nobody knows."""
    end: int | None = None
    """Offset after it."""


class GapDescription(Model):
    """What a manager hands in: the only input of a draft besides the knowledge base."""

    text: str
    """The text as typed, then one answer a line; all offsets count its Unicode code points."""
    answers: tuple[Answer, ...] = ()
    """Answers to questions of earlier versions, in the order they stand in the text."""
    language: Language | None = None
    """The language to draft in; None means the language of the text."""
    role: str | None = None
    """The role of the employee, in any words."""
    industry: str | None = None
    """The industry, in any words."""
    as_of: dt.date
    """The day durations count from."""
    known_names: tuple[str, ...] = ()
    """Names of people (the staff list) that must be masked wherever they stand."""


class GapStatement(Model):
    """One separate capability gap found in the text, in the plain unit the text uses."""

    id: str
    """`s1`, `s2`, ... in the order of the text."""
    text: str
    """The gap in the manager's own words (exact substring `source[start:end]`)."""
    start: int
    """Offset of the statement, in code points."""
    end: int
    """Offset after the statement."""
    category: GapCategory
    """Which kind of gap it is."""
    metric: str | None
    """The measured quantity's name as the text has it; None where nothing is measured."""
    unit: str
    """A unit of CONTRACTS ("%", "‰", "min", "count/month", "none" ...)."""
    direction: Direction
    """Which way is better."""
    baseline: float | None
    """Where the figure stands; None where the text does not say or contradicts itself."""
    target: float | None
    """The standard or target the text states; of a band, the minimum acceptable end."""
    target_range: tuple[float, float] | None = None
    """The band [low, high] where the standard is one."""
    period: str | None = None
    """The measuring window as written, an exact substring."""
    evidence: tuple[Span, ...] = ()
    """Where in the text this is said."""


class Flag(Model):
    """A warning that a person must see before deciding."""

    kind: FlagKind
    """Which of the closed set."""
    text: str
    """The exact substring it rests on."""
    start: int
    """Offset of that substring."""
    end: int
    """Offset after it."""
    reason: str
    """Why, in plain words and in the draft's language, with the arithmetic where there is some."""


class Question(Model):
    """Something the plan needs and the text does not say; answerable in a line."""

    id: str
    """`q1`, `q2`, ... most useful first."""
    about: QuestionAbout
    """Which of the closed set."""
    statement: str | None
    """Id of the statement it concerns; None for the whole text."""
    text: str
    """The question, in the draft's language."""


class Gap(Model):
    """What was read in a gap description."""

    statements: tuple[GapStatement, ...] = ()
    """The separate capability gaps, at most as many as the text supports."""
    flags: tuple[Flag, ...] = ()
    """Warnings."""
    questions: tuple[Question, ...] = ()
    """At most five, most useful first."""
