"""Who keeps the vector index of an installation, and how it is opened, followed and made anew."""

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge_base import counters, pgvector_index, repository
from knowledge_base.chroma_home import ChromaHome
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import StoreCorrupt, StoreUnavailable
from knowledge_base.exact import ExactIndex
from knowledge_base.following import Progress, Transaction, canaries, fill, must_find
from knowledge_base.pgvector_index import PgVectorIndex
from knowledge_base.small_shelves import SmallShelves
from knowledge_base.store import ChromaIndex, Shelf, VectorIndex

BEHIND = 5_000
"""With more unseen vectors than this, a search does not wait for the index: exact search answers meanwhile."""

Swap = Callable[[VectorIndex, int], None]
"""Puts a new index, and the last change it has seen, in the place of the old one."""

_log = logging.getLogger(__name__)


class Keeper(Protocol):
    """One way of keeping vectors; every method may raise `StoreCorrupt`: then the index is made anew."""

    driver: str
    """Name of the driver."""

    def open(self) -> tuple[VectorIndex, int] | None:
        """Return the index, checked, with the last change it has seen; None where another process owns it."""

    def follow(self, index: VectorIndex, since: int) -> int:
        """Bring the index from a change number to the last one, and return that."""

    def rebuild(self, swap: Swap, progress: Progress | None, *, needed: bool) -> None:
        """Make the index anew from SQL and put it in its place.

        Args:
            swap: called once with the new index.
            progress: called with the number of vectors written so far.
            needed: False leaves alone what another process has repaired meanwhile.

        Raises:
            StoreUnavailable: it cannot be written, or belongs to another process.
        """

    def close(self, applied: int) -> None:
        """Let another process have it; `applied` is the last change the index has seen."""


@dataclass(frozen=True)
class Truth:
    """The SQL an index is derived from."""

    reading: Transaction
    """Opens a transaction for reading."""
    writing: Transaction | None
    """Opens one that commits; None keeps Chroma whatever the database."""
    dimension: int
    """Length of a vector."""
    edition: int | None = None
    """The edition of the index that is kept; None for whichever serves."""

    def fill(self, index: VectorIndex, since: int, progress: Progress | None = None) -> int:
        """Give an index what changed after a change number; returns the number it has come to."""
        return fill(self.reading, index, since=since, edition=self.edition, progress=progress)


def keeper_for(truth: Truth, folder: Path) -> Keeper:
    """Choose: pgvector on PostgreSQL where the extension is to be had, exact search there where not, else Chroma.

    Args:
        truth: the SQL.
        folder: where Chroma lives.
    """
    with truth.reading() as session:
        postgres = session.get_bind().dialect.name == "postgresql"
    if truth.writing is None or not postgres:
        return ChromaKeeper(truth, folder)
    if pgvector_index.prepare(truth.writing, truth.dimension):
        return PgKeeper(truth, PgVectorIndex(truth.writing, dimension=truth.dimension, edition=truth.edition))
    _log.warning(
        "this PostgreSQL has no pgvector extension: search compares every vector in memory; install pgvector for "
        "more than some ten thousand passages"
    )
    return ExactKeeper(truth)


