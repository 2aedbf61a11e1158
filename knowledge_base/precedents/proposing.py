"""What the plans of today make of the cards: proposals for HR, and withdrawals where too few people are left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from knowledge_base.precedents.cells import Candidate, candidates
from knowledge_base.precedents.plans import PastPlan, read_plans
from knowledge_base.precedents.releases import (
    CardStatus,
    Stored,
    Verdict,
    alike,
    decide,
    fingerprint,
    release_id,
    stored_of,
)
from knowledge_base.precedents.rule import BASE, differ_enough, holds
from knowledge_base.precedents.tables import CardPlanRow, CardRow


@dataclass
class Refreshed:
    """What a refresh changed."""

    proposed: list[str] = field(default_factory=list)
    """Releases proposed anew."""
    withdrawn: list[str] = field(default_factory=list)
    """Releases that lost their k."""
    waiting: list[str] = field(default_factory=list)
    """Cards whose plans changed, yet by too few people to release them again."""


def refresh(session: Session, at: str) -> Refreshed:
    """Withdraw what lost its k and propose what the plans of today make.

    Args:
        session: an open writing transaction.
        at: the time, ISO 8601 in UTC.
    """
    done = Refreshed()
    by_type: dict[str, dict[str, PastPlan]] = defaultdict(dict)
    for plan in read_plans(session).values():
        by_type[plan.gap_type][plan.record_id] = plan
    known = set(session.scalars(select(CardRow.gap_type).distinct()))
    for gap_type in sorted(known | by_type.keys()):
        plans = by_type[gap_type]
        _withdraw(session, stored_of(session, gap_type, plans), at, done)
        _propose(session, stored_of(session, gap_type, plans), plans, at, done)
    return done


def _withdraw(session: Session, stored: Iterable[Stored], at: str, done: Refreshed) -> None:
    for each in stored:
        in_use_now = each.row.status == CardStatus.APPROVED
        if in_use_now and not holds(each.plans[i] for i in each.groups.get(BASE, ())):
            decide(session, each.row, CardStatus.WITHDRAWN, Verdict(by=None, at=at))
            done.withdrawn.append(release_id(each.row))


def _propose(
    session: Session, earlier: Sequence[Stored], plans: Mapping[str, PastPlan], at: str, done: Refreshed
) -> None:
    released = [each for each in earlier if each.row.released]
    wanted: dict[str, Candidate] = {}
    for candidate in candidates(plans):
        if (fresh := _told_apart(candidate, released, plans)) is None:
            if _news(candidate, earlier):
                done.waiting.append(candidate.content.card_id)
        else:
            wanted[candidate.content.card_id] = fresh
    for each in earlier:
        if each.row.status == CardStatus.PROPOSED:
            now = wanted.get(each.row.card_id)
            if now is None or fingerprint(now.content) != each.row.fingerprint:
                each.row.status = CardStatus.SUPERSEDED.value
                session.execute(delete(CardPlanRow).where(CardPlanRow.card_pk == each.row.pk))
    session.flush()
    for candidate in wanted.values():
        if _news(candidate, earlier):
            done.proposed.append(release_id(_add(session, candidate, plans, at)))
        else:
            _renew(session, candidate, plans)


def _news(candidate: Candidate, earlier: Iterable[Stored]) -> bool:
    """Whether the content is neither in use, nor proposed, nor refused last."""
    mine = sorted((e.row for e in earlier if e.row.card_id == candidate.content.card_id), key=lambda row: row.version)
    known = {row.fingerprint for row in mine if row.status in (CardStatus.APPROVED, CardStatus.PROPOSED)}
    refused = {row.fingerprint for row in mine if row.status == CardStatus.REJECTED}
    return fingerprint(candidate.content) not in known | refused


def _told_apart(candidate: Candidate, released: Iterable[Stored], plans: Mapping[str, PastPlan]) -> Candidate | None:
    """Return the candidate with the figures that k people or none tell apart from every earlier release."""
    kept = set(candidate.groups)
    for each in released:
        if each.row.fingerprint == fingerprint(candidate.content):
            continue
        everyone = {**each.plans, **plans}
        for key, other in alike(candidate.groups, each.groups):
            if not differ_enough((everyone[i] for i in candidate.groups[key] ^ other), lost=each.lost):
                kept.discard(key)
    return candidate.only(kept) if BASE in kept else None


def _add(session: Session, candidate: Candidate, plans: Mapping[str, PastPlan], at: str) -> CardRow:
    card_id = candidate.content.card_id
    last = session.scalar(select(func.max(CardRow.version)).where(CardRow.card_id == card_id)) or 0
    row = CardRow(
        card_id=card_id, version=last + 1, gap_type=candidate.content.gap_type, status=CardStatus.PROPOSED.value,
        content=candidate.content.model_dump(mode="json"), fingerprint=fingerprint(candidate.content), lost=0,
        released=0, proposed_at=at, decided_at=None, decided_by=None, reason="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    _put_plans(session, row, candidate, plans)
    return row


def _renew(session: Session, candidate: Candidate, plans: Mapping[str, PastPlan]) -> None:
    """A proposal that says the same rests on the plans of today."""
    mine = (CardRow.card_id == candidate.content.card_id, CardRow.status == CardStatus.PROPOSED.value)
    row = session.scalar(select(CardRow).where(*mine))
    if row is not None:
        session.execute(delete(CardPlanRow).where(CardPlanRow.card_pk == row.pk))
        row.lost = 0
        _put_plans(session, row, candidate, plans)


def _put_plans(session: Session, row: CardRow, candidate: Candidate, plans: Mapping[str, PastPlan]) -> None:
    keys: dict[str, list[str]] = defaultdict(list)
    for key, group in sorted(candidate.groups.items()):
        for record_id in group:
            keys[record_id].append(key)
    session.add_all(
        CardPlanRow(card_pk=row.pk, record_id=i, mark=plans[i].mark, keys=mine) for i, mine in sorted(keys.items())
    )
    session.flush()
