"""BM25: the formula, and the same ranking on both databases."""

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.lexical import Asked, Terms, bm25, candidates, create_statements, query_terms
from knowledge_base.records import Record
from knowledge_base.repository import totals
from knowledge_base.segmentation import segment
from tests.conftest import create_postgres
from tests.knowledge_base.world import CATALOGUE, EVERYTHING, open_kb

XQUAD = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "retrieval" / "xquad_mixed"


def test_bm25_by_hand() -> None:
    terms = Terms({"a": 2.0, "b": 1.0}, total=3.0, average_length=4.0)
    assert bm25("a x x x", terms) == pytest.approx(2.0)
    assert bm25("a a x x", terms) == pytest.approx(2.0 * 2 * 2.2 / 3.2)
    assert bm25("x y", terms) == 0.0


def test_rare_words_weigh_more_and_words_of_every_passage_are_not_asked(database: Database) -> None:
    kb = open_kb(database)
    kb.add(
        [
            Record(id=f"r{i}", kind="training", title="", text=f"common word{i % 8}", language="en", source="x")
            for i in range(40)
        ]
    )
    asked = Asked(segment("common word3 unknown"), {"word5": 0.5})
    with database.reading() as session:
        now = totals(session)
        terms = query_terms(session, asked, passages=now.passages, tokens=now.tokens)
        found = candidates(session, terms, shelves=[("training", "en")], limit=50)
        nothing = candidates(session, terms, shelves=[("plan", "en")], limit=50)
    assert terms.weights == {
        "word3": pytest.approx(terms.weights["word5"] * 2),
        "word5": pytest.approx(0.5 * math.log(1 + 35.5 / 5.5)),
    }
    assert terms.average_length == 2.0
    assert (len(found), nothing) == (10, [])
    kb.close()


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        create_statements("mysql")


@pytest.fixture
def both(
    sqlite_template: Path, postgres_template: str, tmp_path: Path
) -> Iterator[tuple[KnowledgeBase, KnowledgeBase]]:
    shutil.copy(sqlite_template, tmp_path / "coach.db")
    create_postgres(postgres_template, "rank_alike", template="coach_template")
    stores = [
        Database(f"sqlite:///{tmp_path / 'coach.db'}", home=tmp_path / "s"),
        Database(postgres_template.format("rank_alike"), home=tmp_path / "p"),
    ]
    opened = [open_kb(store) for store in stores]
    yield opened[0], opened[1]
    for kb, store in zip(opened, stores, strict=True):
        kb.close()
        store.close()


@pytest.mark.postgres
@pytest.mark.shared
def test_both_databases_rank_alike(both: tuple[KnowledgeBase, KnowledgeBase]) -> None:
    if not XQUAD.is_dir():
        pytest.skip("the shared data are not there")
    rows = [json.loads(line) for line in (XQUAD / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [json.loads(line)["text"] for line in (XQUAD / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    for kb in both:
        kb.add(
            [
                Record(id=r["_id"], kind="training", title="", text=r["text"], language=r["lang"], source="x")
                for r in rows
            ]
        )
    overlaps = []
    for text in asked[::60]:
        first, second = ({p.record_id for p in kb.search(EVERYTHING, text)} for kb in both)
        overlaps.append(len(first & second) / max(len(first), 1))
    assert sum(overlaps) / len(overlaps) >= 0.9
    assert both[0].search(CATALOGUE, asked[0])[0].record_id == both[1].search(CATALOGUE, asked[0])[0].record_id
