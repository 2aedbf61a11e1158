"""Searching: who may find what, in which order, whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.errors import BadQuery
from knowledge_base.records import Kind, Principal
from tests.knowledge_base.world import CATALOGUE, CATALOGUE_RECORDS, EVERYTHING, WordEmbedder, open_kb, record


def found(kb: KnowledgeBase, text: str, **options: object) -> list[str]:
    return [p.record_id for p in kb.search(EVERYTHING, text, **options)]  # type: ignore[arg-type]


def test_the_best_match_comes_first_in_both_languages(catalogue: KnowledgeBase) -> None:
    assert found(catalogue, "checking formulas in spreadsheets")[0] == "en-excel"
    assert found(catalogue, "结束艰难的通话")[0] == "zh-calls"
    assert {"en-excel", "zh-excel"} <= set(found(catalogue, "Excel", k=3))


def test_traditional_characters_find_simplified_ones(catalogue: KnowledgeBase) -> None:
    assert found(catalogue, "數據透視表與公式核對")[0] == "zh-excel"


def test_a_passage_says_where_it_comes_from(catalogue: KnowledgeBase) -> None:
    first = catalogue.search(EVERYTHING, "near-miss reports")[0]
    assert (first.id, first.record_id, first.kind, first.title) == (
        "en-safety#0",
        "en-safety",
        Kind.TRAINING,
        "Machine safety",
    )
    assert "Lock-out" in first.text
    assert first.source == "world"


def test_scores_lie_between_0_and_1_and_fall(catalogue: KnowledgeBase) -> None:
    scores = [p.score for p in catalogue.search(EVERYTHING, "calm telephone calls")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("who", [Principal(id="", kinds=frozenset(Kind)), Principal(id="x", kinds=frozenset())])
def test_an_empty_principal_is_refused(catalogue: KnowledgeBase, who: Principal) -> None:
    with pytest.raises(BadQuery, match="principal"):
        catalogue.search(who, "Excel")


def test_a_principal_finds_only_the_kinds_they_may_read(kb: KnowledgeBase) -> None:
    kb.add([record("secret", "the rare word kumquat", kind=Kind.PLAN), record("open", "other words")])
    assert [p.record_id for p in kb.search(CATALOGUE, "kumquat")] == ["open"]
    assert kb.search(CATALOGUE, "kumquat", kinds=frozenset({Kind.PLAN})) == []
    assert found(kb, "kumquat")[0] == "secret"


def test_filters_by_kind_and_language(catalogue: KnowledgeBase) -> None:
    assert found(catalogue, "Excel", kinds=frozenset({Kind.POLICY})) == ["policy-leave"]
    assert set(found(catalogue, "Excel", language="zh")) == {"zh-excel", "zh-calls", "zh-safety"}


def test_k_and_passages_of_one_record(kb: KnowledgeBase) -> None:
    long = " ".join(f"Sentence number {i} about torque wrenches and bolts on line {i}." for i in range(60))
    kb.add([record("long", long), record("short", "bolts")])
    assert len(kb.search(EVERYTHING, "torque wrenches", k=1)) == 1
    assert sorted(found(kb, "torque wrenches")) == ["long", "short"]
    passages = kb.search(EVERYTHING, "torque wrenches", by_record=False)
    assert len({p.id for p in passages}) == len(passages) > 2
    with pytest.raises(BadQuery, match="k must"):
        kb.search(EVERYTHING, "bolts", k=0)


def test_deleted_and_withdrawn_records_are_not_found(catalogue: KnowledgeBase) -> None:
    catalogue.add([record("old", "Excel of the last century", title="Excel", withdrawn=True)])
    assert "old" not in found(catalogue, "Excel last century")
    assert catalogue.delete(["en-excel", "unknown"]) == 1
    assert "en-excel" not in found(catalogue, "Excel spreadsheets formulas")
    assert catalogue.resource("en-excel") is None
    assert catalogue.resource("old") is None
    assert "en-excel" not in catalogue.ids()


def test_an_empty_store_finds_nothing(kb: KnowledgeBase) -> None:
    assert kb.search(EVERYTHING, "anything") == []
    assert kb.ids() == []


def test_one_record_added_shows_up_at_once(catalogue: KnowledgeBase) -> None:
    before = catalogue.fingerprint()
    catalogue.add([record("new", "Reading a torque wrench", title="Torque")])
    assert found(catalogue, "torque wrench")[0] == "new"
    assert catalogue.fingerprint() != before


def test_nothing_fits_is_an_answer(database: Database) -> None:
    kb = open_kb(database, embedder=WordEmbedder("use-multilingual-3"))
    kb.add(CATALOGUE_RECORDS)
    assert found(kb, "checking formulas in spreadsheets", abstain=True)[0] == "en-excel"
    assert found(kb, "baking sourdough bread", abstain=True) == []
    assert found(kb, "baking sourdough bread") != []
    kb.close()


def test_another_name_of_a_skill_finds_its_resource(kb: KnowledgeBase) -> None:
    kb.add(
        [
            record("slides", "Rehearse.", title="公众演讲入门", language="zh"),
            record("paint", "Rehearse.", title="Paint"),
        ]
    )
    assert found(kb, "stage fright")[0] == "slides"


def test_skills_of_a_resource_are_words_of_it(kb: KnowledgeBase) -> None:
    kb.add(
        [record("a", "Two days.", title="Monday"), record("b", "Two days.", title="Tuesday", skills=["gauge reading"])]
    )
    assert found(kb, "reading a gauge")[0] == "b"


def test_a_longer_list_begins_with_the_same_page(kb: KnowledgeBase) -> None:
    kb.add([record(f"r{i}", f"bolts and torque on line {i}", title=f"Line {i % 7}") for i in range(150)])
    short, long = found(kb, "torque on line 3", k=10), found(kb, "torque on line 3", k=60)
    assert long[:10] == short
    assert len(set(long)) == 60


OPERATORS = [
    '"',
    '""excel""',
    "excel*",
    "NEAR(excel calls, 3)",
    "-excel",
    "excel AND NOT calls",
    "tokens:excel",
    "'; DROP TABLE kb_words; --",
    "excel\x00calls",
    "\ud83d excel",
    "(((",
    "excel | calls & !x",
    "混合 mixed excel тест テスト",
    "\\",
    "C++ <-> C#",
    "%s %(a)s :a {x}",
    "a" * 10_000,
    "语" * 10_000,
]


@pytest.mark.parametrize("text", OPERATORS)
def test_operators_and_rubbish_are_plain_text(catalogue: KnowledgeBase, text: str) -> None:
    for passage in catalogue.search(EVERYTHING, text):
        assert passage.record_id
    if "excel" in text.lower() and len(text) < 99:
        assert "en-excel" in found(catalogue, text, k=4)


@pytest.mark.parametrize("text", ["", "   ", "。，！", "😀😀", "--- ***", "\ud83d", "\x00"])
def test_without_a_word_nothing_is_found(catalogue: KnowledgeBase, text: str) -> None:
    assert catalogue.search(EVERYTHING, text) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_may_be_typed(catalogue: KnowledgeBase, text: str) -> None:
    scores = [p.score for p in catalogue.search(EVERYTHING, text, k=3)]
    assert scores == sorted(scores, reverse=True)
