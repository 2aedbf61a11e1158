"""What a card says, and what it leaves out because too few people stand behind it."""

from typing import Any

import pytest

from coach.domain.gap import GapCategory
from evals.bench.past_plans import meta, read
from knowledge_base.precedents.card import card_of
from knowledge_base.precedents.cells import band, candidates
from knowledge_base.precedents.plans import past_plan
from knowledge_base.precedents.words import pattern_words


def cards(*metadata: dict) -> dict[str, object]:  # type: ignore[type-arg]
    return {each.content.card_id: each for each in candidates(read(dict(enumerate(metadata))))}


def plans(count: int, *, managers: int = 3, start: int = 0, **more: Any) -> list[dict]:  # type: ignore[type-arg]
    return [meta(n, employee=n, manager=n % managers, **more) for n in range(start, start + count)]


@pytest.mark.parametrize(("employees", "managers"), [(4, 3), (8, 2), (1, 1)])
def test_too_few_people_make_no_card(employees: int, managers: int) -> None:
    assert cards(*[meta(n, employee=n % employees, manager=n % managers) for n in range(24)]) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_card_generalises(language: str) -> None:
    made = cards(*plans(8))
    assert set(made) == {"pattern:quality_errors:manufacturing", "pattern:quality_errors:role.production"}
    card = card_of(made["pattern:quality_errors:manufacturing"].content, language)  # type: ignore[attr-defined,arg-type]
    said = card.title + card.text
    assert card.plans == 5
    assert card.steps == (("down", "%", 50),)
    assert "Kumquat" not in said
    assert not [code for code in ("E-", "M-", "plan-") if code in said]
    expected = {
        "zh": ("制造业", "8 周", "带教", "清单", "50%"),
        "en": ("manufacturing", "8 weeks", "mentor", "checklist"),
    }
    assert all(word in said for word in expected[language])


def test_a_figure_that_rests_on_fewer_people_is_left_out() -> None:
    mostly = plans(5) + plans(3, start=5, outcome="not_achieved", actions=["课程学习"], quarter="2024-Q1")
    content = cards(*mostly)["pattern:quality_errors:manufacturing"].content  # type: ignore[attr-defined]
    assert content.outcome == "most"
    assert content.actions == ("checklist",)
    assert content.years == ("2025",)
    split = plans(4) + plans(4, start=4, outcome="not_achieved")
    assert cards(*split)["pattern:quality_errors:manufacturing"].content.outcome is None  # type: ignore[attr-defined]


def test_sizes_are_told_by_direction_and_coarsened_to_any_unit() -> None:
    up = plans(5, start=8, direction="up", target=15.0)
    mixed = plans(5) + plans(3, start=5, unit="min") + up
    sizes = cards(*mixed)["pattern:quality_errors:manufacturing"].content.sizes  # type: ignore[attr-defined]
    assert [(size.direction, size.unit, size.percent) for size in sizes] == [("down", None, 50), ("up", "%", 50)]


def test_a_small_industry_is_not_to_be_had_by_subtraction() -> None:
    some = plans(8) + plans(2, start=8, industry="finance", role_family="accounting")
    assert set(cards(*some)) == {"pattern:quality_errors:manufacturing", "pattern:quality_errors:role.production"}
    enough = plans(8) + plans(6, start=8, industry="finance", role_family="accounting")
    assert "pattern:quality_errors:all" in cards(*enough)


def test_a_plan_of_nobody_in_particular_does_not_count() -> None:
    assert past_plan("p", meta(1, employee=1, manager=1) | {"employee": ""}) is None
    assert past_plan("p", meta(1, employee=1, manager=1) | {"manager": None}) is None
    assert past_plan("p", meta(1, employee=1, manager=1, gap_type="made up")) is None


def test_free_words_become_nothing() -> None:
    plan = past_plan(
        "p", meta(1, employee=1, manager=1, industry="Zaphod Mining", role_family="Zaphod", unit="zorkmid")
    )
    assert plan is not None
    assert (plan.industry, plan.family, plan.unit) == (None, None, None)


@pytest.mark.parametrize(("people", "shown"), [(5, 5), (9, 5), (10, 10), (23, 20), (4, 0), (1000, 200)])
def test_people_are_told_as_a_band(people: int, shown: int) -> None:
    assert band(people) == shown


def test_every_gap_category_has_a_name_in_both_languages() -> None:
    words = pattern_words()
    assert set(words.gap_types) == {category.value for category in GapCategory}
    groups = (words.texts, words.measures, words.role_families, words.units, words.rates, words.industries)
    assert all(named.zh and named.en for group in groups for named in group.values())
