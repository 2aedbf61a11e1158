"""Cards in the store: proposed from the plans of today, decided by a person, used while the k rule holds."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge_base import repository
from knowledge_base.precedents.cells import CardContent
from knowledge_base.precedents.plans import PastPlan, read_plans
from knowledge_base.precedents.rule import BASE, Groups, Release, holds, kind_of
from knowledge_base.precedents.tables import CardPlanRow, CardRow
from knowledge_base.records import Asker

_MANY = 500


class CardStatus(StrEnum):
    """Where a release of a card stands."""

    PROPOSED = "proposed"
    """Computed; nobody has looked at it; drafting does not see it."""
    APPROVED = "approved"
    """In use while the k rule holds."""
    REJECTED = "rejected"
    """A person refused it; the same content is not proposed again."""
    SUPERSEDED = "superseded"
    """A later release took its place."""
    WITHDRAWN = "withdrawn"
    """Out of use: too few people stand behind it now, or a person took it back."""


class Verdict(NamedTuple):
    """Who gave a release its status."""

    by: str | None
    """Account of the person; None for the k rule."""
    at: str
    """The time, ISO 8601 in UTC."""
    reason: str = ""
    """Why, in the person's words."""


@dataclass(frozen=True)
class Stored:
    """A release with the plans that still stand behind it."""

    row: CardRow
    """As stored."""
    content: CardContent
    """What it says."""
    groups: Groups
    """Key of each figure -> record ids that still stand behind it."""
    plans: Mapping[str, PastPlan]
    """Those plans by record id."""
    lost: int
    """Plans that stood behind it and are gone, or say something else now."""


def release_id(row: CardRow) -> str:
    """Id of a release: card and version."""
    return f"{row.card_id}@{row.version}"


def fingerprint(content: CardContent) -> str:
    """SHA-256 of a content."""
    return hashlib.sha256(content.model_dump_json().encode()).hexdigest()


def in_use(stored: Sequence[Stored], asker: Asker | None = None) -> list[CardContent]:
    """Return the approved cards of one kind of gap, each with the figures that hold without the asker's own people.

    Args:
        stored: every release of that kind of gap.
        asker: whose plans must not be needed; None where nobody asks who could know some.
    """
    released = sorted((e for e in stored if e.row.released), key=lambda each: each.row.released)
    approved = [e for e in released if e.row.status == CardStatus.APPROVED]
    together = Release({i: plan for each in approved for i, plan in each.plans.items()}, asker)
    shown = []
    for each in approved:
        earlier = [e for e in released if e.row.released < each.row.released]
        telling = each.groups.keys() if asker is None else _not_told_before(each, earlier, asker)
        if kept := together.offer({key: each.groups[key] for key in telling}):
            shown.append(each.content.only(kept))
    return shown


def _not_told_before(mine: Stored, earlier: Iterable[Stored], asker: Asker) -> frozenset[str]:
    """Keys whose plans differ from every earlier release by k people or nobody, the asker's own left out."""
    kept = set(mine.groups)
    for each in earlier:
        everyone = {**each.plans, **mine.plans}
        for key, other in alike(mine.groups, each.groups):
            changed = [everyone[i] for i in mine.groups[key] ^ other]
            others = [plan for plan in changed if not asker.knows(plan.employee, plan.manager)]
            if not (holds(others) or (not others and not mine.lost + each.lost)):
                kept.discard(key)
    return frozenset(kept)


def alike(mine: Groups, theirs: Groups) -> Iterator[tuple[str, frozenset[str]]]:
    """Pairs of my key and a group of the other release that one could be subtracted from."""
    for key in mine:
        for other, group in theirs.items():
            if kind_of(key) == kind_of(other):
                yield key, group


def decide(session: Session, row: CardRow, status: CardStatus, why: Verdict) -> None:
    """Give a release its status; an approved one takes the place of the one before it.

    Args:
        session: an open writing transaction.
        row: the release.
        status: its new status.
        why: who, when and why.
    """
    if status is CardStatus.APPROVED:
        older = select(CardRow).where(CardRow.card_id == row.card_id, CardRow.status == CardStatus.APPROVED.value)
        for each in session.scalars(older):
            each.status = CardStatus.SUPERSEDED.value
        row.released = 1 + (session.scalar(select(func.max(CardRow.released))) or 0)
    row.status, row.decided_by, row.decided_at, row.reason = status.value, why.by, why.at, why.reason
    session.flush()


def find(session: Session, release: str) -> CardRow | None:
    """Return a release by its id."""
    card_id, _, version = release.rpartition("@")
    if not (version.isdigit() and version.isascii() and len(version) < 10):
        return None
    return session.scalar(select(CardRow).where(CardRow.card_id == card_id, CardRow.version == int(version)))


def every(session: Session) -> list[CardRow]:
    """Return all releases, newest first."""
    return list(session.scalars(select(CardRow).order_by(CardRow.pk.desc())))


def alive(session: Session) -> frozenset[int]:
    """Return the pks of the approved releases behind which enough people stand today."""
    gap_types = session.scalars(select(CardRow.gap_type).where(CardRow.status == CardStatus.APPROVED.value).distinct())
    stored = [each for gap_type in gap_types.all() for each in stored_of(session, gap_type)]
    approved = [each for each in stored if each.row.status == CardStatus.APPROVED]
    return frozenset(e.row.pk for e in approved if holds(e.plans[i] for i in e.groups.get(BASE, ())))


def note_change(session: Session) -> None:
    """Number the change, so that every process reads the cards anew before its next draft."""
    repository.next_seq(session)


def stored_of(session: Session, gap_type: str, plans: Mapping[str, PastPlan] | None = None) -> list[Stored]:
    """Return every release of a kind of gap with the plans behind it.

    Args:
        session: an open transaction.
        gap_type: value of `GapCategory`.
        plans: the plans of that kind by record id; read where None.
    """
    rows = session.scalars(select(CardRow).where(CardRow.gap_type == gap_type)).all()
    if not rows:
        return []
    behind: dict[int, list[CardPlanRow]] = defaultdict(list)
    mine = select(CardPlanRow).join(CardRow, CardRow.pk == CardPlanRow.card_pk).where(CardRow.gap_type == gap_type)
    for plan in session.scalars(mine):
        behind[plan.card_pk].append(plan)
    known = read_plans(session, gap_type) if plans is None else plans
    return [_with_plans(row, behind[row.pk], known) for row in rows]


def _with_plans(row: CardRow, behind: Sequence[CardPlanRow], known: Mapping[str, PastPlan]) -> Stored:
    standing = [each for each in behind if each.record_id in known and known[each.record_id].mark == each.mark]
    groups: dict[str, set[str]] = defaultdict(set)
    for each in standing:
        for key in each.keys:
            groups[key].add(each.record_id)
    return Stored(
        row=row,
        content=CardContent.model_validate(row.content),
        groups={key: frozenset(group) for key, group in groups.items()},
        plans={each.record_id: known[each.record_id] for each in standing},
        lost=row.lost + len(behind) - len(standing),
    )
