"""What happens while a plan runs: check-ins, evaluations, answers, and what the employer kept."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from coach.domain.base import Model
from coach.domain.plan import Plan, PlanContent

CHECK_IN_TOLERANCE = dt.timedelta(days=7)
"""A planned one-to-one counts as held when one took place within a week of its day (weekly rhythm of DOMAIN)."""


class GoalProgress(Model):
    """Where one goal stands at a check-in."""

    goal_id: str
    """The goal."""
    value: float | None = None
    """The figure, in the metric's unit; None where none was taken."""
    note: str = ""
    """What was seen."""


class CheckIn(Model):
    """A one-to-one or formal review that took place."""

    id: str
    """Sorts by time of recording."""
    on: dt.date
    """The day it took place."""
    note: str
    """What was said and agreed."""
    progress: tuple[GoalProgress, ...] = ()
    """Goal by goal."""
    by: str
    """User id of who recorded it."""
    at: dt.datetime
    """When it was recorded (UTC)."""


class EvaluationSource(StrEnum):
    """From which side (DOMAIN: evaluation from several sides)."""

    SUPERVISOR = "supervisor"
    SELF = "self"
    PEER = "peer"


class Attainment(StrEnum):
    """How far a goal was reached: about the goal, never a rating of the person."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class GoalJudgement(Model):
    """One side's view of one goal."""

    goal_id: str
    """The goal."""
    attainment: Attainment
    """How far it was reached."""
    text: str = ""
    """What that rests on."""


class Evaluation(Model):
    """One side's view of the result."""

    id: str
    """Sorts by time of recording."""
    source: EvaluationSource
    """Which side."""
    text: str
    """In their words."""
    goals: tuple[GoalJudgement, ...] = ()
    """Goal by goal."""
    by: str
    """User id of who gave it."""
    at: dt.datetime
    """When (UTC)."""


class AcknowledgementKind(StrEnum):
    """The employee's answer: receipt is not agreement, and refusing to sign is an ordinary state (DOMAIN rule 4)."""

    RECEIVED = "received"
    REFUSED = "refused"


class Acknowledgement(Model):
    """The employee's answer to one frozen content."""

    id: str
    """Sorts by time of recording."""
    kind: AcknowledgementKind
    """Received or refused."""
    comment: str = ""
    """The employee's own words, attached for good."""
    delivery_proof: str = ""
    """How the plan was handed over; required when somebody else records a refusal."""
    content_sha256: str
    """Which content was answered."""
    by: str
    """User id of who recorded it."""
    at: dt.datetime
    """When (UTC)."""


class CommitmentNote(Model):
    """Whether the employer kept one thing it owes, or why not."""

    commitment_id: str
    """`commitment:1` ..., or `check_in:1` ... for a planned one-to-one."""
    kept: bool
    """Whether it was kept."""
    note: str
    """The evidence, or the explanation."""
    by: str
    """User id of who recorded it."""
    at: dt.datetime
    """When (UTC)."""


class PlanHistory(Model):
    """A plan with everything that happened since."""

    plan: Plan
    """The plan."""
    check_ins: tuple[CheckIn, ...] = ()
    """In order of recording."""
    evaluations: tuple[Evaluation, ...] = ()
    """In order of recording."""
    acknowledgements: tuple[Acknowledgement, ...] = ()
    """In order of recording; the last counts."""
    commitments: tuple[CommitmentNote, ...] = ()
    """In order of recording; the last of each counts."""


class Unkept(Model):
    """Something the employer owed by now and has neither kept nor explained."""

    id: str
    """`commitment:1` ... or `check_in:1` ..."""
    text: str
    """What was owed."""
    due: dt.date
    """By when."""


def unkept(history: PlanHistory, *, on: dt.date) -> tuple[Unkept, ...]:
    """What stands in the way of the outcome "not achieved" on that day (DOMAIN rule 5)."""
    answered = {note.commitment_id for note in history.commitments if note.kept or note.note.strip()}
    owed = (*_commitments_due(history.plan.content, on), *_missed_check_ins(history, on))
    return tuple(each for each in owed if each.id not in answered)


def _commitments_due(content: PlanContent, on: dt.date) -> list[Unkept]:
    return [Unkept(id=each.id, text=each.text, due=each.due) for each in content.commitments if each.due <= on]


def _missed_check_ins(history: PlanHistory, on: dt.date) -> list[Unkept]:
    held = sorted(each.on for each in history.check_ins)
    missed = []
    planned = [each for each in history.plan.content.check_ins if each.on + CHECK_IN_TOLERANCE < on]
    for number, meeting in enumerate(planned, start=1):
        match = _first_near(held, meeting.on)
        if match is None:
            missed.append(Unkept(id=f"check_in:{number}", text=meeting.focus, due=meeting.on))
        else:
            held.remove(match)
    return missed


def _first_near(held: Sequence[dt.date], day: dt.date) -> dt.date | None:
    return next((each for each in held if abs(each - day) <= CHECK_IN_TOLERANCE), None)
