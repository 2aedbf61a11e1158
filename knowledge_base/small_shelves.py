"""Small shelves answered exactly: comparing some thousand vectors is quicker than a graph, and misses none."""

import threading
from collections.abc import Iterable, Sequence

from knowledge_base.embeddings import Vectors
from knowledge_base.exact import ExactIndex
from knowledge_base.store import ChromaIndex, Hit, Shelf, batches

SMALL = 8_192
"""Most vectors of a shelf that is compared whole: 16 MB at 512 numbers each, under a millisecond a query."""


class SmallShelves:
    """Chroma, with a copy of its small shelves in memory; a shelf that outgrows the limit is asked of Chroma alone."""

    def __init__(self, inner: ChromaIndex, *, dimension: int, limit: int = SMALL) -> None:
        """Args:
        inner: what keeps the vectors.
        dimension: length of a vector.
        limit: most vectors of a shelf that is kept in memory.
        """
        self.inner = inner
        self._dimension = dimension
        self._limit = limit
        self._sizes = inner.count()
        self._copies: dict[Shelf, ExactIndex] = {}
        self._lock = threading.RLock()

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf."""
        with self._lock:
            self.inner.upsert(shelf, ids, vectors)
            if self._sizes.get(shelf, 0) <= self._limit:  # beyond it the number does not matter, and counting costs
                self._sizes = self.inner.count()
            if shelf in self._copies:
                self._copies[shelf].upsert(shelf, ids, vectors)
                if self._sizes[shelf] > self._limit:
                    del self._copies[shelf]

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand."""
        with self._lock:
            self.inner.delete(ids)
            for copy in self._copies.values():
                copy.delete(ids)

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf: small ones exactly, large ones as Chroma finds them."""
        wanted = list(dict.fromkeys(shelves))
        with self._lock:
            small = {shelf: self._copy(shelf) for shelf in wanted if self._sizes.get(shelf, 0) <= self._limit}
        found: dict[Shelf, list[Hit]] = {}
        for shelf, copy in small.items():
            if copy is not None:
                found |= copy.query(vector, shelves=[shelf], k=k)
        return found | self.inner.query(vector, shelves=[s for s in wanted if s not in small], k=k)

    def ids(self) -> dict[Shelf, set[str]]:
        """Return all ids Chroma has, shelf by shelf."""
        return self.inner.ids()

    def read(self, shelf: Shelf, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors Chroma has stored for the ids the shelf has."""
        return self.inner.read(shelf, ids)

    def close(self) -> None:
        """Let go of files and memory."""
        self._copies = {}
        self.inner.close()

    def _copy(self, shelf: Shelf) -> ExactIndex | None:
        """The copy of a shelf, read from Chroma at its first use; None for a shelf that is not there."""
        if shelf not in self._sizes:
            return None
        if shelf not in self._copies:
            copy = ExactIndex(self._dimension)
            for part in batches(sorted(self.inner.shelf_ids(shelf))):
                held = self.inner.read(shelf, part)
                for name, vector in held.items():
                    copy.upsert(shelf, [name], vector[None, :])
            self._copies[shelf] = copy
        return self._copies[shelf]
