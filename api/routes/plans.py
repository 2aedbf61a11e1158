"""`/v1/plans`: approved plans, from the first answer to the outcome."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.page import Cursor, Limit, Page, page_of
from coach.domain.checkin import AcknowledgementKind, EvaluationSource, GoalJudgement, GoalProgress, PlanHistory
from coach.domain.guide import ConversationGuide
from coach.domain.plan import Outcome, PlanStatus, PlanSummary

router = APIRouter(prefix="/v1/plans", tags=["plans"])

MEDIA = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CheckInBody(_Body):
    """A one-to-one or review that took place."""

    on: dt.date
    """The day."""
    note: str = Field(max_length=10_000)
    """What was said and agreed."""
    progress: list[GoalProgress] = []
    """Where goals stand."""


class EvaluationBody(_Body):
    """One side's view of the result."""

    source: EvaluationSource
    """Supervisor, self or peer."""
    text: str = Field(max_length=10_000)
    """In their words."""
    goals: list[GoalJudgement] = []
    """Goal by goal."""


class AcknowledgementBody(_Body):
    """The employee's answer: receipt is not agreement."""

    kind: AcknowledgementKind
    """Received or refused."""
    comment: str = Field(default="", max_length=10_000)
    """The employee's own words."""
    delivery_proof: str = Field(default="", max_length=2_000)
    """How it was handed over."""


class CommitmentBody(_Body):
    """Whether the employer kept one thing it owes."""

    kept: bool
    """Whether it was kept."""
    note: str = Field(max_length=2_000)
    """The evidence, or why not."""


class ClosingBody(_Body):
    """How the plan ended."""

    outcome: Outcome
    """About the goals, never about the person."""
    reason: str = Field(max_length=2_000)
    """Why."""
    version: int
    """Version of the plan that was looked at."""
    explanations: dict[str, str] = {}
    """What the employer owes and did not keep -> why."""


@router.get("")
def plans(
    me: Me, app: App, status: PlanStatus | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[PlanSummary]:
    """The plans the caller may see, newest first."""
    found = app.plans.list(me, status=status, after=cursor, limit=limit + 1)
    return page_of(found, lambda plan: plan.id, cursor=None, limit=limit)


@router.get("/{plan_id}")
def plan(plan_id: str, me: Me, app: App) -> PlanHistory:
    """One plan with everything that happened since."""
    return app.plans.show(plan_id, by=me)


@router.get("/{plan_id}/export", response_class=Response)
def export(
    plan_id: str, me: Me, app: App, form: Annotated[Literal["md", "docx"], Query(alias="format")] = "md"
) -> Response:
    """The plan as a document, with the hash of its content."""
    from coach.plans.export import export_for

    body = export_for(app.database, plan_id, form=form, by=me)
    name = f'attachment; filename="plan-{plan_id}.{form}"'
    return Response(body, media_type=MEDIA[form], headers={"Content-Disposition": name})


@router.get("/{plan_id}/guide")
def guide(plan_id: str, me: Me, app: App) -> ConversationGuide:
    """The conversation guide, for who leads the talks: the line manager and HR."""
    from coach.plans.guide import guide_for

    return guide_for(app.database, plan_id, by=me)


@router.get("/{plan_id}/guide/export", response_class=Response)
def export_guide(
    plan_id: str, me: Me, app: App, form: Annotated[Literal["md", "docx"], Query(alias="format")] = "md"
) -> Response:
    """The conversation guide as a document."""
    from coach.plans.guide import guide_for
    from coach.plans.guide_document import guide_document

    body = guide_document(guide_for(app.database, plan_id, by=me), form=form)
    name = f'attachment; filename="guide-{plan_id}.{form}"'
    return Response(body, media_type=MEDIA[form], headers={"Content-Disposition": name})


@router.post("/{plan_id}/check-ins", status_code=201)
@repeatable
def check_in(plan_id: str, body: CheckInBody, me: Me, app: App) -> PlanHistory:
    """Record a one-to-one or review that took place."""
    return app.plans.checkin(plan_id, on=body.on, note=body.note, by=me, progress=body.progress)


@router.post("/{plan_id}/evaluations", status_code=204)
@repeatable
def evaluate(plan_id: str, body: EvaluationBody, me: Me, app: App) -> None:
    """Record one side's view of the result."""
    app.plans.evaluate(plan_id, source=body.source, text=body.text, by=me, goals=body.goals)


@router.post("/{plan_id}/acknowledgements", status_code=201)
@repeatable
def acknowledge(plan_id: str, body: AcknowledgementBody, me: Me, app: App) -> PlanHistory:
    """Record the employee's answer; refusing to sign is an ordinary state."""
    proof = body.delivery_proof
    return app.plans.acknowledge(plan_id, kind=body.kind, by=me, comment=body.comment, delivery_proof=proof)


@router.post("/{plan_id}/commitments/{commitment_id}", status_code=201)
@repeatable
def note_commitment(plan_id: str, commitment_id: str, body: CommitmentBody, me: Me, app: App) -> PlanHistory:
    """Record that the employer kept what it owes, or why it did not."""
    return app.plans.note_commitment(plan_id, commitment_id, kept=body.kept, note=body.note, by=me)


@router.post("/{plan_id}/closing")
@repeatable
def close(plan_id: str, body: ClosingBody, me: Me, app: App) -> PlanHistory:
    """End the plan; what the employer owes must be kept or explained first."""
    history = app.plans.close(
        plan_id, outcome=body.outcome, reason=body.reason, by=me, version=body.version, explanations=body.explanations
    )
    from api.lessons import remember

    remember(app, history)
    return history
