"""Every vector compared, in numpy: the reference, the fallback, and the quickest way through a small shelf."""

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from knowledge_base.embeddings import Vectors
from knowledge_base.store import Hit, Shelf


@lru_cache(maxsize=1)
def one_blas_thread() -> None:
    """Let numpy compare with one thread from now on: reading memory is what takes time, and on busy cores a second
    thread made a search five times slower."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(limits=1, user_api="blas")


class _Rows:
    """One shelf in memory: a matrix with room to grow."""

    def __init__(self, dimension: int) -> None:
        self.matrix = np.zeros((64, dimension), dtype=np.float32)
        self.names: list[str] = []
        self.place: dict[str, int] = {}

    def put(self, name: str, row: Vectors) -> None:
        at = self.place.get(name)
        if at is None:
            at = len(self.names)
            if at == len(self.matrix):
                self.matrix = np.concatenate([self.matrix, np.zeros_like(self.matrix)])
            self.place[name] = at
            self.names.append(name)
        self.matrix[at] = row

    def drop(self, name: str) -> None:
        at = self.place.pop(name, None)
        if at is None:
            return
        last = self.names.pop()
        if last != name:
            self.names[at] = last
            self.place[last] = at
            self.matrix[at] = self.matrix[len(self.names)]

    def nearest(self, vector: Vectors, k: int) -> list[Hit]:
        similar = self.matrix[: len(self.names)] @ vector
        best = np.argpartition(-similar, k - 1)[:k] if k < len(similar) else np.arange(len(similar))
        ordered = best[np.argsort(-similar[best], kind="stable")]
        if len(ordered) > 1 and not np.diff(similar[ordered]).all():  # equals stand in order of their names
            ordered = np.array(sorted(best, key=lambda i: (-similar[i], self.names[i])))
        return [Hit(self.names[i], float(similar[i])) for i in ordered]


class ExactIndex:
    """An index that misses nothing; its cost grows with the number of vectors (0.9 ms for 10,000 of 512 numbers)."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._shelves: dict[Shelf, _Rows] = {}
        self._lock = threading.RLock()

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf."""
        with self._lock:
            rows = self._shelves.setdefault(shelf, _Rows(self._dimension))
            for name, vector in zip(ids, vectors, strict=True):
                rows.put(name, vector)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand."""
        with self._lock:
            for rows in self._shelves.values():
                for name in ids:
                    rows.drop(name)

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf, exactly."""
        with self._lock:
            wanted = [shelf for shelf in shelves if shelf in self._shelves and self._shelves[shelf].names]
            return {shelf: self._shelves[shelf].nearest(vector, k) for shelf in wanted}

    def ids(self) -> dict[Shelf, set[str]]:
        """Return all ids, shelf by shelf."""
        with self._lock:
            return {shelf: set(rows.names) for shelf, rows in self._shelves.items() if rows.names}

    def read(self, shelf: Shelf, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of the ids the shelf has."""
        with self._lock:
            rows = self._shelves.get(shelf)
            return {} if rows is None else {i: rows.matrix[rows.place[i]].copy() for i in ids if i in rows.place}

    def close(self) -> None:
        """Let go of the memory."""
        self._shelves.clear()
