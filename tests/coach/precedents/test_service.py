"""A card's way into use: proposed, decided by HR, in use while enough people stand behind it."""

from collections.abc import Iterator
from typing import Any

import pytest

from coach.domain.people import Actor
from coach.domain.precedent import CardVerdict
from coach.errors import Conflict, InvalidInput, NotAllowed, NotFound
from coach.precedents.askers import asker_of
from coach.precedents.memory import Memory
from coach.precedents.service import Precedents
from coach.storage.audit import entries
from coach.storage.session import Database
from evals.bench.past_plans import meta, record_of
from knowledge_base.base import KnowledgeBase
from knowledge_base.records import Asker
from tests.coach.storage.world import Cast
from tests.knowledge_base.world import open_kb

CARD = "pattern:quality_errors:manufacturing"


@pytest.fixture
def kb(database: Database) -> Iterator[KnowledgeBase]:
    opened = open_kb(database)
    yield opened
    opened.close()


def add(kb: KnowledgeBase, numbers: range, *, managers: int = 3, **more: Any) -> None:
    plain: dict[str, Any] = {"role_family": ""} | more
    kb.add([record_of(n, meta(n, employee=n, manager=n % managers, **plain)) for n in numbers])


def shown(kb: KnowledgeBase, asker: Asker | None = None) -> list[str]:
    return [card.id for card in kb.precedents("quality_errors", language="en", asker=asker)]


def approve(database: Database, hr: Actor, release: str = f"{CARD}@1") -> None:
    Precedents(database).decide(release, CardVerdict.APPROVE, reason="looked at", by=hr)


