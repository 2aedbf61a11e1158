"""The candidates of a query with their evidence, from memory where SQLite is the database, from SQL elsewhere.

Both ways give the same candidates but for ties; the tests compare them. In memory nothing is read for a passage that
was met before, and for a new one its title only, or its vector where it was found by words.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base import lexical, repository
from knowledge_base.counters import Totals
from knowledge_base.embeddings import Vectors
from knowledge_base.fusion import Floats
from knowledge_base.lexical import Asked, Terms
from knowledge_base.passage_table import GONE
from knowledge_base.postings import Postings
from knowledge_base.repository import from_bytes
from knowledge_base.store import Shelf
from knowledge_base.tables import ChunkRow, RecordRow
from knowledge_base.titles import LONGEST
from knowledge_base.visible import RARE

TITLES = 100_000
"""Most titles kept in memory, some hundred bytes each."""

VECTORS = 8_000
"""Most vectors kept in memory beside those of the vector index: 16 MB at 512 numbers each."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and where."""

    words: Asked
    """The words of the query."""
    vector: Vectors
    """The vector of the query."""
    shelves: Sequence[Shelf]
    """Where the asker may and wants to look: part of every question to the store."""
    near: Mapping[str, float]
    """What the vector index found: id of the passage -> cosine."""
    limit: int
    """Most passages found by words, for each language."""


@dataclass(frozen=True)
class Candidates:
    """Passages that may be returned, in order of their numbers; every column has one entry for each."""

    pks: NDArray[np.int64]
    """`ChunkRow.pk`."""
    records: NDArray[np.int64]
    """`ChunkRow.record_pk`."""
    languages: NDArray[np.str_]
    """Document language."""
    similarity: Floats
    """Cosine with the query."""
    bm25: Floats
    """BM25 with the query; 0 where no word matches."""
    titles: Sequence[str]
    """What is read like a title; empty where there is none."""
    terms: Terms
    """The words that were asked."""


class Recall(Protocol):
    """One way to the candidates."""

    def candidates(self, session: Session, totals: Totals, wanted: Wanted) -> Candidates:
        """Return what was found by meaning or by words, as SQL has it now: there, not withdrawn, on those shelves.

        Args:
            session: an open transaction.
            totals: the counters it sees.
            wanted: what is looked for.
        """

    def vectors(self, session: Session, pks: Sequence[int]) -> Vectors:
        """Return the vectors of candidates, one row each."""


class SqlRecall:
    """Asks SQL for everything; the way on PostgreSQL, and what memory is compared with."""

    def candidates(self, session: Session, totals: Totals, wanted: Wanted) -> Candidates:
        """Return what was found by meaning or by words."""
        kinds = {shelf.kind for shelf in wanted.shelves}
        terms = lexical.query_terms(session, wanted.words, passages=totals.passages, tokens=totals.tokens, kinds=kinds)
        worded = lexical.candidates(session, terms, shelves=wanted.shelves, limit=wanted.limit)
        rows = _rows(session, wanted, worded)
        return Candidates(
            pks=np.array([row[0] for row in rows], dtype=np.int64),
            records=np.array([row[1] for row in rows], dtype=np.int64),
            languages=np.array([row[2] for row in rows], dtype=np.str_),
            similarity=np.array([row[5] for row in rows], dtype=np.float64),
            bm25=np.array([lexical.bm25(row[3], terms) for row in rows], dtype=np.float64),
            titles=[row[4] if len(row[4]) <= LONGEST else "" for row in rows],
            terms=terms,
        )

    def vectors(self, session: Session, pks: Sequence[int]) -> Vectors:
        """Return the vectors of candidates."""
        return repository.vectors_of(session, pks)


_Row = tuple[int, int, str, str, str, float]


def _rows(session: Session, wanted: Wanted, worded: Sequence[int]) -> list[_Row]:
    """pk, record, language, tokens, title and similarity of the candidates, in order of pk.

    The similarity of those found by meaning is known; only for the others the vector is read (it is what makes a row
    long).
    """
    # joined into one text, so that no planner prefers the index over all passages of a shelf to the few ids asked for
    allowed = (ChunkRow.kind + "/" + ChunkRow.language).in_([f"{s.kind}/{s.language}" for s in wanted.shelves])
    title = repository.title_or_text(LONGEST)
    columns = (ChunkRow.pk, ChunkRow.record_pk, ChunkRow.language, ChunkRow.tokens, title)
    record = (RecordRow, RecordRow.pk == ChunkRow.record_pk)
    by_meaning = select(*columns, ChunkRow.chunk_id).select_from(ChunkRow).join(*record)
    found: dict[int, _Row] = {
        row.pk: (*row[:5], wanted.near[row.chunk_id])
        for row in session.execute(by_meaning.where(ChunkRow.chunk_id.in_(wanted.near), allowed))
    }
    by_words = select(*columns, ChunkRow.vector).select_from(ChunkRow).join(*record)
    rows = session.execute(by_words.where(ChunkRow.pk.in_(set(worded) - found.keys()), allowed)).all()
    if rows:
        similar = from_bytes([row.vector for row in rows]) @ wanted.vector
        found |= {row.pk: (*row[:5], float(s)) for row, s in zip(rows, similar, strict=True)}
    withdrawn = repository.withdrawn(session, {shelf.kind for shelf in wanted.shelves})
    return [found[pk] for pk in sorted(found) if found[pk][1] not in withdrawn]


