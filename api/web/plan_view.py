"""A plan as a page shows it: what was agreed, what is owed, what this person may do next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from api.web.page import SignedPage
from coach.domain.checkin import AcknowledgementKind, Attainment, CommitmentNote, EvaluationSource, PlanHistory, unkept
from coach.domain.plan import Outcome, Plan, PlanCommitment, PlanStatus
from coach.domain.policy import Act, Facts, is_subject, may
from knowledge_base.resources import unavailable_among


@dataclass(frozen=True)
class Owed:
    """One thing the employer committed to, and what became of it."""

    commitment: PlanCommitment
    """What was promised."""
    note: CommitmentNote | None
    """The last word on it."""
    overdue: bool
    """Whether its day has passed without a word."""


def plan_parts(page: SignedPage, plan_id: str) -> dict[str, Any]:
    """What the template of a plan needs.

    Raises:
        NotFound: there is no such plan, or not for these eyes.
    """
    history = page.app.plans.show(plan_id, by=page.me)
    plan, today = history.plan, dt.date.today()
    facts = facts_of(page, plan)
    owed = unkept(history, on=today) if plan.status is PlanStatus.ACTIVE else ()
    late = {each.id for each in owed}
    notes = {note.commitment_id: note for note in history.commitments}
    return {
        "history": history,
        "plan": plan,
        "content": plan.content,
        "today": today,
        "mine": is_subject(page.me, facts),
        "owed": [Owed(each, notes.get(each.id), each.id in late) for each in plan.content.commitments],
        "missed": [each for each in owed if each.id.startswith("check_in:")],
        "unkept": owed,
        "values": latest_values(history),
        "not_offered": unavailable_among(
            page.app.knowledge.resource, [each.resource_id for each in plan.content.resources], on=today
        ),
        "answer_kinds": tuple(AcknowledgementKind),
        "attainments": tuple(Attainment),
        "outcomes": tuple(Outcome),
        **_steps(page, plan, facts),
    }


def facts_of(page: SignedPage, plan: Plan) -> Facts:
    """What the policy must know about a plan, as far as this person may know it."""
    person = page.names.known(plan.subject_employee_id)
    return Facts(
        author_user_id=plan.author_user_id, subject_employee_id=plan.subject_employee_id,
        subject_manager_id=person.manager_id if person else None, submitted=True,
    )  # fmt: skip


def latest_values(history: PlanHistory) -> dict[str, float]:
    """Goal id -> the last figure taken."""
    taken = sorted(history.check_ins, key=lambda each: each.on)
    return {step.goal_id: step.value for each in taken for step in each.progress if step.value is not None}


def _steps(page: SignedPage, plan: Plan, facts: Facts) -> dict[str, Any]:
    """Which forms to show; the services have the last word."""
    running = plan.status is PlanStatus.ACTIVE

    def allowed(act: Act) -> bool:
        return running and may(page.me, act, facts)

    sides = {
        EvaluationSource.SUPERVISOR: Act.EVALUATE_AS_SUPERVISOR,
        EvaluationSource.SELF: Act.EVALUATE_AS_SELF,
    }
    return {
        "may_check_in": allowed(Act.CHECK_IN),
        "may_answer": allowed(Act.ACKNOWLEDGE_PLAN),
        "may_deliver": allowed(Act.RECORD_DELIVERY),
        "sides": [side for side, act in sides.items() if allowed(act)],
        "may_close": allowed(Act.CLOSE_PLAN),
    }
