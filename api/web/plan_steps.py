"""What people do with a running plan, each a form on the plan's page."""

from collections.abc import Callable

from fastapi import APIRouter, Response

from api.lessons import remember
from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from api.web.plan_view import plan_parts
from api.web.verdicts import date, figure
from coach.domain.checkin import (
    AcknowledgementKind,
    Attainment,
    EvaluationSource,
    GoalJudgement,
    GoalProgress,
)
from coach.domain.plan import Outcome, Plan
from coach.errors import CoachError, InvalidInput

router = APIRouter(prefix="/plans/{plan_id}", include_in_schema=False)


@router.post("/check-ins")
def check_in(plan_id: str, form: Form, page: MyPage) -> Response:
    """Record a talk that took place."""

    def step(plan: Plan) -> None:
        day, note = date(form.text("on")), form.text("note")
        page.app.plans.checkin(plan_id, on=day, note=note, by=page.me, progress=_progress(form, plan))

    return _step(page, plan_id, form, step, notice="checked_in")


@router.post("/answers")
def answer(plan_id: str, form: Form, page: MyPage) -> Response:
    """Record the employee's answer: receipt is not agreement, and not signing is an ordinary state."""

    def step(_plan: Plan) -> None:
        kind = AcknowledgementKind(_chosen(form.text("kind"), tuple(AcknowledgementKind)))
        proof, comment = form.text("delivery_proof"), form.text("comment")
        page.app.plans.acknowledge(plan_id, kind=kind, by=page.me, comment=comment, delivery_proof=proof)

    return _step(page, plan_id, form, step, notice="answered")


@router.post("/evaluations")
def evaluate(plan_id: str, form: Form, page: MyPage) -> Response:
    """Record one side's view of the result."""

    def step(plan: Plan) -> None:
        source = EvaluationSource(_chosen(form.text("source"), tuple(EvaluationSource)))
        text = form.text("evaluation")
        page.app.plans.evaluate(plan_id, source=source, text=text, by=page.me, goals=_judgements(form, plan))

    return _step(page, plan_id, form, step, notice="evaluated")


@router.post("/commitments")
def note_commitment(plan_id: str, form: Form, page: MyPage) -> Response:
    """Record that the employer kept what it owes, or why it did not."""

    def step(_plan: Plan) -> None:
        kept = _chosen(form.text("kept"), ("yes", "no")) == "yes"
        commitment_id, note = form.text("commitment"), form.text("commitment_note")
        page.app.plans.note_commitment(plan_id, commitment_id, kept=kept, note=note, by=page.me)

    return _step(page, plan_id, form, step, notice="commitment_noted")


@router.post("/closing")
def close(plan_id: str, form: Form, page: MyPage) -> Response:
    """End the plan; what the employer owes must be kept or explained first."""

    def step(plan: Plan) -> None:
        outcome = Outcome(_chosen(form.text("outcome"), tuple(Outcome)))
        seen = form.text("version")
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else plan.version - 1
        history = page.app.plans.close(
            plan_id, outcome=outcome, reason=form.text("reason"), by=page.me, version=version,
            explanations=_explanations(form, plan),
        )  # fmt: skip
        remember(page.app, history)

    return _step(page, plan_id, form, step, notice="closed")


def _step(page: SignedPage, plan_id: str, form: Typed, step: Callable[[Plan], None], *, notice: str) -> Response:
    """Do it and go back to the plan; where it is refused, the plan with what was typed."""
    plan = page.app.plans.show(plan_id, by=page.me).plan
    try:
        step(plan)
    except CoachError as error:
        return page.refused("plan.html", error, form, **plan_parts(page, plan_id))
    return page.go(f"/plans/{plan_id}", notice=notice)


def _chosen(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise InvalidInput("Nothing was chosen.", "Choose one of the answers.")
    return value


def _progress(form: Typed, plan: Plan) -> list[GoalProgress]:
    steps = [
        GoalProgress(goal_id=goal.id, value=figure(form.text(f"value.{goal.id}")), note=form.text(f"seen.{goal.id}"))
        for goal in plan.content.goals
    ]
    return [each for each in steps if each.value is not None or each.note.strip()]


def _judgements(form: Typed, plan: Plan) -> list[GoalJudgement]:
    known = tuple(Attainment)
    return [
        GoalJudgement(goal_id=goal.id, attainment=Attainment(form.text(f"attainment.{goal.id}")))
        for goal in plan.content.goals
        if form.text(f"attainment.{goal.id}") in known
    ]


def _explanations(form: Typed, plan: Plan) -> dict[str, str]:
    owed = [each.id for each in plan.content.commitments]
    owed += [f"check_in:{number}" for number, _ in enumerate(plan.content.check_ins, 1)]
    given = {each: form.text(f"explain.{each}") for each in owed}
    return {each: text for each, text in given.items() if text.strip()}
