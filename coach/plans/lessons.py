"""What a closed plan teaches: a redacted record for the knowledge base.

Left out on purpose (DOMAIN rule 9): check-in notes, evaluations, answers and the reason of the outcome. They are about
a person; a lesson is about what was tried and how far the figures moved.
"""

from typing import Any

from coach.domain.base import Language
from coach.domain.checkin import PlanHistory
from coach.domain.gap import GapDescription
from coach.domain.plan import PlanGoal, PlanStatus
from coach.errors import Conflict
from coach.plans.words import figure, say
from coach.storage.access import manager_of
from coach.storage.codes import LESSONS, code
from coach.storage.draft_schema import read_description
from coach.storage.people import People
from coach.storage.secrets import secret
from coach.storage.session import Database
from coach.storage.tables import DraftRow
from knowledge_base.precedents import industry_of, role_family_of
from knowledge_base.records import Kind, Record
from knowledge_base.redaction import Redactor


def lesson_of(history: PlanHistory, database: Database) -> Record:
    """Return what the plan teaches, redacted; employee and manager are opaque codes that only count heads.

    Raises:
        Conflict: the plan is not closed.
    """
    plan = history.plan
    if plan.status is not PlanStatus.CLOSED or plan.outcome is None:
        raise Conflict("only a closed plan teaches something", "close it first")
    names = People(database).names()
    with database.transaction() as session:
        key = secret(session, LESSONS)
        manager = manager_of(session, plan.subject_employee_id)
        draft = session.get(DraftRow, plan.draft_id)
        description = read_description(draft.description) if draft is not None else None
    redactor = Redactor(names=[*names, *(description.known_names if description else ())])
    language = plan.content.language
    # One document, one pass: the same person gets the same placeholder in the title and in the text.
    title, _, text = redactor.redact("\n".join(_lines(history, language))).text.partition("\n")
    return Record(
        id=lesson_id(plan.id, key), kind=Kind.PLAN, title=title, text=text, language=language.value, source="lessons",
        metadata=_metadata(history, description, redactor)
        | {
            "employee": code(key, "employee", plan.subject_employee_id),
            "manager": code(key, "manager", manager or plan.author_user_id),
        },
    )  # fmt: skip


def lesson_id(plan_id: str, key: bytes) -> str:
    """Id of the plan's lesson: says nothing about the plan, yet finds the lesson again when it must be deleted."""
    return f"lesson-{code(key, 'plan', plan_id)}"


def _lines(history: PlanHistory, language: Language) -> list[str]:
    content = history.plan.content
    lines = [content.goals[0].statement, *content.concerns]
    for goal in content.goals:
        metric, value = goal.metric, _last_value(history, goal)
        lines.append(goal.statement)
        baseline, target = (figure(each, metric.unit, language) for each in (metric.baseline, metric.target))
        lines.append(say("from_to", language, baseline=baseline, target=target, source=metric.data_source))
        if value is not None:
            lines.append(say("last_value", language, value=figure(value, metric.unit, language)))
        lines += [f"- {action.text}" for action in goal.actions]
    lines.append(f"{say('support', language)}:")
    lines += [f"- {each.text}" for each in content.commitments]
    outcome = history.plan.outcome
    if outcome is not None:
        lines.append(say("ended", language, outcome=say(outcome.value, language)))
    return [" ".join(line.split()) for line in lines]


def _metadata(history: PlanHistory, description: GapDescription | None, redactor: Redactor) -> dict[str, Any]:
    plan, goal = history.plan, history.plan.content.goals[0]
    weeks = (goal.deadline - plan.created_at.date()).days / 7
    return {
        "gap_type": goal.category.value,
        "industry": industry_of(description.industry if description else None),
        "role_family": role_family_of(description.role if description else None),
        "quarter": f"{plan.created_at.year}-Q{(plan.created_at.month + 2) // 3}",
        "metric": redactor.redact(goal.metric.name).text,
        "unit": goal.metric.unit,
        "direction": goal.metric.direction.value,
        "baseline": goal.metric.baseline,
        "target": goal.metric.target,
        "weeks": max(1, round(weeks)),
        "outcome": plan.outcome.value if plan.outcome else None,
        "outcome_value": _last_value(history, goal),
        "actions": [redactor.redact(action.text).text for action in goal.actions],
        "support": [redactor.redact(each.text).text for each in plan.content.commitments],
    }


def _last_value(history: PlanHistory, goal: PlanGoal) -> float | None:
    values = [
        each.value
        for check_in in sorted(history.check_ins, key=lambda each: each.on)
        for each in check_in.progress
        if each.goal_id == goal.id and each.value is not None
    ]
    return values[-1] if values else None