def acts(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        return [(e.action, e.object_id) for e in entries(session) if e.object_type in ("precedent", "record")]


def test_a_card_is_used_once_hr_has_approved_it(database: Database, kb: KnowledgeBase, cast: Cast) -> None:
    add(kb, range(6))
    service = Precedents(database)
    assert service.refresh().proposed == (f"{CARD}@1",)
    assert service.refresh().proposed == ()
    assert shown(kb) == []
    approve(database, cast.hr)
    assert shown(kb) == [CARD]
    (card,) = service.list(cast.hr)
    assert (card.status, card.in_use, card.decided_by, card.reason) == ("approved", True, cast.hr.user_id, "looked at")
    assert acts(database) == [("precedent.proposed", f"{CARD}@1"), ("precedent.decided", f"{CARD}@1")]


def test_what_was_rejected_is_not_proposed_again(database: Database, kb: KnowledgeBase, cast: Cast) -> None:
    add(kb, range(6))
    service = Precedents(database)
    service.refresh()
    service.decide(f"{CARD}@1", CardVerdict.REJECT, reason="too general", by=cast.hr)
    assert service.refresh().proposed == ()
    assert shown(kb) == []
    with pytest.raises(Conflict):
        approve(database, cast.hr)


def test_only_hr_looks_and_decides(database: Database, kb: KnowledgeBase, cast: Cast) -> None:
    add(kb, range(6))
    service = Precedents(database)
    service.refresh()
    for by in (cast.manager, cast.employee, cast.admin, cast.lnd):
        with pytest.raises(NotAllowed):
            service.list(by)
        with pytest.raises(NotAllowed):
            service.show(f"{CARD}@1", by)
        with pytest.raises(NotAllowed):
            service.refresh(by)
        with pytest.raises(NotAllowed):
            approve(database, by)


def test_a_decision_needs_a_reason_and_the_content_that_was_seen(
    database: Database, kb: KnowledgeBase, cast: Cast
) -> None:
    add(kb, range(6))
    service = Precedents(database)
    service.refresh()
    with pytest.raises(InvalidInput):
        service.decide(f"{CARD}@1", CardVerdict.APPROVE, reason=" ", by=cast.hr)
    with pytest.raises(Conflict):
        service.decide(f"{CARD}@1", CardVerdict.APPROVE, reason="ok", by=cast.hr, fingerprint="0" * 64)
    for unknown in ("pattern:x@1", "nothing", f"{CARD}@99", f"{CARD}@²"):
        with pytest.raises(NotFound):
            service.show(unknown, cast.hr)


def test_a_changed_card_waits_for_enough_new_people(database: Database, kb: KnowledgeBase, cast: Cast) -> None:
    add(kb, range(6))
    service = Precedents(database)
    service.refresh()
    approve(database, cast.hr)
    add(kb, range(6, 9), weeks=30, target=1.0)
    report = service.refresh()
    assert (report.proposed, report.withdrawn) == ((), ())
    add(kb, range(9, 13), weeks=30, target=1.0)
    assert service.refresh().proposed == (f"{CARD}@2",)
    assert [card.steps for card in kb.precedents("quality_errors", language="en")] == [(("down", "%", 50),)]
    approve(database, cast.hr, f"{CARD}@2")
    assert {each.id: each.status for each in service.list(cast.hr)}[f"{CARD}@1"] == "superseded"
    assert [card.steps for card in kb.precedents("quality_errors", language="en")] == [(("down", "%", 90),)]


def test_a_lost_k_withdraws_the_card_at_once(database: Database, kb: KnowledgeBase, cast: Cast) -> None:
    add(kb, range(6))
    service = Precedents(database)
    service.refresh()
    approve(database, cast.hr)
    memory = Memory(database, kb, service)
    assert memory.forget(["plan-0"], by=cast.hr, clean_files=False).withdrawn == ()
    assert shown(kb) == [CARD], "five of three managers still stand behind it, and it says what it said"
    done = memory.forget(["plan-1", "no-such-plan"], by=cast.hr, clean_files=False)
    assert (done.records, done.withdrawn) == (1, (f"{CARD}@1",))
    assert shown(kb) == []
    assert ("precedent.withdrawn", f"{CARD}@1") in acts(database)
    add(kb, range(20, 22), target=0.5)
    add(kb, range(2, 4), target=0.5)
    assert service.refresh().proposed == (), "two new people would be told apart from the two who went"


def test_a_plan_that_says_something_else_no_longer_stands_behind_the_card(
    database: Database, kb: KnowledgeBase, cast: Cast
) -> None:
    add(kb, range(5))
    service = Precedents(database)
    service.refresh()
    approve(database, cast.hr)
    add(kb, range(1), weeks=26)
    assert shown(kb) == []
    assert service.refresh().withdrawn == (f"{CARD}@1",)


def test_a_managers_own_team_and_the_subject_are_never_needed(
    database: Database, kb: KnowledgeBase, cast: Cast
) -> None:
    add(kb, range(6))
    service = Precedents(database)
    service.refresh()
    approve(database, cast.hr)
    assert shown(kb, Asker(managers=frozenset({"M-1"}))) == [], "two managers are left"
    assert shown(kb, Asker(employees=frozenset({"E-1"}))) == [CARD]
    assert shown(kb, Asker(employees=frozenset({"E-1", "E-2"}))) == []
    assert shown(kb, Asker(managers=frozenset({"M-99"}))) == [CARD]


def test_an_asker_is_known_by_both_makes_of_codes(database: Database, cast: Cast) -> None:
    asker = asker_of(database, cast.manager, "E77")
    assert {"E2", cast.manager.user_id} <= asker.managers
    assert {"E10", "E77", "E2"} <= asker.employees
    assert len([code for code in asker.employees if len(code) == 20]) == len(asker.employees) // 2
    assert asker_of(database, cast.hr, "E77").managers == frozenset()


def test_lnd_forgets_the_catalogue_and_knows_nothing_of_plans(
    database: Database, kb: KnowledgeBase, cast: Cast
) -> None:
    from tests.knowledge_base.world import CATALOGUE_RECORDS

    add(kb, range(1))
    kb.add(CATALOGUE_RECORDS)
    memory = Memory(database, kb, Precedents(database))
    assert memory.forget(["plan-0"], by=cast.lnd, clean_files=False).records == 0
    assert memory.forget(["no-such-thing"], by=cast.lnd, clean_files=False).records == 0
    assert memory.forget(["en-calls"], by=cast.lnd, clean_files=False).records == 1
    with pytest.raises(NotAllowed):
        memory.forget(["en-excel"], by=cast.manager)
    assert "plan-0" in kb.ids()
