"""What drafts needed: for each goal the topic, kind of gap and metric, and whether the catalogue had a resource."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.draft import Draft, NoResource, SmartGoal
from coach.domain.gap import FlagKind, GapCategory, GapStatement
from coach.domain.recommendation import AlternativeKind, NoResourceCause
from coach.drafting.matching import topics_in
from coach.storage.draft_schema import read_draft
from coach.storage.tables import DraftRow
from coach.training.period import Period

UNMET = frozenset({NoResourceCause.NOTHING_FITS, NoResourceCause.NOT_AVAILABLE})
"""Causes for which the catalogue is to blame; a target that is met already, or a resource in use, is none."""


@dataclass(frozen=True)
class Need:
    """One goal of one draft. Stays inside this room: `person` and `metric` are for counting and grouping."""

    person: str
    """Whose it is: the employee, or whoever drafted where nobody is named."""
    on: dt.date
    """Day of the draft (UTC)."""
    language: str
    """Language of the draft, zh or en."""
    category: GapCategory
    """Kind of gap."""
    topic: str | None
    """Id of a topic of the product's own list; None where none was recognised."""
    metric: str | None
    """The measure as the manager names it, folded; None where nothing is measured."""
    met: bool
    """Whether a resource was recommended."""
    cause: NoResourceCause | None = None
    """Why none was."""
    instead: tuple[AlternativeKind, ...] = ()
    """What was offered instead."""


def needs_in(session: Session, period: Period) -> list[Need]:
    """Return the needs of the drafts of a period; of a draft and those it replaced the last one counts."""
    start = dt.datetime.combine(period.start, dt.time(), dt.UTC)
    end = dt.datetime.combine(period.end, dt.time(), dt.UTC) + dt.timedelta(days=1)
    replaced = set(session.scalars(select(DraftRow.supersedes).where(DraftRow.supersedes.is_not(None))))
    rows = session.scalars(
        select(DraftRow)
        .where(DraftRow.created_at >= start, DraftRow.created_at < end)
        .order_by(DraftRow.id)
        .execution_options(yield_per=200)
    )
    return [need for row in rows if row.id not in replaced for need in _needs_of(row)]


def _needs_of(row: DraftRow) -> Iterator[Need]:
    draft = read_draft(row.draft, row.schema_version)
    person = row.subject_employee_id or f"author:{row.author_user_id}"
    statements = {each.id: each for each in draft.gap.statements}
    had = {each.for_goal for each in draft.resources}
    none = {each.for_goal: each for each in draft.no_resource}
    for goal in draft.goals:
        missing = None if goal.id in had else none.get(goal.id)
        cause = _cause(missing, draft) if missing else None
        if goal.id not in had and (missing is None or cause not in UNMET):
            continue
        statement = next((statements[i] for i in goal.addresses if i in statements), None)
        yield Need(
            person=person,
            on=row.created_at.date(),
            language=draft.language.value,
            category=statement.category if statement else GapCategory.OTHER,
            topic=_topic(goal, statement),
            metric=_metric(statement),
            met=goal.id in had,
            cause=cause,
            instead=tuple(each.kind for each in missing.alternatives) if missing else (),
        )


def _cause(missing: NoResource, draft: Draft) -> NoResourceCause:
    """Drafts of earlier versions do not say; where one of their figures is met already, that is taken for the cause."""
    if missing.cause is not None:
        return missing.cause
    met = any(flag.kind is FlagKind.ALREADY_MET for flag in draft.gap.flags)
    return NoResourceCause.ALREADY_MET if met else NoResourceCause.NOTHING_FITS


def _topic(goal: SmartGoal, statement: GapStatement | None) -> str | None:
    said = (statement.metric if statement else None) or goal.metric.name
    found = topics_in(said, limit=1)
    if not found and statement is not None:
        found = tuple(t for t in topics_in(statement.text, limit=1) if statement.category in (t.category, "other"))
    return found[0].id if found else None


def _metric(statement: GapStatement | None) -> str | None:
    if statement is None or not statement.metric:
        return None
    folded = unicodedata.normalize("NFKC", statement.metric).lower()
    return re.sub(r"\s+", " ", folded).strip(" .,:;。，：；")[:80] or None
