"""Keeps the vector index true to SQL: catching up, the check before serving, falling back, rebuilding.

The first process of a home owns Chroma. Any other process answers exactly from SQL, and may index too: before every
search each of them asks SQL for the number of the last change and reads what it has not seen.
"""

import logging
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge_base import repository
from knowledge_base.chroma_home import ChromaHome
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import EditionChanged, StoreCorrupt, StoreUnavailable
from knowledge_base.exact import ExactIndex
from knowledge_base.repository import StoredVector, from_bytes
from knowledge_base.store import ChromaIndex, Hit, Shelf, VectorIndex

Transaction = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction that commits on exit."""

_log = logging.getLogger(__name__)
_CANARIES = 8
_LAST = (1 << 62) - 1
_BEHIND = 5_000
"""With more unseen vectors than this, a search does not wait for Chroma: exact search answers meanwhile."""


class VectorStore:
    """The vector index of one home, in whatever state it is; safe to use from several threads."""

    def __init__(self, reading: Transaction, folder: Path, *, dimension: int, edition: int | None = None) -> None:
        """Nothing is opened before it is needed.

        Args:
            reading: opens a transaction on the truth; nothing is written in it.
            folder: where Chroma and its lock live; created at need.
            dimension: length of a vector.
            edition: the edition of the index this holds (`EditionRow`); once SQL serves another one, every call raises
                `EditionChanged`. None holds whatever there is.
        """
        self._reading = reading
        self._edition = edition
        self._retired = False
        self._home = ChromaHome(folder)
        self._dimension = dimension
        self._mutex = threading.RLock()
        self._building = threading.Lock()
        self._index: VectorIndex | None = None
        self._applied = 0
        self._rebuild: threading.Thread | None = None

    @property
    def driver(self) -> str:
        """The index that answers now: "chroma" or "exact"."""
        with self._mutex:
            return "chroma" if isinstance(self._opened(), ChromaIndex) else "exact"

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf, after catching up with SQL; exact search where Chroma breaks."""
        wanted = list(shelves)
        with self._mutex:
            self.refresh()
            try:
                return self._opened().query(vector, shelves=wanted, k=k)
            except StoreCorrupt as problem:
                self._fall_back(problem)
            self._catch_up()
            return self._opened().query(vector, shelves=wanted, k=k)

    def refresh(self) -> None:
        """Bring the index to the last committed change; one small question to SQL where nothing changed."""
        with self._mutex:
            try:
                self._catch_up()
            except StoreCorrupt as problem:
                self._fall_back(problem)
                self._catch_up()

    def _catch_up(self) -> None:
        with self._mutex:
            index = self._opened()
            self._applied, before = self._fill(index, since=self._applied), self._applied
            if isinstance(index, ChromaIndex) and self._applied != before:
                self._home.note(self._applied)

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
        if not self._home.acquire():
            raise StoreUnavailable(
                "another process is using the vector index of this home", "stop it (`coach serve`?) and try again"
            )
        with self._building:
            folder = self._home.fresh()
            done = [0]

            def count(number: int) -> None:
                done[0] += number
                if progress is not None:
                    progress(done[0])

            try:
                index = ChromaIndex(folder)
                applied = self._fill(index, since=0, progress=count)
            except (StoreCorrupt, OSError) as error:
                shutil.rmtree(folder, ignore_errors=True)
                raise StoreUnavailable("the vector index cannot be written", "free some disk space") from error
            with self._mutex:
                if self._index is not None:
                    self._index.close()
                self._index, self._applied = index, applied
                self._home.adopt(folder, applied=applied)
            return done[0]

    def close(self) -> None:
        """Wait for a running rebuild, close Chroma and let another process own the folder."""
        if self._rebuild is not None:
            self._rebuild.join()
        with self._mutex:
            if self._index is not None:
                self._index.close()
            if isinstance(self._index, ChromaIndex):
                self._home.note(self._applied)
            self._index = None
            self._home.release()

    def retire(self) -> None:
        """Close for good: another edition serves, and a search that comes late must not open this one again."""
        with self._mutex:
            self._retired = True
        self.close()

    def _opened(self) -> VectorIndex:
        if self._retired:
            raise EditionChanged
        if self._index is None:
            self._index, self._applied = self._open()
        return self._index

    def _open(self) -> tuple[VectorIndex, int]:
        if not self._home.acquire():
            return ExactIndex(self._dimension), 0
        try:
            index, applied = self._home.open()
            if not self._is_far_behind(index):
                applied = self._fill(index, since=applied)
                self._check(index, applied)
                self._home.note(applied)
                return index, applied
            index.close()
            _log.info("the vector index is far behind SQL and is rebuilt; exact search answers meanwhile")
        except StoreCorrupt as problem:
            _log.warning("%s; exact search answers while the vector index is rebuilt", problem.what)
        self._start_rebuild()
        return ExactIndex(self._dimension), 0

    def _is_far_behind(self, index: ChromaIndex) -> bool:
        with self._reading() as session:
            passages = repository.totals(session).passages
        return passages - sum(index.count().values()) > _BEHIND

    def _check(self, index: ChromaIndex, applied: int) -> None:
        """Stored vectors must find themselves and be as many as in SQL.

        Raises:
            StoreCorrupt: the index lies.
        """
        with self._reading() as session:
            if repository.totals(session).seq != applied:
                return
            counts = repository.shelf_counts(session)
            samples = {shelf: repository.sample_vectors(session, shelf, _CANARIES) for shelf in counts}
        if index.count() != counts:
            raise StoreCorrupt("the vector index and SQL differ in number", "it is rebuilt from SQL")
        for shelf, rows in samples.items():
            for row in rows[:_CANARIES]:
                hits = index.query(row, shelves=[shelf], k=1).get(shelf, [])
                if not hits or hits[0].similarity < 0.999:
                    raise StoreCorrupt("a stored vector does not find itself", "the index is rebuilt from SQL")

    def _fill(self, index: VectorIndex, *, since: int, progress: Callable[[int], None] | None = None) -> int:
        """Give an index everything that changed after a change number; returns the number it has come to.

        Batches are read in transactions of their own, so that no writer waits for an index.
        """
        with self._reading() as session:
            totals = repository.totals(session)
            if self._edition is not None and totals.edition != self._edition:
                raise EditionChanged
            target = totals.seq
            gone = repository.removed_since(session, since) if since and target != since else []
        if target == since:
            return since
        if target < since:
            raise StoreCorrupt("the vector index is ahead of SQL (a restored backup?)", "it is rebuilt from SQL")
        index.delete(gone)
        place = (since, _LAST)
        while True:
            with self._reading() as session:
                rows = repository.vectors_since(session, place, upto=target)
            if not rows:
                return target
            _put(index, rows)
            place = rows[-1].place
            if progress is not None:
                progress(len(rows))

    def _fall_back(self, problem: StoreCorrupt) -> None:
        _log.warning("%s; exact search answers while the vector index is rebuilt", problem.what)
        self._index, self._applied = ExactIndex(self._dimension), 0
        self._start_rebuild()

    def _start_rebuild(self) -> None:
        if self._rebuild is not None and self._rebuild.is_alive():
            return
        self._rebuild = threading.Thread(target=self._rebuild_quietly, name="vector-rebuild", daemon=False)
        self._rebuild.start()

    def _rebuild_quietly(self) -> None:
        try:
            self.rebuild()
        except StoreUnavailable as problem:
            _log.warning("the vector index was not rebuilt: %s; exact search goes on", problem.what)


def _put(index: VectorIndex, rows: Sequence[StoredVector]) -> None:
    by_shelf: dict[Shelf, list[StoredVector]] = defaultdict(list)
    for row in rows:
        by_shelf[row.shelf].append(row)
    for shelf, some in by_shelf.items():
        index.upsert(shelf, [row.chunk_id for row in some], from_bytes([row.vector for row in some]))
