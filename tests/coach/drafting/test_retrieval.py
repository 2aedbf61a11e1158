"""What is gathered, for whom, and what is left out."""

from coach.domain.gap import GapCategory
from coach.drafting.retrieval import PRINCIPAL
from knowledge_base.records import Kind
from tests.coach.drafting.fakes import CATALOGUE, FakeKnowledge, brief, card, span, statement

TEXT = "Rework at soldering is 6%, the standard is 2%."


def test_past_plans_can_never_be_read() -> None:
    knowledge = FakeKnowledge(records=CATALOGUE)
    brief(TEXT, statement(TEXT), knowledge=knowledge)
    assert Kind.PLAN not in PRINCIPAL.kinds
    assert knowledge.asked
    assert all(who == PRINCIPAL and kinds and Kind.PLAN not in kinds for who, _, kinds in knowledge.asked)


def test_withheld_words_and_names_are_never_searched() -> None:
    text = "Rework is 6%. Ruby Marsh is hopeless at it."
    knowledge = FakeKnowledge(records=CATALOGUE)
    brief(
        text,
        statement(text, metric="rework of Ruby Marsh"),
        knowledge=knowledge,
        names=("Ruby Marsh",),
        withheld=(span(text, "hopeless at it"),),
        role="inspector, like Ruby Marsh",
        safe_text="Rework is 6%. [NAME1] is.",
    )
    assert not any("Ruby" in query or "hopeless" in query for _, query, _ in knowledge.asked)


def test_without_a_statement_nothing_is_searched() -> None:
    knowledge = FakeKnowledge(records=CATALOGUE)
    assert brief("He shouted at a guest.", knowledge=knowledge).evidence.items() == ()
    assert knowledge.asked == []


def test_passages_are_known_by_statement_and_cards_by_kind_of_gap() -> None:
    cards = [card(GapCategory.QUALITY_ERRORS), card(GapCategory.SAFETY)]
    evidence = brief(TEXT, statement(TEXT), knowledge=FakeKnowledge(CATALOGUE, cards)).evidence
    assert "t-solder" in [p.record_id for p in evidence.found_for("s1")]
    assert [c.id for c in evidence.cards] == ["pattern:quality_errors:manufacturing"]
    assert evidence.ids == {item.id for item in evidence.items()}


def test_what_does_not_fit_the_budget_is_named() -> None:
    from coach.drafting.retrieval import gather

    whole = brief(TEXT, statement(TEXT))
    small = gather(whole.reading, whole.description, FakeKnowledge(records=CATALOGUE), budget=8)
    assert small.used <= 8
    assert {d.reason for d in small.dropped} == {"budget"}
    assert {d.id for d in small.dropped} | {p.id for p in small.passages} == {p.id for p in whole.evidence.passages}
