"""Records into the store, batch by batch: each batch is one transaction, so what was interrupted resumes by hash."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from knowledge_base import repository
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import EditionChanged, StoreUnavailable
from knowledge_base.preparation import PREPARATION, CutRecords, Preparation
from knowledge_base.records import IndexReport, Record, SkippedItem
from knowledge_base.repository import PreparedRecord
from knowledge_base.vectors import Transaction

BATCH = 64
"""Records in one transaction; an interruption loses the work on at most this many."""


@dataclass(frozen=True)
class IndexProgress:
    """How far an indexing run has come."""

    files: int
    """Files that are to be read; 0 where records were handed in."""
    records: int
    """Records seen so far."""
    done: int
    """Of these, indexed or found unchanged."""
    skipped: int
    """Files and rows left out so far."""
    rate: float
    """Records per second since the start."""


@dataclass(frozen=True)
class _Underway:
    """A batch that is being embedded."""

    cut: CutRecords
    edition: int
    preparation: Preparation
    vectors: "Future[Vectors]"


ProgressCallback = Callable[[IndexProgress], None]
"""Called after every batch; an exception it raises stops the run between two batches."""


@dataclass
class Ingest:
    """One indexing run."""

    reading: Transaction
    """Opens a transaction nothing is written in."""
    writing: Transaction
    """Opens a transaction that commits on exit."""
    present: Callable[[], tuple[int, Preparation]]
    """Says which edition of the index serves, and what makes records ready for it."""
    files: int = 0
    """Files that are to be read, for the progress."""
    progress: ProgressCallback | None = None
    """Called after every batch."""
    _indexed: int = 0
    _unchanged: int = 0
    _skipped: list[SkippedItem] = field(default_factory=list)
    _seen: dict[str, str] = field(default_factory=dict)
    _edition: int = field(init=False)
    _preparation: Preparation = field(init=False)

    def run(self, items: Iterable[Record | SkippedItem]) -> IndexReport:
        """Store what is new or changed.

        Raises:
            StoreUnavailable: the database is locked, full or unreachable; what was committed stays, run again.
        """
        start = time.perf_counter()
        self._edition, self._preparation = self.present()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed") as pool:
            waiting: _Underway | None = None
            for batch in _batches(self._fresh(items)):
                cut = self._cut(batch)
                following = self._begin(pool, cut) if cut.records else None
                self._store(waiting, start)
                waiting = following
            self._store(waiting, start)
        return IndexReport(
            indexed=self._indexed,
            unchanged=self._unchanged,
            skipped=tuple(self._skipped),
            seconds=round(time.perf_counter() - start, 3),
        )

    def _fresh(self, items: Iterable[Record | SkippedItem]) -> Iterator[Record]:
        """Records with an id that was not met before in this run."""
        for item in items:
            if isinstance(item, SkippedItem):
                self._skipped.append(item)
            elif item.id in self._seen:
                reason = f"the id {item.id!r} stands in {self._seen[item.id]!r} already; give each record its own id"
                self._skipped.append(SkippedItem(path=item.source, reason=reason))
            else:
                self._seen[item.id] = item.source
                yield item

    def _cut(self, records: Sequence[Record]) -> CutRecords:
        """Redact and cut what is new or changed; runs while the batch before is being embedded."""
        hashes = [self._preparation.content_hash(record) for record in records]
        with said_plainly(), self.reading() as session:
            known = repository.known_hashes(session, [record.id for record in records], chunking=PREPARATION)
        changed = [(r, h) for r, h in zip(records, hashes, strict=True) if known.get(r.id) != h]
        self._unchanged += len(records) - len(changed)
        return self._preparation.cut([r for r, _ in changed], [h for _, h in changed])

    def _begin(self, pool: ThreadPoolExecutor, cut: CutRecords) -> _Underway:
        """Let a batch be embedded while the one before is stored and the next one cut."""
        return _Underway(cut, self._edition, self._preparation, pool.submit(self._preparation.embed, cut))

    def _store(self, batch: _Underway | None, start: float) -> None:
        """Write a batch once its vectors are there; embed it again where the index was renewed meanwhile."""
        if batch is not None:
            made, edition = batch.preparation.finish(batch.cut, batch.vectors.result()), batch.edition
            while not self._put(made, edition):
                self._edition, self._preparation = self.present()
                vectors, edition = self._preparation.embed(batch.cut), self._edition
                made = self._preparation.finish(batch.cut, vectors)
            self._indexed += len(batch.cut.records)
        self._tell(start)

    def _put(self, made: Sequence[PreparedRecord], edition: int) -> bool:
        try:
            with said_plainly(), self.writing() as session:
                repository.put(session, made, edition=edition)
        except EditionChanged:
            return False
        return True

    def _tell(self, start: float) -> None:
        done = self._indexed + self._unchanged
        if self.progress is None or not (done or self._skipped):
            return
        seconds = max(time.perf_counter() - start, 1e-6)
        self.progress(IndexProgress(self.files, len(self._seen), done, len(self._skipped), done / seconds))


class said_plainly:
    """Turn failures of the database into `StoreUnavailable` with a hint."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OperationalError):
            raise StoreUnavailable(
                f"the database cannot be used ({_reason(error)})",
                "check the disk and whether another process is writing, then run the same command again",
            ) from error
        if isinstance(error, SQLAlchemyError):
            raise StoreUnavailable(
                f"the database refused the records ({type(error).__name__})", "run `coach index --verify`"
            ) from error


def _reason(error: OperationalError) -> str:
    """The database's own words, without statement and values."""
    return str(error.orig).splitlines()[0][:120]


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
