"""The knowledge base: what the rest of the product sees of this package."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from knowledge_base import counters, editions, repository
from knowledge_base.embeddings import BundledEmbedder, Embedder
from knowledge_base.forgetting import forget
from knowledge_base.ingest import Ingest, ProgressCallback, said_plainly
from knowledge_base.long_queries import condensed
from knowledge_base.precedents.serving import Cards
from knowledge_base.preparation import PREPARATION, Preparation, TextRedactor
from knowledge_base.records import (
    Asker,
    AssumedKind,
    IndexReport,
    Kind,
    Passage,
    PatternCard,
    Principal,
    Record,
    SkippedItem,
)
from knowledge_base.renewal import Renewal, RenewalProgress, RenewalReport
from knowledge_base.search import Query, shelves_of
from knowledge_base.serving import Editions, EmbedderByName, EmbedderSilent, Serving
from knowledge_base.state import IndexState, index_state
from knowledge_base.vectors import Transaction
from knowledge_base.verify import RebuildReport, VerifyReport, rebuild, verify
from knowledge_base.words_only import words_only


class KnowledgeBase:
    """Records, passages and their vectors in SQL, with a vector index and full text derived from them.

    Args:
        transaction: opens a transaction that commits on exit.
        folder: where the vector index lives; created at need.
        embedder: the one that is asked for; None for the bundled one, loaded on first use. An index that was built with
            another one is served with that one until it is renewed.
        embedder_named: opens the embedder an index was built with, by its name; None knows the bundled one only.
        reading: opens a transaction for reading only; None uses `transaction`.
        redactor: masks persons; None for the package's own.
    """

    def __init__(  # noqa: PLR0913  # the parts it is wired from, all keywords
        self,
        *,
        transaction: Transaction,
        folder: Path,
        embedder: Embedder | None = None,
        reading: Transaction | None = None,
        redactor: TextRedactor | None = None,
        embedder_named: EmbedderByName | None = None,
    ) -> None:
        self._writing = transaction
        self._reading = reading or transaction
        self._embedder: Embedder = embedder or BundledEmbedder()
        self._redactor = redactor
        self._folder = folder
        self._editions = Editions(
            self._reading, self._writing, folder, asked_for=self._embedder, named=embedder_named or _bundled
        )
        self._cards = Cards(self._reading)

    def index(
        self, paths: Sequence[Path], *, kind: Kind | None = None, progress: ProgressCallback | None = None
    ) -> IndexReport:
        """Index files and folders; what is unchanged is passed over, what cannot be read is skipped with its reason.

        Args:
            paths: files or folders.
            kind: the kind of every record; None lets the files say.
            progress: called after every batch of records.

        Raises:
            BadRecord: a path does not exist.
            StoreUnavailable: the database or the disk fails; what was committed stays, run again to go on.
        """
        from knowledge_base.loaders import find_files, load_files

        found = find_files(paths)
        assumed: list[AssumedKind] = []
        loaded = load_files(found, kind=kind, assumed=assumed)
        report = self._ingest(loaded, files=len(found), progress=progress)
        return report.model_copy(update={"assumed": tuple(assumed)})

    def add(self, records: Sequence[Record], *, progress: ProgressCallback | None = None) -> IndexReport:
        """Index records that are at hand; they are redacted like those from files.

        Raises:
            StoreUnavailable: the database or the disk fails.
        """
        return self._ingest(iter(records), files=0, progress=progress)

    def delete(self, record_ids: Sequence[str]) -> int:
        """Remove records from SQL, full text and vectors. Returns how many there were."""
        with said_plainly(), self._writing() as session:
            forget(session, list(record_ids))
            gone = repository.remove(session, list(record_ids))
        self._editions.answer(lambda serving: serving.vectors.refresh())
        return gone

    def search(  # noqa: PLR0913  # the agreed interface; all but two are keywords
        self,
        principal: Principal,
        text: str,
        *,
        kinds: frozenset[Kind] | None = None,
        language: Literal["zh", "en", "any"] = "any",
        k: int = 10,
        abstain: bool = False,
        by_record: bool = True,
    ) -> list[Passage]:
        """Find passages in both languages, best first.

        Args:
            principal: on whose behalf; only the kinds they may read are searched.
            text: any text; of more than 2,000 characters the most telling sentences are read. Without a letter or digit
                nothing is found.
            kinds: narrower than what the principal may read.
            language: language of the documents.
            k: most passages returned.
            abstain: return nothing where nothing fits.
            by_record: one passage per record.

        Raises:
            BadQuery: the principal is empty or `k` is under 1.
            StoreUnavailable: the store cannot be read.
        """
        said = condensed(text)
        query = Query(principal, said, kinds=kinds, language=language, k=k, abstain=abstain, by_record=by_record)
        with said_plainly():
            return self._editions.answer(lambda serving: self._find(serving, query))

    def precedents(  # noqa: PLR0913 - the agreed interface; all but one are keywords
        self,
        gap_type: str,
        *,
        language: Literal["zh", "en"],
        industry: str | None = None,
        role: str | None = None,
        asker: Asker | None = None,
        k: int = 3,
    ) -> list[PatternCard]:
        """Return what groups of past plans have in common, as HR approved it; never a plan, a name or a code.

        Args:
            gap_type: the kind of gap, a value of `GapCategory`.
            language: language of the cards.
            industry: in any words; None where unknown.
            role: in any words; None where unknown.
            asker: whose plans must not be needed for a figure; None where nobody asks who could know some.
            k: most cards returned.
        """
        with said_plainly():
            return self._cards.near(gap_type, language=language, industry=industry, role=role, asker=asker, k=k)

    def resource(self, record_id: str) -> Record | None:
        """Return a record as stored (redacted), or None."""
        with said_plainly(), self._reading() as session:
            return repository.resource(session, record_id)

    def ids(self, kind: Kind | None = None) -> list[str]:
        """Return the ids of all records, sorted."""
        with said_plainly(), self._reading() as session:
            return repository.record_ids(session, kind)

    def count(self, kinds: frozenset[Kind] | None = None) -> int:
        """Return how many records there are, of some kinds or of all."""
        with said_plainly(), self._reading() as session:
            return repository.record_count(session, kinds)

    def fingerprint(self) -> str:
        """Return a short text that changes with every change of the store; cheap."""
        with said_plainly(), self._reading() as session:
            totals = counters.totals(session)
        state = f"{totals}|{PREPARATION}"
        return hashlib.sha256(state.encode()).hexdigest()[:16]

    def verify(self) -> VerifyReport:
        """Compare SQL with the vector index and the full text."""
        with said_plainly():
            return self._editions.answer(lambda serving: verify(self._reading, serving.vectors))

    def rebuild(self, progress: Callable[[int], None] | None = None) -> RebuildReport:
        """Make vector index and full text anew from SQL; nothing is embedded.

        Raises:
            StoreUnavailable: another process owns the vector index.
        """
        with said_plainly():
            return self._editions.answer(lambda serving: rebuild(self._writing, serving.vectors, progress))

    def state(self) -> IndexState:
        """Say what the index is built with, what is asked for, and how far a renewal has come; a few small questions.

        Raises:
            StoreUnavailable: the store cannot be read.
        """
        with said_plainly():
            return index_state(self._reading, self._editions.current(), self._embedder.name)

    def renew(self, progress: RenewalProgress | None = None) -> RenewalReport:
        """Make the index anew for the embedder and the preparation that are asked for; searches go on meanwhile.

        Takes up what an earlier run left. Where the index is as it should be nothing is done.

        Raises:
            StoreUnavailable: another renewal runs, it was cancelled, or the embedder or the database fails.
        """
        serving = self._editions.for_writing()
        if not index_state(self._reading, serving, self._embedder.name).outdated:
            number, name = serving.edition.number, serving.edition.embedder
            return RenewalReport(renewed=0, total=self.count(), embedder=name, edition=number, seconds=0.0)
        run = Renewal(self._reading, self._writing, self.preparation, self._folder, progress)
        report = run.run()
        self._editions.current()
        return report

    def cancel_renewal(self) -> bool:
        """Throw away a renewal under way or left half-way; a run stops at its next step. False where there was none."""
        with said_plainly(), self._writing() as session:
            counters.next_seq(session)
            had = editions.pending(session) is not None
            editions.discard(session)
        return had

    def close(self) -> None:
        """Close the vector index, so that another process can open it."""
        self._editions.close()

    def _ingest(
        self, items: Iterator[Record | SkippedItem], *, files: int, progress: ProgressCallback | None
    ) -> IndexReport:
        run = Ingest(self._reading, self._writing, self._present, files=files, progress=progress)
        report = run.run(items)
        with said_plainly(), self._writing() as session:
            editions.note_chunking(session)
        self._editions.answer(lambda serving: serving.vectors.refresh())
        return report

    def _present(self) -> tuple[int, Preparation]:
        """The number of the edition new records go into, and what makes them ready for it."""
        with said_plainly():
            serving = self._editions.for_writing()
        return serving.edition.number, Preparation(serving.embedder, self.preparation.redactor)

    def _find(self, serving: Serving, query: Query) -> list[Passage]:
        """By meaning and words; by words alone while the embedder of the index is gone or silent."""
        shelves = shelves_of(query)
        if not serving.edition.number or not shelves:
            return []
        try:
            return serving.search.run(query)
        except EmbedderSilent:
            with self._reading() as session:
                return words_only(session, query)

    @property
    def preparation(self) -> Preparation:
        """What decides what is stored for a record: hashes, redaction, embedder."""
        return self._preparation()

    def _preparation(self) -> Preparation:
        if self._redactor is None:
            from knowledge_base.redaction import Redactor

            self._redactor = Redactor()
        return Preparation(self._embedder, self._redactor)


def _bundled(name: str) -> Embedder | None:
    return BundledEmbedder() if name == BundledEmbedder.name else None
