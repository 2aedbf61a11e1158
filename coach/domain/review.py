"""A review: every part of a draft decided, one by one, by somebody who did not write it."""

import datetime as dt
from enum import StrEnum

from coach.domain.base import Language, Model
from coach.domain.draft import Draft, RouteTo
from coach.domain.gap import FlagKind


class Verdict(StrEnum):
    """What a reviewer says to one suggestion."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"


class ReviewState(StrEnum):
    """Where a review stands."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    ESCALATED = "escalated"
    APPROVED = "approved"
    RETURNED = "returned"


OPEN_STATES = frozenset({ReviewState.SUBMITTED, ReviewState.IN_REVIEW, ReviewState.ESCALATED})
"""States in which decisions may still be taken."""


class ReviewOutcome(StrEnum):
    """How a reviewer ends (or hands on) a review."""

    APPROVE = "approve"
    RETURN = "return"
    ESCALATE = "escalate"


class SuggestionKind(StrEnum):
    """Which part of the draft a suggestion is."""

    GOAL = "goal"
    ACTION = "action"
    RESOURCE = "resource"
    COMMITMENT = "commitment"
    CHECK_INS = "check_ins"
    WORDING = "wording"


class GoalChanges(Model):
    """Figures a reviewer sets while editing a goal; None leaves the draft's."""

    baseline: float | None = None
    """In the metric's unit."""
    target: float | None = None
    """In the metric's unit."""
    deadline: dt.date | None = None
    """The new last day."""
    data_source: str | None = None
    """Where the figure comes from."""


class Decision(Model):
    """What one named person decided on one suggestion; a later one on it counts instead, and both are kept."""

    suggestion_id: str
    """The suggestion."""
    verdict: Verdict
    """Accept, edit or reject."""
    reason: str
    """Why, never empty."""
    text_before: str
    """The draft's text."""
    text_after: str | None = None
    """The reviewer's text, of an edit."""
    changes: GoalChanges | None = None
    """Figures set together with an edited goal."""
    by: str
    """User id of the reviewer."""
    at: dt.datetime
    """When (UTC)."""
    version: int
    """Version of the review this decision made."""


class Suggestion(Model):
    """One part of a draft that must be decided before there is a plan."""

    id: str
    """`goal:g1`, `action:g1:2`, `resource:<for goal>:<id>`, `commitment:1`, `check_ins`, `wording:1`."""
    kind: SuggestionKind
    """Which part."""
    text: str
    """What the draft says."""
    goal: str | None = None
    """The goal it belongs to; None for parts of the whole plan."""
    note: str = ""
    """What a reviewer should know beside the text: owner and date, or why the wording is offered."""
    decision: Decision | None = None
    """The decision that counts; None while there is none."""


class Review(Model):
    """One pass of a draft through people's hands."""

    id: str
    """Sorts by time of submission."""
    draft_id: str
    """The draft under review."""
    author_user_id: str
    """Account that wrote the draft."""
    submitted_by: str
    """Account that sent it."""
    subject_employee_id: str | None
    """The person the draft is about."""
    language: Language
    """Language of the draft."""
    state: ReviewState
    """Where it stands."""
    version: int
    """Grows with every step; a caller names the one they looked at."""
    second_look: tuple[str, ...] = ()
    """Why approval needs a written reason (conduct, protected facts, HR first); empty for an ordinary draft."""
    suggestions: tuple[Suggestion, ...] = ()
    """Every part, in the order of the draft."""
    outcome_reason: str = ""
    """What was said when it was approved, returned or escalated."""
    escalated_by: str | None = None
    """Account that asked for the second look; it cannot be the one to answer."""
    plan_id: str | None = None
    """The plan it became."""
    created_at: dt.datetime
    """When it was submitted (UTC)."""
    updated_at: dt.datetime
    """When it last changed (UTC)."""

    @property
    def undecided(self) -> tuple[str, ...]:
        """Ids of the suggestions nobody has decided."""
        return tuple(each.id for each in self.suggestions if each.decision is None)

    @property
    def is_open(self) -> bool:
        """Whether decisions may still be taken."""
        return self.state in OPEN_STATES


class ReviewSummary(Model):
    """One line of the queue."""

    id: str
    """Review id."""
    draft_id: str
    """Draft id."""
    subject_employee_id: str | None
    """The person it is about."""
    state: ReviewState
    """Where it stands."""
    version: int
    """Current version."""
    decided: int
    """Suggestions decided."""
    total: int
    """Suggestions in all."""
    needs_second_look: bool
    """Whether approval needs a written reason."""
    plan_id: str | None
    """The plan it became."""
    created_at: dt.datetime
    """When it was submitted (UTC)."""


_SECOND_LOOK_FLAGS = frozenset({FlagKind.PROTECTED_STATUS, FlagKind.CONDUCT_NOT_CAPABILITY})


def second_look_reasons(draft: Draft) -> tuple[str, ...]:
    """Why this draft may not be approved without a written reason, in the draft's language (DOMAIN rule 1)."""
    routed = draft.route.reasons if draft.route.to is RouteTo.HR_FIRST else ()
    if draft.route.to is RouteTo.HR_FIRST and not routed:
        routed = (RouteTo.HR_FIRST.value,)
    flagged = (flag.reason or flag.kind.value for flag in draft.gap.flags if flag.kind in _SECOND_LOOK_FLAGS)
    return tuple(dict.fromkeys((*routed, *flagged)))
