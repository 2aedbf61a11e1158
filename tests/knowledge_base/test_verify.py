"""Verification finds every way the derived indexes can differ; rebuilding restores both without embedding."""

import pytest
from sqlalchemy import text

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from tests.knowledge_base.world import CATALOGUE_RECORDS, EVERYTHING, WordEmbedder, open_kb


def change(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.execute(text(statement))


def test_a_sound_store_verifies(catalogue: KnowledgeBase, database: Database) -> None:
    report = catalogue.verify()
    assert report.ok
    assert report.driver == ("chroma" if database.is_sqlite else "pgvector")
    assert (report.records, report.passages) == (7, 7)


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("DELETE FROM kb_chunks WHERE chunk_id = 'en-excel#0'", "extra"),
        ("UPDATE kb_chunks SET chunk_id = 'new#0' WHERE chunk_id = 'en-excel#0'", "missing"),
        ("UPDATE kb_chunks SET kind = 'policy' WHERE chunk_id = 'en-excel#0'", "extra"),
        ("UPDATE kb_chunks SET checksum = 'x' WHERE chunk_id = 'en-excel#0'", "damaged"),
        (
            "DELETE FROM kb_words WHERE {key} = (SELECT pk FROM kb_chunks WHERE chunk_id = 'en-excel#0')",
            "words_missing",
        ),
    ],
)
def test_what_differs_is_named(catalogue: KnowledgeBase, database: Database, statement: str, where: str) -> None:
    change(database, statement.format(key="rowid" if database.is_sqlite else "chunk_pk"))
    report = catalogue.verify()
    assert not report.ok
    assert getattr(report, where) in {("en-excel#0",), ("new#0",), 1}


def test_a_vector_that_changed_in_sql_alone_differs(catalogue: KnowledgeBase, database: Database) -> None:
    change(
        database,
        "UPDATE kb_chunks SET vector = (SELECT vector FROM kb_chunks WHERE chunk_id = 'zh-calls#0'), checksum = "
        "(SELECT checksum FROM kb_chunks WHERE chunk_id = 'zh-calls#0') WHERE chunk_id = 'en-excel#0'",
    )
    assert catalogue.verify().differing == ("en-excel#0",)


def test_rebuilding_restores_both_and_embeds_nothing(database: Database) -> None:
    embedder = WordEmbedder()
    kb = open_kb(database, embedder=embedder)
    kb.add(CATALOGUE_RECORDS)
    before = [p.id for p in kb.search(EVERYTHING, "Excel")]
    change(database, "DELETE FROM kb_words")
    change(database, "UPDATE kb_state SET value = 99 WHERE name = 'passages'")
    embedder.embedded.clear()
    report = kb.rebuild()
    assert (report.vectors, report.words, embedder.embedded) == (7, 7, [])
    assert kb.verify().ok
    assert [p.id for p in kb.search(EVERYTHING, "Excel")] == before
    kb.close()
