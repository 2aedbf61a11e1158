"""Giving a vector index what changed in SQL, and asking it about vectors SQL has: they must find themselves."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np
from sqlalchemy.orm import Session

from knowledge_base import repository
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import EditionChanged, StoreCorrupt
from knowledge_base.repository import StoredVector, from_bytes
from knowledge_base.store import Shelf, VectorIndex

Transaction = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction that commits on exit."""

Progress = Callable[[int], None]
"""Called with the number of vectors written so far."""

FOUND = 0.999
"""Least cosine of a stored vector with what it finds: itself, or its equal."""

CANARIES = 16
"""About how many vectors of each shelf must find themselves before an index serves."""

_LAST = (1 << 62) - 1


class Filled(Protocol):
    """The writing half of a vector index."""

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf; one row per id."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand."""


def fill(
    reading: Transaction, index: Filled, *, since: int, edition: int | None = None, progress: Progress | None = None
) -> int:
    """Give an index everything that changed after a change number; returns the number it has come to.

    Batches are read in transactions of their own, so that no writer waits for an index.

    Args:
        reading: opens a transaction.
        index: what is filled.
        since: the last change it has seen; 0 for an empty one.
        edition: the edition of the index that is filled; None for whichever serves.
        progress: told how many vectors were written.

    Raises:
        StoreCorrupt: the index has seen changes that SQL has not.
        EditionChanged: another edition serves by now.
    """
    with reading() as session:
        totals = repository.totals(session)
        if edition is not None and totals.edition != edition:
            raise EditionChanged
        target = totals.seq
        gone = repository.removed_since(session, since) if since and target > since else []
    if target == since:
        return since
    if target < since:
        raise StoreCorrupt("the vector index is ahead of SQL (a restored backup?)", "it is rebuilt from SQL")
    if gone:
        index.delete(gone)
    _copy(reading, index, since=since, upto=target, progress=progress)
    return target


def _copy(reading: Transaction, index: Filled, *, since: int, upto: int, progress: Progress | None) -> None:
    """Give an index the vectors of all changes after one number and up to another."""
    place, done = (since, _LAST), 0
    while True:
        with reading() as session:
            rows = repository.vectors_since(session, place, upto=upto)
        if not rows:
            return
        for shelf, some in by_shelf(rows).items():
            index.upsert(shelf, [row.chunk_id for row in some], from_bytes([row.vector for row in some]))
        place, done = rows[-1].place, done + len(rows)
        if progress is not None:
            progress(done)


def by_shelf(rows: Sequence[StoredVector]) -> dict[Shelf, list[StoredVector]]:
    """Sort vectors by the shelf they stand on."""
    sorted_: dict[Shelf, list[StoredVector]] = defaultdict(list)
    for row in rows:
        sorted_[row.shelf].append(row)
    return sorted_


def canaries(session: Session) -> dict[Shelf, Vectors]:
    """Return some vectors of every shelf as SQL has them, spread evenly."""
    samples = {s: repository.sample_vectors(session, s, CANARIES) for s in repository.shelf_counts(session)}
    return {shelf: rows[:: max(1, len(rows) // CANARIES)] for shelf, rows in samples.items()}


def must_find(index: VectorIndex, asked: Mapping[Shelf, Vectors]) -> None:
    """Every vector asked for must be found.

    Raises:
        StoreCorrupt: one is not: the index lies, whatever it counts.
    """
    for shelf, rows in asked.items():
        for row in rows:
            hits = index.query(np.ascontiguousarray(row), shelves=[shelf], k=1).get(shelf, [])
            if not hits or hits[0].similarity < FOUND:
                raise StoreCorrupt("a stored vector does not find itself", "the index is rebuilt from SQL")
