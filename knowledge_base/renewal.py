"""Renewing the index for another embedder or preparation, while the old edition goes on serving.

Records are read from SQL, redacted as they are, and made ready a few at a time beside what is searched; each few are
one transaction, so a run that was killed goes on with the next record. Records that come, change or go meanwhile are
seen by their change number. At the end one transaction swaps (`editions.adopt`).
"""

import fcntl
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from knowledge_base import counters, editions
from knowledge_base.errors import StoreUnavailable
from knowledge_base.ingest import said_plainly
from knowledge_base.preparation import PREPARATION, Preparation
from knowledge_base.repository import to_record
from knowledge_base.tables import EditionRow
from knowledge_base.vectors import Transaction

BATCH = 8
"""Records made ready in one transaction: what a kill can cost is the embedding of so many."""

SILENT = 60.0
"""Seconds after which a renewal on another machine that was not heard of is taken for dead."""

_log = logging.getLogger(__name__)


class RenewalStatus(BaseModel):
    """How far a renewal has come."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedder: str
    """Embedder the new edition is made with."""
    done: int
    """Records that are ready."""
    total: int
    """Records there are."""
    running: bool
    """Somebody is at it; else it was left half-way and can be taken up."""
    seconds_left: float | None = None
    """At the speed of this run; None where nobody can say."""


class RenewalReport(BaseModel):
    """What a renewal did; the contract of `coach index --renew --json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    renewed: int
    """Records made ready in this run; what an earlier run had made ready is not done again."""
    total: int
    """Records in the new edition."""
    embedder: str
    """Embedder of the new edition."""
    edition: int
    """Number of the edition that serves now."""
    seconds: float
    """Wall time of this run."""


RenewalProgress = Callable[[RenewalStatus], None]
"""Called after every few records; an exception it raises stops the run, which can be taken up later."""


@dataclass
class Renewal:
    """One run of a renewal."""

    reading: Transaction
    """Opens a transaction nothing is written in."""
    writing: Transaction
    """Opens a transaction that commits on exit."""
    preparation: Preparation
    """Makes records ready for the new edition."""
    folder: Path
    """Where the lock of the home lies."""
    progress: RenewalProgress | None = None
    """Called after every few records."""
    _done: int = 0
    _start: float = 0.0

    def run(self) -> RenewalReport:
        """Make the new edition ready, from where it was left, and swap.

        Raises:
            StoreUnavailable: another renewal runs, it was cancelled, or embedder or database fail; run it again to
                go on.
        """
        self._start = time.monotonic()
        with _only_one(self.folder), said_plainly():
            self._begin()
            try:
                while self._make_some() or not self._adopt():
                    pass
            finally:
                self._leave()
        with self.reading() as session:
            now = editions.serving(session)
            total = editions.counts(session)[1]
        number, name = (now.number, now.embedder) if now else (0, self.preparation.embedder.name)
        seconds = round(time.monotonic() - self._start, 3)
        return RenewalReport(renewed=self._done, total=total, embedder=name, edition=number, seconds=seconds)

    def _begin(self) -> None:
        """Take up what was left where it is for the same embedder and preparation, else begin anew."""
        embedder = self.preparation.embedder
        wanted = (embedder.name, embedder.dimension, PREPARATION)
        with self.writing() as session:
            counters.next_seq(session)
            left = editions.pending(session)
            if left is not None and left.worker != _worker(self.folder) and _is_heard(left):
                raise StoreUnavailable(
                    "a renewal of the index runs on another machine already", "wait for it, or cancel it first"
                )
            if left is None or (left.embedder, left.dimension, left.chunking) != wanted:
                editions.discard(session)
                left = editions.begin(session, embedder.name, embedder.dimension)
            left.worker, left.seen = _worker(self.folder), time.time()

    def _make_some(self) -> bool:
        """Make the next few records ready; False where none is left."""
        with self.reading() as session:
            rows = list(editions.waiting(session, BATCH))
        if not rows:
            return False
        prepared = self.preparation.whole([(to_record(row), row.content_hash) for row in rows])
        with self.writing() as session:
            counters.next_seq(session)
            self._still_wanted(session.get(EditionRow, self._number(session)))
            for row, one in zip(rows, prepared, strict=True):
                editions.keep(session, row, one)
        self._done += len(rows)
        self._tell()
        return True

    def _adopt(self) -> bool:
        with self.writing() as session:
            return editions.adopt(session)

    def _number(self, session: Session) -> int:
        return counters.totals(session).edition + 1

    def _still_wanted(self, row: EditionRow | None) -> None:
        if row is None or row.worker != _worker(self.folder):
            raise StoreUnavailable("the renewal of the index was cancelled", "begin it again: coach index --renew")
        row.seen = time.time()

    def _leave(self) -> None:
        """Say that nobody is at it any more, so that the next one need not wait for silence."""
        try:
            with self.writing() as session:
                row = editions.pending(session)
                if row is not None and row.worker == _worker(self.folder):
                    row.worker = ""
        except Exception:  # noqa: BLE001 - what stopped the run is the news; silence says the same a minute later
            _log.warning("the renewal could not be signed off", exc_info=True)

    def _tell(self) -> None:
        if self.progress is None:
            return
        with self.reading() as session:
            done, total = editions.counts(session)
        rate = self._done / max(time.monotonic() - self._start, 1e-6)
        left = round((total - done) / rate, 1)
        name = self.preparation.embedder.name
        self.progress(RenewalStatus(embedder=name, done=done, total=total, running=True, seconds_left=left))


def status(reading: Transaction) -> RenewalStatus | None:
    """Return how far the renewal under way, or left half-way, has come; None where there is none."""
    with reading() as session:
        row = editions.pending(session)
        if row is None:
            return None
        done, total = editions.counts(session)
        return RenewalStatus(embedder=row.embedder, done=done, total=total, running=_is_heard(row))


def _worker(folder: Path) -> str:
    return f"{socket.gethostname()}:{folder.resolve()}"[-255:]


def _is_heard(row: EditionRow) -> bool:
    return bool(row.worker) and time.time() - row.seen < SILENT


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the lock of this home; the system lets go of it when the process dies.

    Raises:
        StoreUnavailable: another renewal runs on this home, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "renewal.lock").open("a", encoding="ascii")
    except OSError as error:
        raise StoreUnavailable(f"the home folder cannot be written ({error.strerror})", "check its disk") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreUnavailable(
                "a renewal of the index runs already", "wait for it, or cancel it first: coach index --cancel-renewal"
            ) from error
        yield