class ChromaKeeper:
    """Chroma in a folder of this home; its small shelves also in memory."""

    driver = "chroma"

    def __init__(self, truth: Truth, folder: Path) -> None:
        """Nothing is opened yet."""
        self._truth = truth
        self._home = ChromaHome(folder)
        self._serving = False

    def open(self) -> tuple[VectorIndex, int] | None:
        """Return the index once it is checked; None where another process owns the folder."""
        if not self._home.acquire():
            return None
        index, applied = self._home.open(self._canaries)
        try:
            self._not_far_behind(index)
            applied = self._truth.fill(index, applied)
            check(self._truth.reading, index, applied, index.count)
            self._home.note(applied)
        except StoreCorrupt:
            index.close()
            raise
        self._serving = True
        return SmallShelves(index, dimension=self._truth.dimension), applied

    def follow(self, index: VectorIndex, since: int) -> int:
        """Bring the index to the last change, and write down that it is there."""
        applied = self._truth.fill(index, since)
        if applied != since:
            self._home.note(applied)
        return applied

    def rebuild(self, swap: Swap, progress: Progress | None, *, needed: bool) -> None:
        """Fill a new folder beside the old one; the state file says which of them serves."""
        if not self._home.acquire():
            raise StoreUnavailable(
                "another process is using the vector index of this home", "stop it (`coach serve`?) and try again"
            )
        folder = self._home.fresh()
        try:
            index = ChromaIndex(folder)
            applied = self._truth.fill(index, 0, progress)
        except (StoreCorrupt, OSError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise StoreUnavailable("the vector index cannot be written", "free some disk space") from error
        swap(SmallShelves(index, dimension=self._truth.dimension), applied)
        self._home.adopt(folder, applied=applied)
        self._serving = True

    def close(self, applied: int) -> None:
        """Note how far the folder has come and let go of it."""
        if self._serving:
            self._home.note(applied)
        self._serving = False
        self._home.release()

    def _canaries(self) -> Mapping[Shelf, Vectors]:
        with self._truth.reading() as session:
            return canaries(session)

    def _not_far_behind(self, index: ChromaIndex) -> None:
        with self._truth.reading() as session:
            passages = repository.totals(session).passages
        if passages - sum(index.count().values()) > BEHIND:
            raise StoreCorrupt("the vector index is far behind SQL", "it is rebuilt from SQL")


class PgKeeper:
    """pgvector, shared by all processes of an installation."""

    driver = "pgvector"

    def __init__(self, truth: Truth, index: PgVectorIndex) -> None:
        """`pgvector_index.prepare` has been called."""
        self._truth = truth
        self._index = index

    def open(self) -> tuple[VectorIndex, int] | None:
        """Return the index once it is checked."""
        with self._truth.reading() as session:
            passages, known = repository.totals(session).passages, counters.read(session).get(counters.PGVECTOR, 0)
        if not known and passages > BEHIND:
            raise StoreCorrupt("the vector index is far behind SQL", "it is filled from SQL")
        applied = self._index.follow()
        check(self._truth.reading, self._index, applied, self._index.count)
        return self._index, applied

    def follow(self, index: VectorIndex, since: int) -> int:
        """Bring the shared index to the last change, unless another process has."""
        return self._index.follow() if isinstance(index, PgVectorIndex) else self._truth.fill(index, since)

    def rebuild(self, swap: Swap, progress: Progress | None, *, needed: bool) -> None:
        """Fill a new table and put it in the place of the old one, for all processes at once."""
        self._index.rebuild(progress, healthy=lambda: not needed and self._healthy())
        swap(self._index, self._index.follow())

    def close(self, applied: int) -> None:
        """Nothing is held."""

    def _healthy(self) -> bool:
        try:
            return self.open() is not None
        except StoreCorrupt:
            return False


class ExactKeeper:
    """Memory only: PostgreSQL without the extension."""

    driver = "exact"

    def __init__(self, truth: Truth) -> None:
        """Nothing is read yet."""
        self._truth = truth

    def open(self) -> tuple[VectorIndex, int] | None:
        """There is nothing to open."""
        return None

    def follow(self, index: VectorIndex, since: int) -> int:
        """Bring the index to the last change."""
        return self._truth.fill(index, since)

    def rebuild(self, swap: Swap, progress: Progress | None, *, needed: bool) -> None:
        """Read everything again."""
        index = ExactIndex(self._truth.dimension)
        swap(index, self._truth.fill(index, 0, progress))

    def close(self, applied: int) -> None:
        """Nothing is held."""


def check(reading: Transaction, index: VectorIndex, applied: int, count: Callable[[], Mapping[Shelf, int]]) -> None:
    """Stored vectors must find themselves and be as many as in SQL; left out where SQL has moved on meanwhile.

    Raises:
        StoreCorrupt: the index lies.
    """
    with reading() as session:
        if repository.totals(session).seq != applied:
            return
        counts, asked = repository.shelf_counts(session), canaries(session)
    if count() != counts:
        raise StoreCorrupt("the vector index and SQL differ in number", "it is rebuilt from SQL")
    must_find(index, asked)
