"""Does k hold in every figure of every card? Random corpora, every asking manager, before and after deletions.

The check is brute force and shares no rule with the product: it notes who stood behind every figure when it was
released, shows the cards to nobody in particular and to every manager, and looks for anything that fewer than five
employees of three managers would be left in: a figure, a part of two figures, or what two figures seen one after the
other differ by.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from pydantic import JsonValue
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coach.storage.session import Database
from evals.bench.measure import Line
from evals.bench.past_plans import random_corpus
from knowledge_base import repository
from knowledge_base.forgetting import forget
from knowledge_base.precedents import proposing, releases
from knowledge_base.precedents.cells import CardContent, used_keys
from knowledge_base.precedents.plans import read_plans
from knowledge_base.precedents.releases import CardStatus, Verdict
from knowledge_base.precedents.tables import CardPlanRow, CardRow
from knowledge_base.records import Asker
from knowledge_base.tables import RecordRow

CORPORA = 1_000
K, MANAGERS = 5, 3
_AT = "2026-01-01T00:00:00+00:00"


class Someone(NamedTuple):
    """A plan as it was: its record, what it said, and whose it was."""

    record_id: str
    mark: str
    employee: str
    manager: str


@dataclass
class Tally:
    """What was looked at and what was found."""

    corpora: int = 0
    """Corpora made."""
    cards: int = 0
    """Cards shown to somebody."""
    cells: int = 0
    """Figures and parts of figures counted."""
    broken: list[str] = field(default_factory=list)
    """Where k did not hold."""


Figures = dict[str, set[tuple[str, frozenset[Someone]]]]
"""Kind of figure -> what was told, and who stood behind it when it was released."""


def check(database: Database, *, corpora: int, seed: int = 3) -> Tally:
    """Run so many random corpora through releases, deletions and arrivals.

    Args:
        database: an empty migrated store; it is emptied again for every corpus.
        corpora: how many.
        seed: of the random numbers.
    """
    tally = Tally()
    for number in range(corpora):
        draw = random.Random(seed * 1_000_003 + number)  # noqa: S311 - no secret hangs on it
        with database.transaction() as session:
            for table in (CardPlanRow, CardRow, RecordRow):
                session.execute(delete(table))
            _Life(session, draw, tally).live()
        tally.corpora += 1
    return tally


class _Life:
    """One corpus: released, diminished, grown, each time looked at by everybody."""

    def __init__(self, session: Session, draw: random.Random, tally: Tally) -> None:
        self._rounds = 1 + (draw.random() < 0.3)
        self._session, self._draw, self._tally = session, draw, tally
        self._behind: dict[str, dict[str, frozenset[Someone]]] = {}
        self._seen: dict[str, Figures] = {}
        self._plans: dict[int, dict[str, JsonValue]] = {}

    def live(self) -> None:
        """Release, look; delete some, look; add and change some, look."""
        self._put(random_corpus(self._draw))
        self._release_and_look()
        for _ in range(self._rounds):
            gone = self._draw.sample(sorted(self._plans), min(len(self._plans), self._draw.choice([1, 1, 2, 6])))
            ids = [f"plan-{n}" for n in gone]
            forget(self._session, ids)
            repository.remove(self._session, ids)

            self._plans = {n: m for n, m in self._plans.items() if n not in gone}
            self._release_and_look()
            start = max(self._plans, default=0) + 1
            more = self._draw.choice([1, 4, 9, 25])
            arrived = {start + n: plan for n, plan in random_corpus(self._draw, more).items()}
            changed = self._draw.sample(sorted(self._plans), min(len(self._plans), self._draw.choice([0, 0, 1])))
            self._put(arrived | {n: self._plans[n] | meta_change(self._draw) for n in changed})
            self._release_and_look()

    def _put(self, plans: Mapping[int, Mapping[str, JsonValue]]) -> None:
        ids = [f"plan-{n}" for n in plans]
        self._session.execute(delete(RecordRow).where(RecordRow.record_id.in_(ids)))
        self._session.add_all(
            RecordRow(
                record_id=f"plan-{n}", kind="plan", title="", text="", language="en", meta=dict(plan), source="bench",
                content_hash="", embedder="", chunking="", withdrawn=False, seq=0,
            )
            for n, plan in plans.items()
        )  # fmt: skip
        self._session.flush()
        self._plans |= {n: dict(plan) for n, plan in plans.items()}

    def _release_and_look(self) -> None:
        proposing.refresh(self._session, _AT)
        waiting = self._session.scalars(select(CardRow).where(CardRow.status == CardStatus.PROPOSED.value)).all()
        for row in waiting:
            if self._draw.random() < 0.9:
                releases.decide(self._session, row, CardStatus.APPROVED, Verdict(by="hr", at=_AT))
                self._note(row)
        stored = releases.stored_of(self._session, "quality_errors")
        alive = frozenset(self._alive())
        approved = {e.row.card_id: releases.release_id(e.row) for e in stored if e.row.status == CardStatus.APPROVED}
        for name, asker in self._observers():
            shown = releases.in_use(stored, asker)
            self._tally.cards += len(shown)
            self._look(name, asker, {approved[c.card_id]: c for c in shown}, alive)

    def _note(self, row: CardRow) -> None:
        """Who stands behind each figure at the moment of its release."""
        people = {s.record_id: s for s in self._alive()}
        behind: dict[str, set[Someone]] = defaultdict(set)
        for plan in self._session.scalars(select(CardPlanRow).where(CardPlanRow.card_pk == row.pk)):
            for key in plan.keys:
                behind[key].add(people[plan.record_id])
        self._behind[releases.release_id(row)] = {key: frozenset(some) for key, some in behind.items()}

    def _alive(self) -> Iterator[Someone]:
        for plan in read_plans(self._session).values():
            yield Someone(plan.record_id, plan.mark, plan.employee, plan.manager)

    def _observers(self) -> Iterator[tuple[str, Asker | None]]:
        yield "nobody", None
        teams: dict[str, set[str]] = defaultdict(set)
        for plan in self._plans.values():
            teams[str(plan["manager"])].add(str(plan["employee"]))
        for manager, team in teams.items():
            yield manager, Asker(managers=frozenset({manager}), employees=frozenset(team))

    def _look(self, name: str, asker: Asker | None, shown: dict[str, CardContent], alive: frozenset[Someone]) -> None:
        told: Figures = defaultdict(set)
        now: dict[str, list[frozenset[Someone]]] = defaultdict(list)
        for release, content in shown.items():
            for key in used_keys(content):
                behind = self._behind[release][key]
                others = frozenset(s for s in behind & alive if asker is None or not asker.knows(s.employee, s.manager))
                self._count(others, f"{name} {release} {key}")
                kind = _kind(key)
                now[kind].append(others)
                told[kind].add((_value(content, key), behind))
        for kind, groups in now.items():
            for part in _parts(groups):
                self._count(part, f"{name} part of {kind}")
        self._differences(name, asker, told)

    def _differences(self, name: str, asker: Asker | None, told: Figures) -> None:
        """What is told now beside everything told before; whom a manager leads later, they may know later anyway."""
        before = self._seen.setdefault(name, defaultdict(set))
        for kind, figures in told.items():
            for (value, mine), (other, theirs) in product(figures - before[kind], figures | before[kind]):
                changed = {s for s in mine ^ theirs if asker is None or not asker.knows(s.employee, s.manager)}
                if value != other and changed:
                    self._count(frozenset(changed), f"{name} difference of {kind}")
            before[kind] |= figures

    def _count(self, people: frozenset[Someone], where: str) -> None:
        self._tally.cells += 1
        if len({s.employee for s in people}) < K or len({s.manager for s in people}) < MANAGERS:
            self._tally.broken.append(where)


def meta_change(draw: random.Random) -> dict[str, JsonValue]:
    """Another figure in a plan that was indexed before."""
    return {"target": draw.choice([1.0, 3.0, 95.0]), "weeks": draw.choice([2, 26])}


def _kind(key: str) -> str:
    return "size" if key.startswith("size") else key


def _value(content: CardContent, key: str) -> str:
    """What the card says by this figure."""
    if key == "people":
        return str(content.people)
    if key.startswith("size"):
        return str([size.percent for size in content.sizes if size.key == key])
    return {"weeks": str(content.weeks)}.get(key, str(content.outcome) if key.startswith("outcome") else "told")


def _parts(groups: list[frozenset[Someone]]) -> Iterator[frozenset[Someone]]:
    """Everybody who is in some of the groups, by which ones."""
    everybody = frozenset[Someone]().union(*groups)
    by_place: dict[tuple[bool, ...], set[Someone]] = defaultdict(set)
    for someone in everybody:
        by_place[tuple(someone in group for group in groups)].add(someone)
    yield from map(frozenset, by_place.values())


def k_everywhere() -> list[Line]:
    """1,000 random corpora."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/coach.db", home=Path(folder))
        database.migrate()
        tally = check(database, corpora=CORPORA)
        database.close()
    return [
        Line("random corpora", tally.corpora, "", "", None),
        Line("cards shown, to nobody and to every manager", tally.cards, "", "", None),
        Line("figures, parts and differences counted", tally.cells, "", "", None),
        Line("of these with fewer than k people", len(tally.broken), "", "0", not tally.broken),
    ]
