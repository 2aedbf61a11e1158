"""Pattern cards: shown only where five employees of three managers stand behind, and saying nothing of any one plan."""

import json
from pathlib import Path

import pytest

from coach.domain.gap import GapCategory
from knowledge_base.base import KnowledgeBase
from knowledge_base.precedents import may_be_shown, pattern_words
from knowledge_base.records import Kind, Record
from tests.knowledge_base.world import record

DEMO = Path(__file__).resolve().parents[2] / "knowledge_base" / "demo" / "plans.jsonl"


def plan(
    number: int, *, employee: int, manager: int, industry: str = "manufacturing", outcome: str = "achieved"
) -> Record:
    return record(
        f"plan-{number}",
        f"Scrap on line Kumquat{number} fell after the checklist.",
        title=f"Scrap on line Kumquat{number}",
        kind=Kind.PLAN,
        gap_type="quality_errors",
        industry=industry,
        employee=f"E-{employee}",
        manager=f"M-{manager}",
        outcome=outcome,
        weeks=8 + number % 3,
        unit="%",
        target=2.0 + number,
        actions=["Tick the Kumquat checklist"],
        support=["A mentor for three Kumquat shifts"],
    )


def add_plans(kb: KnowledgeBase, *, employees: int, managers: int, plans: int = 8) -> None:
    kb.add([plan(n, employee=n % employees, manager=n % managers) for n in range(plans)])


@pytest.mark.parametrize(("employees", "managers"), [(4, 3), (8, 2), (1, 1)])
def test_too_few_people_behind_it_means_no_card(kb: KnowledgeBase, employees: int, managers: int) -> None:
    add_plans(kb, employees=employees, managers=managers)
    assert kb.precedents("scrap on the line", language="en") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_card_generalises(kb: KnowledgeBase, language: str) -> None:
    add_plans(kb, employees=5, managers=3)
    (card,) = kb.precedents("scrap on the line", language=language)  # type: ignore[arg-type]
    assert (card.id, card.plans, card.industry) == ("pattern:quality_errors:manufacturing", 8, "manufacturing")
    assert card.targets == ((5.5, "%"),)
    said = card.title + card.text
    assert "Kumquat" not in said
    assert not [code for code in ("E-", "M-", "plan-") if code in said]
    expected = {"zh": ("制造业", "9 周", "带教", "清单"), "en": ("manufacturing", "9 weeks", "mentor", "checklist")}[
        language
    ]
    assert all(word in said for word in expected)


def test_all_plans_of_the_cell_count_not_only_those_found(kb: KnowledgeBase) -> None:
    add_plans(kb, employees=6, managers=3, plans=60)
    assert kb.precedents("Kumquat3", language="en")[0].plans == 60


def test_withdrawn_and_deleted_plans_do_not_count(kb: KnowledgeBase) -> None:
    add_plans(kb, employees=5, managers=3, plans=5)
    assert len(kb.precedents("scrap", language="en")) == 1
    kb.delete(["plan-0"])
    assert kb.precedents("scrap", language="en") == []


def test_the_industry_is_understood_in_other_words(kb: KnowledgeBase) -> None:
    add_plans(kb, employees=5, managers=3)
    for words in ("manufacturing", "制造业", "Factory", "汽车制造", None, "space travel"):
        assert len(kb.precedents("scrap", language="en", industry=words)) == 1
    assert kb.precedents("scrap", language="en", industry="银行") == []


def test_plans_without_codes_count_for_nobody() -> None:
    assert not may_be_shown([{"employee": "", "manager": f"M-{n}"} for n in range(9)])
    assert may_be_shown([{"employee": f"E-{n}", "manager": f"M-{n % 3}"} for n in range(5)])


def test_every_gap_category_has_a_name_in_both_languages() -> None:
    assert set(pattern_words().gap_types) == {category.value for category in GapCategory}
    assert all(
        named.zh and named.en for group in (pattern_words().texts, pattern_words().measures) for named in group.values()
    )


def test_the_demo_plans_give_cards_without_their_words(kb: KnowledgeBase) -> None:
    rows = [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]
    kb.add(
        [
            Record(
                id=row["id"],
                kind=Kind.PLAN,
                title=row["title"],
                text=row["text"],
                language=row["lang"],
                metadata={k: v for k, v in row.items() if k not in {"id", "kind", "title", "text", "lang"}},
                source="plans.jsonl",
            )
            for row in rows
        ]
    )
    cards = [card for row in rows[::6] for card in kb.precedents(row["text"], language=row["lang"])]
    assert len({card.id for card in cards}) >= 8
    for card in cards:
        assert not [row["id"] for row in rows if row["title"] in card.text or row["employee"] in card.text]
        assert not [action for row in rows for action in row["actions"] + row["support"] if action in card.text]
