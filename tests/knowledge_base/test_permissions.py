"""Permission first and last: what an index says is believed only where SQL says the same."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.errors import BadQuery
from knowledge_base.records import Kind, Principal
from knowledge_base.store import Shelf
from tests.knowledge_base.world import CATALOGUE, CATALOGUE_RECORDS, EVERYTHING, open_kb, record

SECRET = record("secret-plan", "Zorblax varnishing went wrong for weeks.", title="Zorblax plan", kind=Kind.PLAN)


@pytest.fixture
def both(database: Database) -> Iterator[KnowledgeBase]:
    """A catalogue and one past plan."""
    opened = open_kb(database)
    opened.add([*CATALOGUE_RECORDS, SECRET])
    yield opened
    opened.close()


def found(kb: KnowledgeBase, principal: Principal, words: str = "Zorblax varnishing") -> list[str]:
    return [passage.record_id for passage in kb.search(principal, words, k=50)]


def test_only_who_may_read_plans_finds_one(both: KnowledgeBase) -> None:
    assert "secret-plan" in found(both, EVERYTHING)
    assert "secret-plan" not in found(both, CATALOGUE)
    asked = both.search(CATALOGUE, "Zorblax", kinds=frozenset({Kind.PLAN}), k=50)
    assert asked == []


@pytest.mark.parametrize("principal", [Principal(id="", kinds=frozenset(Kind)), Principal(id="u", kinds=frozenset())])
def test_an_empty_principal_gets_an_error(both: KnowledgeBase, principal: Principal) -> None:
    with pytest.raises(BadQuery):
        both.search(principal, "Zorblax")


def test_a_plan_on_a_wrong_shelf_of_the_vector_index_is_not_returned(both: KnowledgeBase) -> None:
    found(both, CATALOGUE)  # the index is open and has caught up
    store = both._editions.current().vectors
    vector = np.full((1, 64), 0.125, dtype=np.float32)
    store._opened().upsert(Shelf("training", "en"), ["secret-plan#0", "nothing-like-it#0"], vector.repeat(2, axis=0))
    assert {"secret-plan", "nothing-like-it"}.isdisjoint(found(both, CATALOGUE))


def test_a_plan_whose_words_stand_at_a_course_is_not_returned(both: KnowledgeBase, database: Database) -> None:
    with database.transaction() as session:
        last = session.execute(text("SELECT max(pk) FROM kb_chunks")).scalar_one()
        key = "rowid, tokens" if database.is_sqlite else "chunk_pk, words"
        if database.is_sqlite:
            session.execute(text(f"INSERT INTO kb_words ({key}) VALUES (:pk, 'zorblax')"), {"pk": last + 99})
    assert "secret-plan" not in found(both, CATALOGUE, "zorblax")


def test_scores_do_not_tell_whether_a_plan_has_a_word(database: Database, tmp_path: Path) -> None:
    def seen(word: str) -> list[tuple[str, float]]:
        kb = open_kb(database, folder=tmp_path / word)
        kb.add([*CATALOGUE_RECORDS, record("secret-plan", f"It was {word} for weeks.", title="A", kind=Kind.PLAN)])
        answer = kb.search(CATALOGUE, "zorblax telephone call report", k=20)
        kb.close()
        return [(passage.id, passage.score) for passage in answer]

    assert seen("zorblax") == seen("varnish")
