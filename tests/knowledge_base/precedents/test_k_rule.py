"""k in every figure of random corpora, for every asking manager, before and after deletions (in full: make bench)."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.storage.session import Database
from evals.bench.k_rule import check
from evals.bench.past_plans import meta, random_corpus, read
from knowledge_base.precedents.cells import candidates
from knowledge_base.precedents.plans import PastPlan
from knowledge_base.precedents.rule import Release, differ_enough, holds, parts
from knowledge_base.records import Asker


def test_k_holds_through_releases_deletions_and_arrivals(sqlite_database: Database) -> None:
    tally = check(sqlite_database, corpora=6, seed=11)
    assert tally.broken == []
    assert tally.cards > 50
    assert tally.cells > 500


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_part_of_what_is_released_together_has_fewer_than_k_people(draw: object) -> None:
    plans = read(random_corpus(draw))  # type: ignore[arg-type]
    released = list(candidates(plans))
    for key in {key for each in released for key in each.groups}:
        for part in parts([each.groups[key] for each in released if key in each.groups]):
            assert _people(plans, part) >= (5, 3), key


def _people(plans: Mapping[str, PastPlan], part: frozenset[str]) -> tuple[int, int]:
    employees, managers = {plans[i].employee for i in part}, {plans[i].manager for i in part}
    return (len(employees), len(managers)) if len(managers) >= 3 else (0, 0)


def test_parts_tell_every_way_of_belonging() -> None:
    found = parts([frozenset("abc"), frozenset("bcd")])
    assert sorted(map(sorted, found)) == [["a"], ["b", "c"], ["d"]]


def test_one_person_with_many_plans_is_one_person() -> None:
    plans = read({n: meta(n, employee=n % 4, manager=n) for n in range(12)})
    assert not holds(plans.values())


def test_what_changed_must_be_nobody_or_k_people_without_those_lost() -> None:
    plans = list(read({n: meta(n, employee=n, manager=n % 3) for n in range(8)}).values())
    assert differ_enough([], lost=0)
    assert not differ_enough([], lost=1)
    assert not differ_enough(plans[:4], lost=0)
    assert differ_enough(plans[:5], lost=0)
    assert not differ_enough(plans[:5], lost=1)
    assert differ_enough(plans[:6], lost=1)


def test_an_offer_is_made_of_what_the_asker_does_not_know() -> None:
    plans = read({n: meta(n, employee=n, manager=n % 4) for n in range(8)})
    groups = {"people": frozenset(plans), "weeks": frozenset(list(plans)[:5])}
    assert Release(plans).offer(groups) == {"people", "weeks"}
    assert Release(plans, Asker(managers=frozenset({"M-0"}))).offer(groups) == {"people"}
    assert Release(plans, Asker(managers=frozenset({"M-0", "M-1"}))).offer(groups) == frozenset()
