"""Keeps the vector index true to SQL: catching up, falling back to exact search, making it anew, swapping.

Before every search each process asks SQL for the number of the last change and reads what it has not seen. A Chroma
folder belongs to the first process of a home; any other answers exactly from SQL, and may index too. pgvector is
shared.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from knowledge_base.embeddings import Vectors
from knowledge_base.errors import EditionChanged, StoreCorrupt, StoreUnavailable
from knowledge_base.exact import ExactIndex, one_blas_thread
from knowledge_base.following import Transaction
from knowledge_base.keepers import Keeper, Truth, keeper_for
from knowledge_base.pgvector_index import PgVectorIndex
from knowledge_base.store import Hit, Shelf, VectorIndex

__all__ = ["Transaction", "VectorStore"]

_log = logging.getLogger(__name__)


class VectorStore:
    """The vector index of one home, in whatever state it is; safe to use from several threads."""

    def __init__(
        self,
        reading: Transaction,
        folder: Path,
        *,
        dimension: int,
        edition: int | None = None,
        writing: Transaction | None = None,
    ) -> None:
        """Nothing is opened before it is needed.

        Args:
            reading: opens a transaction on the truth; nothing is written in it.
            folder: where Chroma and its lock live; created at need.
            dimension: length of a vector.
            edition: the edition of the index this holds (`EditionRow`); once SQL serves another one, every call raises
                `EditionChanged`. None holds whatever there is.
            writing: opens a transaction that commits; with it PostgreSQL keeps the vectors itself (pgvector).
        """
        self._truth = Truth(reading, writing, dimension, edition)
        self._folder = folder
        self._retired = False
        self._mutex = threading.RLock()
        self._building = threading.Lock()
        self._chosen: Keeper | None = None
        self._index: VectorIndex | None = None
        self._applied = 0
        self._rebuild: threading.Thread | None = None

    @property
    def driver(self) -> str:
        """The index that answers now: "chroma", "pgvector" or "exact"."""
        with self._mutex:
            return "exact" if isinstance(self._opened(), ExactIndex) else self._keeper.driver

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf, after catching up with SQL; exact search where the index breaks."""
        wanted = list(shelves)
        with self._mutex:
            self.refresh()
            index = self._opened()
            if not isinstance(index, PgVectorIndex):  # which needs no turn: the database keeps its readers apart
                try:
                    return index.query(vector, shelves=wanted, k=k)
                except StoreCorrupt as problem:
                    self._fall_back(problem)
                self._catch_up()
                return self._opened().query(vector, shelves=wanted, k=k)
        return index.query(vector, shelves=wanted, k=k)

    def refresh(self) -> None:
        """Bring the index to the last committed change; one small question to SQL where nothing changed."""
        with self._mutex:
            try:
                self._catch_up()
            except StoreCorrupt as problem:
                self._fall_back(problem)
                self._catch_up()

    def indexed(self) -> dict[Shelf, set[str]]:
        """Return the ids the index has, after catching up."""
        with self._mutex:
            self.refresh()
            return self._opened().ids()

    def read(self, shelf: Shelf, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors the index has for some ids."""
        with self._mutex:
            return self._opened().read(shelf, ids)

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Make a new index from SQL beside the old one and swap; nothing is embedded. Returns the number of vectors.

        Raises:
            StoreUnavailable: another process owns the vector index of this home, or the disk is full.
        """
        done = [0]

        def count(number: int) -> None:
            done[0] = number
            if progress is not None:
                progress(number)

        self._make_anew(count, needed=True)
        return done[0]

    def close(self) -> None:
        """Wait for a running rebuild, close the index and let another process own the folder."""
        if self._rebuild is not None:
            self._rebuild.join()
        with self._mutex:
            if self._index is not None:
                self._index.close()
            self._index = None
            if self._chosen is not None:
                self._chosen.close(self._applied)

    def retire(self) -> None:
        """Close for good: another edition serves, and a search that comes late must not open this one again."""
        with self._mutex:
            self._retired = True
        self.close()

    @property
    def _keeper(self) -> Keeper:
        if self._chosen is None:
            self._chosen = keeper_for(self._truth, self._folder)
        return self._chosen

    def _opened(self) -> VectorIndex:
        if self._retired:
            raise EditionChanged
        if self._index is None:
            self._index, self._applied = self._open()
        return self._index

    def _open(self) -> tuple[VectorIndex, int]:
        one_blas_thread()
        try:
            return self._keeper.open() or (ExactIndex(self._truth.dimension), 0)
        except StoreCorrupt as problem:
            _log.warning("%s; exact search answers while the vector index is rebuilt", problem.what)
        self._start_rebuild()
        return ExactIndex(self._truth.dimension), 0

    def _catch_up(self) -> None:
        index = self._opened()
        if isinstance(index, ExactIndex):
            self._applied = self._truth.fill(index, self._applied)
        else:
            self._applied = self._keeper.follow(index, self._applied)

    def _fall_back(self, problem: StoreCorrupt) -> None:
        _log.warning("%s; exact search answers while the vector index is rebuilt", problem.what)
        self._index, self._applied = ExactIndex(self._truth.dimension), 0
        self._start_rebuild()

    def _start_rebuild(self) -> None:
        if self._rebuild is not None and self._rebuild.is_alive():
            return
        self._rebuild = threading.Thread(target=self._rebuild_quietly, name="vector-rebuild", daemon=False)
        self._rebuild.start()

    def _rebuild_quietly(self) -> None:
        try:
            self._make_anew(None, needed=False)
        except StoreUnavailable as problem:
            _log.warning("the vector index was not rebuilt: %s; exact search goes on", problem.what)

    def _make_anew(self, progress: Callable[[int], None] | None, *, needed: bool) -> None:
        with self._building:
            self._keeper.rebuild(self._swap, progress, needed=needed)

    def _swap(self, index: VectorIndex, applied: int) -> None:
        with self._mutex:
            if self._index is not None and self._index is not index:
                self._index.close()
            self._index, self._applied = index, applied
