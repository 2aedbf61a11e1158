"""Records into the store, batch by batch: each batch is one transaction, so what was interrupted resumes by hash."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from knowledge_base import repository
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import StoreUnavailable
from knowledge_base.preparation import CutRecords, Preparation
from knowledge_base.records import IndexReport, Record, SkippedItem
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


_Embedding = tuple[CutRecords, "Future[Vectors]"]

ProgressCallback = Callable[[IndexProgress], None]
"""Called after every batch; an exception it raises stops the run between two batches."""


@dataclass
class Ingest:
    """One indexing run."""

    reading: Transaction
    """Opens a transaction nothing is written in."""
    writing: Transaction
    """Opens a transaction that commits on exit."""
    preparation: Preparation
    """Makes records ready."""
    files: int = 0
    """Files that are to be read, for the progress."""
    progress: ProgressCallback | None = None
    """Called after every batch."""
    _indexed: int = 0
    _unchanged: int = 0
    _skipped: list[SkippedItem] = field(default_factory=list)
    _seen: dict[str, str] = field(default_factory=dict)

    def run(self, items: Iterable[Record | SkippedItem]) -> IndexReport:
        """Store what is new or changed.

        Raises:
            StoreUnavailable: the database is locked, full or unreachable; what was committed stays, run again.
        """
        start = time.perf_counter()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="embed") as pool:
            waiting: _Embedding | None = None
            for batch in _batches(self._fresh(items)):
                cut = self._cut(batch)
                following = (cut, pool.submit(self.preparation.embed, cut)) if cut.records else None
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
        hashes = [self.preparation.content_hash(record) for record in records]
        with said_plainly(), self.reading() as session:
            known = repository.known_hashes(session, [record.id for record in records])
        changed = [(r, h) for r, h in zip(records, hashes, strict=True) if known.get(r.id) != h]
        self._unchanged += len(records) - len(changed)
        return self.preparation.cut([r for r, _ in changed], [h for _, h in changed])

    def _store(self, batch: "_Embedding | None", start: float) -> None:
        """Write a batch once its vectors are there."""
        if batch is not None:
            cut, vectors = batch
            prepared = self.preparation.finish(cut, vectors.result())
            with said_plainly(), self.writing() as session:
                repository.put(session, prepared)
            self._indexed += len(prepared)
        self._tell(start)

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
