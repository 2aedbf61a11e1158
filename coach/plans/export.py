"""A plan as a document people can print, sign and file, with the hash of what was approved."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

from sqlalchemy.orm import Session

from coach.domain.base import Language
from coach.domain.checkin import CheckIn, PlanHistory
from coach.domain.people import Actor
from coach.domain.plan import PlanContent, PlanGoal
from coach.domain.policy import Act
from coach.plans.document import Block, Bullets, Heading, Table, Text, to_markdown
from coach.plans.words import figure, say
from coach.storage.audit import record
from coach.storage.plans import open_plan
from coach.storage.session import Database
from knowledge_base import repository
from knowledge_base.resources import Unavailable, unavailable_among


def export_plan(
    history: PlanHistory, *, form: Literal["md", "docx"], not_offered: Mapping[str, Unavailable] | None = None
) -> bytes:
    """Return the plan with everything that happened since, in its own language.

    Args:
        history: as `Plans.show` returns it, so the reader has been checked.
        form: Markdown (UTF-8) or Word.
        not_offered: id -> why, of its resources that may no longer be booked; they are marked.
    """
    blocks = list(_blocks(history, not_offered or {}))
    if form == "md":
        return to_markdown(blocks).encode()
    from coach.plans.word import to_docx

    return to_docx(blocks)


def export_for(database: Database, plan_id: str, *, form: Literal["md", "docx"], by: Actor) -> bytes:
    """Return the plan as a document and write down who took it.

    Raises:
        NotFound: there is no such plan, or not for these eyes.
    """
    with database.transaction() as session:
        history = open_plan(session, plan_id, by=by, act=Act.SEE_PLAN).history
        sha256 = history.plan.content_sha256
        record(session, by.user_id, "plan.exported", ("plan", plan_id), form=form, content_sha256=sha256)
        not_offered = not_offered_in(session, history)
    return export_plan(history, form=form, not_offered=not_offered)


def not_offered_in(session: Session, history: PlanHistory) -> dict[str, Unavailable]:
    """Return id -> why, of the resources of a plan that may no longer be booked now; none where nothing is indexed."""
    if not repository.record_count(session):
        return {}
    ids = [each.resource_id for each in history.plan.content.resources]
    return unavailable_among(partial(repository.resource, session), ids, on=dt.date.today())


def _blocks(history: PlanHistory, not_offered: Mapping[str, Unavailable]) -> Iterator[Block]:
    content, language = history.plan.content, history.plan.content.language
    yield from _head(history, language)
    if content.concerns:
        yield Heading(say("why", language), 2)
        yield Bullets(content.concerns)
    yield Heading(say("goals", language), 2)
    for number, goal in enumerate(content.goals, start=1):
        yield from _goal(number, goal, language)
    yield from _support(content, language, not_offered)
    yield from _happened(history, language)
    yield from _answers(history, language)
    yield Text(f"{say('hash', language)}: {history.plan.content_sha256}")


def _head(history: PlanHistory, language: Language) -> Iterator[Block]:
    plan = history.plan
    yield Heading(say("title", language), 1)
    yield Text(say("confidential", language))
    lines = [
        f"{say('employee', language)}: {plan.subject_employee_id or say('open', language)}",
        f"{say('approved_on', language)}: {plan.created_at.date().isoformat()}",
        f"{say('status', language)}: {say(plan.status.value, language)}",
    ]
    if plan.outcome is not None:
        lines.append(f"{say('outcome', language)}: {say(plan.outcome.value, language)}. {plan.outcome_reason}")
    yield Bullets(tuple(lines))


def _goal(number: int, goal: PlanGoal, language: Language) -> Iterator[Block]:
    metric = goal.metric
    yield Heading(f"{say('goal', language)} {number}: {goal.statement}", 3)
    titles = ("metric", "baseline", "target", "data_source", "deadline")
    cells = (
        metric.name, figure(metric.baseline, metric.unit, language), figure(metric.target, metric.unit, language),
        metric.data_source, goal.deadline.isoformat(),
    )  # fmt: skip
    yield Table(tuple(say(title, language) for title in titles), (cells,))
    if goal.milestones:
        yield Text(f"{say('milestones', language)}:")
        yield Bullets(
            tuple(f"{each.due.isoformat()}: {figure(each.target, metric.unit, language)} ({each.check})"
                  for each in goal.milestones)
        )  # fmt: skip
    if goal.actions:
        rows = tuple(
            (each.text, say(f"owner_{each.owner.value}", language), each.due.isoformat()) for each in goal.actions
        )
        yield Text(f"{say('actions', language)}:")
        yield Table(_titles(language, "what", "who", "by_when"), rows)


def _support(content: PlanContent, language: Language, not_offered: Mapping[str, Unavailable]) -> Iterator[Block]:
    if content.resources:
        yield Heading(say("resources", language), 2)
        marks = {each: f" [{say(f'resource_{why.value}', language)}]" for each, why in not_offered.items()}
        yield Bullets(
            tuple(
                f"{each.title} ({each.kind}){marks.get(each.resource_id, '')}: {each.why}" for each in content.resources
            )
        )
    if content.commitments:
        owed = tuple(
            (each.text, say(f"owner_{each.owner.value}", language), each.due.isoformat())
            for each in content.commitments
        )
        yield Heading(say("commitments", language), 2)
        yield Table(_titles(language, "what", "who", "by_when"), owed)
    if content.check_ins:
        yield Heading(say("check_ins", language), 2)
        planned = tuple((each.on.isoformat(), each.focus) for each in content.check_ins)
        yield Table(_titles(language, "day", "focus"), planned)


def _happened(history: PlanHistory, language: Language) -> Iterator[Block]:
    if history.check_ins:
        yield Heading(say("held", language), 2)
        rows = tuple((each.on.isoformat(), each.note, _progress(each, history, language)) for each in history.check_ins)
        yield Table(_titles(language, "day", "note", "progress"), rows)
    if history.evaluations:
        yield Heading(say("evaluations", language), 2)
        for each in history.evaluations:
            views = (f"{view.goal_id}: {say(view.attainment.value, language)} {view.text}" for view in each.goals)
            yield Bullets((f"{say(each.source.value, language)}: {each.text}", *views))
    if history.commitments:
        yield Heading(say("commitment_notes", language), 2)
        yield Bullets(
            tuple(
                f"{each.commitment_id}: {say('kept' if each.kept else 'not_kept', language)}. {each.note}"
                for each in history.commitments
            )
        )


def _progress(check_in: CheckIn, history: PlanHistory, language: Language) -> str:
    units = {goal.id: goal.metric.unit for goal in history.plan.content.goals}
    return "; ".join(
        f"{each.goal_id}: {figure(each.value, units[each.goal_id], language)} {each.note}".strip()
        for each in check_in.progress
    )


def _answers(history: PlanHistory, language: Language) -> Iterator[Block]:
    yield Heading(say("answers", language), 2)
    yield Text(say("receipt", language))
    for each in history.acknowledgements:
        proof = f" {say('proof', language)}: {each.delivery_proof}" if each.delivery_proof else ""
        said = f" {each.comment}" if each.comment else ""
        yield Text(f"{each.at.date().isoformat()} {say(each.kind.value, language)}.{said}{proof}")


def _titles(language: Language, *names: str) -> tuple[str, ...]:
    return tuple(say(name, language) for name in names)
