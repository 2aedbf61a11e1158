"""`/v1/reviews`: people decide on every suggestion of a draft."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.page import Cursor, Limit, Page, page_of
from coach.domain.plan import Plan
from coach.domain.review import GoalChanges, Review, ReviewOutcome, ReviewState, ReviewSummary, Verdict

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])


class Submission(BaseModel):
    """A draft to send to review."""

    model_config = ConfigDict(extra="forbid")

    draft_id: str
    """The draft."""


class DecisionIn(BaseModel):
    """A decision on one suggestion."""

    model_config = ConfigDict(extra="forbid")

    suggestion_id: str
    """The suggestion."""
    verdict: Verdict
    """Accept, edit or reject."""
    reason: str = Field(max_length=2_000)
    """Why."""
    text: str | None = Field(default=None, max_length=5_000)
    """The reviewer's text, of an edit."""
    changes: GoalChanges | None = None
    """Figures set together with an edited goal."""
    version: int
    """Version of the review the reviewer looked at."""


class OutcomeIn(BaseModel):
    """How the review ends, or is handed on."""

    model_config = ConfigDict(extra="forbid")

    outcome: ReviewOutcome
    """Approve, return or escalate."""
    reason: str = Field(default="", max_length=2_000)
    """Why."""
    version: int
    """Version of the review the reviewer looked at."""


class Ended(BaseModel):
    """The review after its outcome, with the plan it became."""

    review: Review
    """The review."""
    plan: Plan | None
    """The plan, where it was approved."""


@router.get("")
def reviews(
    me: Me, app: App, state: ReviewState | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[ReviewSummary]:
    """The reviews the caller may see, newest first."""
    found = app.queue.list(me, state=state, after=cursor, limit=limit + 1)
    return page_of(found, lambda review: review.id, cursor=None, limit=limit)


@router.post("", status_code=201)
@repeatable
def submit(body: Submission, me: Me, app: App) -> Review:
    """Send a draft to review."""
    return app.queue.submit(body.draft_id, by=me)


@router.get("/{review_id}")
def review(review_id: str, me: Me, app: App) -> Review:
    """One review with every suggestion."""
    return app.queue.show(review_id, by=me)


@router.post("/{review_id}/decisions")
@repeatable
def decide(review_id: str, body: DecisionIn, me: Me, app: App) -> Review:
    """Accept, edit or reject one suggestion, with a reason."""
    return app.decisions.decide(
        review_id, body.suggestion_id, verdict=body.verdict, reason=body.reason, text=body.text, changes=body.changes,
        by=me, version=body.version,
    )  # fmt: skip


@router.post("/{review_id}/outcome")
@repeatable
def complete(review_id: str, body: OutcomeIn, me: Me, app: App) -> Ended:
    """Approve (which makes the plan), return to the author, or escalate."""
    plan = app.decisions.complete(review_id, outcome=body.outcome, reason=body.reason, by=me, version=body.version)
    return Ended(review=app.queue.show(review_id, by=me), plan=plan)
