"""What every vector index must do; the same tests for both drivers."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.embeddings import Vectors, unit_rows
from knowledge_base.errors import StoreCorrupt
from knowledge_base.exact import ExactIndex
from knowledge_base.store import ChromaIndex, Shelf, VectorIndex

EN, ZH = Shelf("training", "en"), Shelf("training", "zh")
PLANS = Shelf("plan", "en")


@pytest.fixture(params=["exact", "chroma"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    opened: VectorIndex = ExactIndex(16) if request.param == "exact" else ChromaIndex(tmp_path / "chroma")
    yield opened
    opened.close()


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