class MemoryRecall:
    """SQLite: columns, word lists and titles in memory, following every change; safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing is read before the first query."""
        self._postings = Postings()
        self._epoch = -1
        self._titles: OrderedDict[int, str] = OrderedDict()
        self._vectors: OrderedDict[int, Vectors] = OrderedDict()

    def candidates(self, session: Session, totals: Totals, wanted: Wanted) -> Candidates:
        """Return what was found by meaning or by words."""
        with self._postings.lock:
            postings, table = self._postings, self._postings.table
            added = postings.refresh(session, totals)
            for pk in [*table.left, *(int(table.pk[one.at]) for one in added)]:
                self._titles.pop(pk, None)
                self._vectors.pop(pk, None)
            if table.epoch != self._epoch:  # numbers may have been given again
                self._epoch, self._titles, self._vectors = table.epoch, OrderedDict(), OrderedDict()
            terms = self._terms(session, wanted, totals)
            scores = postings.scores(session, terms.weights)
            near = self._near(wanted)
            worded = postings.best(scores, wanted.shelves, limit=wanted.limit)
            places = np.unique(np.concatenate([np.fromiter(near, dtype=np.int64, count=len(near)), worded]))
            pks, records = table.pk[places], table.record[places]
            languages = np.array([shelf.language for shelf in table.shelves] or [""])[table.code[places]]
            bm25 = scores[places].astype(np.float64)
            known = [near.get(int(at)) for at in places]
            listed = pks.tolist()
            missing = [pk for pk, similarity in zip(listed, known, strict=True) if similarity is None]
            self._read(session, titles=[pk for pk in listed if pk not in self._titles])
            similar = (
                dict(zip(missing, self._rows_of(session, missing) @ wanted.vector, strict=True)) if missing else {}
            )
            titles = [self._titles.get(pk, "") for pk in listed]
            similarity = [similar[pk] if s is None else s for pk, s in zip(listed, known, strict=True)]
        return Candidates(pks, records, languages, np.array(similarity, dtype=np.float64), bm25, titles, terms)

    def vectors(self, session: Session, pks: Sequence[int]) -> Vectors:
        """Return the vectors of candidates."""
        with self._postings.lock:
            return self._rows_of(session, pks)

    def _terms(self, session: Session, wanted: Wanted, totals: Totals) -> Terms:
        """The words worth asking; a rare one is counted in what the asker may read (`visible.py`)."""
        words = lexical.all_words(wanted.words)
        counts = self._postings.document_counts(session, words, most=lexical.most_common(totals.passages))
        rare = [word for word, count in counts.items() if count <= RARE]
        counts |= self._postings.visible_counts(rare, {shelf.kind for shelf in wanted.shelves})
        return lexical.chosen(wanted.words, counts, passages=totals.passages, tokens=totals.tokens)

    def _near(self, wanted: Wanted) -> dict[int, float]:
        """Place -> cosine of what the vector index found, as far as it may be read."""
        table = self._postings.table
        allowed = table.languages(wanted.shelves, sorted({shelf.language for shelf in wanted.shelves}))
        placed = ((table.place_of(chunk_id), cosine) for chunk_id, cosine in wanted.near.items())
        return {at: cosine for at, cosine in placed if at is not None and allowed[table.code[at]] != GONE}

    def _read(self, session: Session, *, titles: Sequence[int]) -> None:
        if not titles:
            return
        while len(self._titles) > TITLES:
            self._titles.popitem(last=False)
        statement = (
            "SELECT c.pk, CASE WHEN r.title != '' THEN r.title ELSE substr(c.text, 1, ?) END FROM kb_chunks c "  # noqa: S608
            f"JOIN kb_records r ON r.pk = c.record_pk WHERE c.pk IN ({_numbers(titles)})"
        )
        rows = session.connection().exec_driver_sql(statement, (LONGEST + 1,)).all()
        self._titles |= {pk: title if len(title) <= LONGEST else "" for pk, title in rows}

    def _rows_of(self, session: Session, pks: Sequence[int]) -> Vectors:
        new = [pk for pk in pks if pk not in self._vectors]
        held = {pk: self._vectors[pk] for pk in pks if pk in self._vectors}
        if new:
            statement = f"SELECT pk, vector FROM kb_chunks WHERE pk IN ({_numbers(new)})"  # noqa: S608
            rows = session.connection().exec_driver_sql(statement).all()
            read = dict(zip((pk for pk, _ in rows), from_bytes([vector for _, vector in rows]), strict=True))
            held |= read
            self._vectors |= read
        while len(self._vectors) > VECTORS:
            self._vectors.popitem(last=False)
        return np.stack([held[pk] for pk in pks]) if pks else np.zeros((0, 1), dtype=np.float32)


def _numbers(pks: Iterable[int]) -> str:
    return ",".join(str(int(pk)) for pk in pks)
