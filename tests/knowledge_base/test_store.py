"""What every vector index must do; the same tests for all drivers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.storage.session import Database
from knowledge_base.embeddings import Vectors, unit_rows
from knowledge_base.errors import StoreCorrupt
from knowledge_base.exact import ExactIndex
from knowledge_base.pgvector_index import PgVectorIndex, prepare
from knowledge_base.small_shelves import SmallShelves
from knowledge_base.store import ChromaIndex, Shelf, VectorIndex

EN, ZH = Shelf("training", "en"), Shelf("training", "zh")
PLANS = Shelf("plan", "en")


DRIVERS = ["exact", "chroma", "chroma-small", pytest.param("pgvector", marks=pytest.mark.postgres)]


@pytest.fixture(params=DRIVERS)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    opened = _opened(request, tmp_path)
    yield opened
    opened.close()


def _opened(request: pytest.FixtureRequest, folder: Path) -> VectorIndex:
    match request.param:
        case "exact":
            return ExactIndex(16)
        case "chroma":
            return ChromaIndex(folder / "chroma")
        case "chroma-small":  # one shelf of a test grows past the limit
            return SmallShelves(ChromaIndex(folder / "chroma"), dimension=16, limit=100)
    database: Database = request.getfixturevalue("postgres_database")
    if not prepare(database.transaction, 16):
        pytest.skip("this PostgreSQL has no pgvector")
    return PgVectorIndex(database.transaction, dimension=16)


def rows(count: int, seed: int = 1) -> Vectors:
    return unit_rows(np.random.default_rng(seed).standard_normal((count, 16)))


def names(count: int, prefix: str = "r") -> list[str]:
    return [f"{prefix}{i}#0" for i in range(count)]


def test_vectors_find_themselves_first(index: VectorIndex) -> None:
    vectors = rows(40)
    index.upsert(EN, names(40), vectors)
    for i in range(0, 40, 7):
        hit = index.query(vectors[i], shelves=[EN], k=3)[EN][0]
        assert hit.chunk_id == f"r{i}#0"
        assert hit.similarity == pytest.approx(1.0, abs=1e-4)


def test_hits_are_cosines_nearest_first(index: VectorIndex) -> None:
    vectors = rows(40)
    index.upsert(EN, names(40), vectors)
    asked = rows(1, seed=2)[0]
    hits = index.query(asked, shelves=[EN], k=40)[EN]
    assert len(hits) == 40
    assert [h.similarity for h in hits] == sorted((h.similarity for h in hits), reverse=True)
    exact = dict(zip(names(40), vectors @ asked, strict=True))
    assert all(h.similarity == pytest.approx(float(exact[h.chunk_id]), abs=1e-4) for h in hits)


def test_only_the_shelves_asked_for_are_looked_at(index: VectorIndex) -> None:
    for shelf, prefix in ((EN, "e"), (ZH, "z"), (PLANS, "p")):
        index.upsert(shelf, names(5, prefix), rows(5))
    found = index.query(rows(1)[0], shelves=[EN, ZH, Shelf("policy", "en")], k=9)
    assert {shelf: len(hits) for shelf, hits in found.items()} == {EN: 5, ZH: 5}
    assert index.query(rows(1)[0], shelves=[], k=9) == {}


def test_upsert_replaces(index: VectorIndex) -> None:
    vectors = rows(4)
    index.upsert(EN, names(3), vectors[:3])
    index.upsert(EN, ["r0#0"], vectors[3:])
    assert index.ids() == {EN: set(names(3))}
    assert index.query(vectors[3], shelves=[EN], k=1)[EN][0].chunk_id == "r0#0"
    np.testing.assert_allclose(index.read(EN, ["r0#0", "gone"])["r0#0"], vectors[3], atol=1e-6)


def test_delete_reaches_every_shelf_and_forgives_unknown_ids(index: VectorIndex) -> None:
    index.upsert(EN, names(3), rows(3))
    index.upsert(ZH, ["r1#0"], rows(1))
    index.delete(["r1#0", "never-there"])
    assert index.ids() == {EN: {"r0#0", "r2#0"}}
    assert {h.chunk_id for h in index.query(rows(3)[1], shelves=[EN, ZH], k=5)[EN]} == {"r0#0", "r2#0"}


def test_more_than_one_batch(index: VectorIndex) -> None:
    index.upsert(EN, names(2_500), rows(2_500))
    assert len(index.ids()[EN]) == 2_500
    assert len(index.read(EN, names(2_500))) == 2_500


def test_a_shelf_larger_than_a_batch_is_searched_whole(index: VectorIndex) -> None:
    index.upsert(EN, names(300), rows(300))
    index.delete(names(50))
    index.upsert(EN, ["r77#0"], rows(1, seed=9))
    asked = rows(300)
    for i in (50, 120, 299):
        assert index.query(asked[i], shelves=[EN], k=2)[EN][0].chunk_id == f"r{i}#0"
    assert index.query(rows(1, seed=9)[0], shelves=[EN], k=1)[EN][0].chunk_id == "r77#0"
    assert index.query(asked[3], shelves=[EN], k=1)[EN][0].chunk_id not in names(50)
    assert len(index.query(asked[3], shelves=[EN, ZH], k=250)[EN]) == 250


def test_the_same_id_on_two_shelves_is_two_vectors(index: VectorIndex) -> None:
    vectors = rows(2)
    index.upsert(EN, ["a#0"], vectors[:1])
    index.upsert(ZH, ["a#0"], vectors[1:])
    found = index.query(vectors[1], shelves=[EN, ZH], k=1)
    assert found[ZH][0].similarity == pytest.approx(1.0, abs=1e-4)
    assert found[EN][0].similarity < 0.99


def test_it_is_read_while_it_is_written(index: VectorIndex) -> None:
    vectors = rows(600)
    index.upsert(EN, names(200), vectors[:200])
    problems: list[BaseException] = []

    def read() -> None:
        try:
            for i in range(0, 200, 4):
                assert index.query(vectors[i], shelves=[EN], k=1)[EN][0].chunk_id == f"r{i}#0"
        except BaseException as problem:  # noqa: BLE001 - handed to the test below
            problems.append(problem)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(200, 600, 50):
        index.upsert(EN, names(600)[start : start + 50], vectors[start : start + 50])
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(index.ids()[EN]) == 600


def test_chroma_finds_what_exact_search_finds(tmp_path: Path) -> None:
    vectors, asked = rows(1_500), rows(30, seed=3)
    exact, chroma = ExactIndex(16), ChromaIndex(tmp_path)
    for index in (exact, chroma):
        index.upsert(EN, names(1_500), vectors)
    shared = [
        len(
            {h.chunk_id for h in exact.query(q, shelves=[EN], k=10)[EN]}
            & {h.chunk_id for h in chroma.query(q, shelves=[EN], k=10)[EN]}
        )
        for q in asked
    ]
    chroma.close()
    assert sum(shared) >= 0.97 * 10 * len(asked)


def test_chroma_keeps_its_vectors(tmp_path: Path) -> None:
    first = ChromaIndex(tmp_path)
    first.upsert(EN, names(300), rows(300))
    first.close()
    again = ChromaIndex(tmp_path)
    assert again.count() == {EN: 300}
    assert again.query(rows(300)[7], shelves=[EN], k=1)[EN][0].chunk_id == "r7#0"
    again.close()


def test_a_folder_that_is_no_store_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreCorrupt):
        ChromaIndex(tmp_path)
