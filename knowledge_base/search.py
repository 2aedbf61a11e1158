"""Hybrid search: meaning and words, ranked inside each document language, merged, permission first and last.

The principal's filter is part of both queries (only their shelves are asked), and every passage is read again from SQL
under the same filter before it is returned (RELIABILITY 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from knowledge_base import fusion, lexical, repository
from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.errors import BadQuery
from knowledge_base.fusion import Floats, FusionSettings, Pool
from knowledge_base.language import detect_language
from knowledge_base.records import Kind, Passage, Principal
from knowledge_base.repository import from_bytes
from knowledge_base.store import Shelf
from knowledge_base.tables import ChunkRow, RecordRow
from knowledge_base.vectors import Transaction, VectorStore

LANGUAGES = ("zh", "en", "other")
"""Document languages there are shelves for."""

MAX_QUERY = 2_000
"""Characters of a query that are read: more says nothing more about what is looked for."""


@dataclass(frozen=True)
class Query:
    """What is asked, by whom."""

    principal: Principal
    """On whose behalf."""
    text: str
    """As typed."""
    kinds: frozenset[Kind] | None = None
    """Narrower than what the principal may read; None for all of it."""
    language: Literal["zh", "en", "any"] = "any"
    """Language of the documents."""
    k: int = 10
    """Most passages returned, at least 1."""
    abstain: bool = False
    """Return nothing where nothing fits."""
    by_record: bool = True
    """One passage per record, its best."""


class Candidate(NamedTuple):
    """A passage that may be returned."""

    pk: int
    """Of the chunk."""
    record_pk: int
    """Of its record."""
    language: str
    """Of the document."""
    tokens: str
    """Segmented title and passage."""
    similarity: float
    """Cosine with the query."""


@dataclass(frozen=True)
class _Found:
    """Candidates with their evidence, in one order."""

    rows: Sequence[Candidate]
    similarity: Floats
    bm25: Floats
    terms: lexical.Terms


class Search:
    """Answers queries on one store."""

    def __init__(
        self, reading: Transaction, vectors: VectorStore, embedder: Embedder, settings: FusionSettings
    ) -> None:
        """Nothing is loaded before the first query."""
        self._reading = reading
        self._vectors = vectors
        self._embedder = embedder
        self._settings = settings
        self._background: tuple[int, dict[Shelf, Vectors]] = (-1, {})
        self._embed = lru_cache(maxsize=512)(self._embed_now)

    def run(self, query: Query) -> list[Passage]:
        """Return passages, best first; scores lie between 0 and 1 and fall along the list.

        Raises:
            BadQuery: the principal is empty or may read nothing, or `k` is under 1.
            StoreUnavailable: the store cannot be read.
        """
        shelves = _shelves(query)
        text = query.text[:MAX_QUERY]
        if not shelves or not any(c.isalnum() for c in text):
            return []
        vector = self._embed(text)
        near = self._vectors.query(vector, shelves=shelves, k=max(self._settings.candidates, 3 * query.k))
        with self._reading() as session:
            found = self._candidates(
                session,
                text,
                vector,
                shelves=shelves,
                near={h.chunk_id: h.similarity for hits in near.values() for h in hits},
            )
            if not found.rows:
                return []
            background = self._usual(session, vector, shelves)
            return self._ranked(session, query, found, background)

    def _embed_now(self, text: str) -> Vectors:
        row: Vectors = self._embedder.embed_query(text)
        return row

    def _candidates(
        self, session: Session, text: str, vector: Vectors, *, shelves: Sequence[Shelf], near: Mapping[str, float]
    ) -> _Found:
        totals = repository.totals(session)
        terms = lexical.query_terms(session, text, passages=totals.passages, tokens=totals.tokens)
        worded = lexical.candidates(session, terms, shelves=shelves, limit=self._settings.candidates)
        rows = _read(session, shelves, near=near, worded=worded, vector=vector)
        similarity = np.array([row.similarity for row in rows])
        return _Found(rows, similarity, np.array([lexical.bm25(row.tokens, terms) for row in rows]), terms)

    def _usual(self, session: Session, vector: Vectors, shelves: Sequence[Shelf]) -> dict[str, fusion.Usual]:
        """The usual similarity per language on the shelves that may be read."""
        seq = repository.totals(session).seq
        if self._background[0] != seq:
            self._background = (seq, {})
        known = self._background[1]
        for shelf in shelves:
            if shelf not in known:
                known[shelf] = repository.sample_vectors(session, shelf, self._settings.background)
        samples: dict[str, list[Floats]] = {}
        for shelf in shelves:
            if len(known[shelf]):
                samples.setdefault(shelf.language, []).append((known[shelf] @ vector).astype(np.float64))
        joined = {language: np.concatenate(some) for language, some in samples.items()}
        return fusion.usual_similarity(joined, self._settings)

    def _ranked(self, session: Session, query: Query, found: _Found, usual: dict[str, fusion.Usual]) -> list[Passage]:
        languages = np.array([row.language for row in found.rows])
        pool = Pool(found.similarity, found.bm25, languages)
        level = fusion.standardised(pool, usual)
        if query.abstain and fusion.evidence(pool, level, total_weight=found.terms.total) < self._settings.fits:
            return []
        fused = level + self._settings.words * fusion.word_credit(pool)
        keep = _best_of_each(found.rows, fused) if query.by_record else np.arange(len(found.rows))
        foreign = languages != detect_language(query.text)
        merged = fusion.balanced_order(fused[keep], level[keep], foreign[keep], self._settings)
        first = fusion.first_places(merged, level[keep], foreign[keep], k=query.k, settings=self._settings)
        order = keep[first]
        shown = fusion.falling(_as_share(fused[order]))
        return _passages(session, [found.rows[i].pk for i in order], [float(score) for score in shown])


def _shelves(query: Query) -> list[Shelf]:
    """The shelves that may and should be asked."""
    if not query.principal.id.strip() or not query.principal.kinds:
        raise BadQuery(
            "a search needs a principal who may read something", "sign in, or ask for a role that may search"
        )
    if query.k < 1:
        raise BadQuery(f"k must be at least 1, not {query.k!r}", "ask for at least one passage")
    kinds = query.principal.kinds if query.kinds is None else query.principal.kinds & query.kinds
    languages = LANGUAGES if query.language == "any" else (query.language,)
    return [Shelf(kind.value, language) for kind in sorted(kinds) for language in languages]


def _read(
    session: Session, shelves: Sequence[Shelf], *, near: Mapping[str, float], worded: Sequence[int], vector: Vectors
) -> list[Candidate]:
    """Candidates as SQL has them now: still there, not withdrawn, and on a shelf the principal may read.

    The similarity of those found by meaning is known; only for the others the vector is read (it is what makes a row
    long).
    """
    # joined into one text, so that no planner prefers the index over all passages of a shelf to the few ids asked for
    allowed = (ChunkRow.kind + "/" + ChunkRow.language).in_([f"{s.kind}/{s.language}" for s in shelves])
    columns = (ChunkRow.pk, ChunkRow.record_pk, ChunkRow.language, ChunkRow.tokens)
    by_meaning = select(*columns, ChunkRow.chunk_id).where(ChunkRow.chunk_id.in_(near), allowed)
    found = {row.pk: Candidate(*row[:4], near[row.chunk_id]) for row in session.execute(by_meaning)}
    by_words = select(*columns, ChunkRow.vector).where(ChunkRow.pk.in_(set(worded) - found.keys()), allowed)
    rows = session.execute(by_words).all()
    if rows:
        similar = from_bytes([row.vector for row in rows]) @ vector
        found |= {row.pk: Candidate(*row[:4], float(s)) for row, s in zip(rows, similar, strict=True)}
    withdrawn = repository.withdrawn(session, {shelf.kind for shelf in shelves})
    return [found[pk] for pk in sorted(found) if found[pk].record_pk not in withdrawn]


def _best_of_each(rows: Sequence[Candidate], fused: Floats) -> np.ndarray:
    """The best passage of every record, in the order of the candidates."""
    best: dict[int, int] = {}
    for i, row in enumerate(rows):
        if row.record_pk not in best or fused[i] > fused[best[row.record_pk]]:
            best[row.record_pk] = i
    return np.array(sorted(best.values()), dtype=np.intp)


def _as_share(fused: Floats) -> Floats:
    """Squeeze a fused score into 0 .. 1; 0.5 is where a passage begins to be worth showing."""
    share: Floats = 1.0 / (1.0 + np.exp(-(fused - 4.0) / 1.5))
    return share


def _passages(session: Session, pks: Sequence[int], scores: Sequence[float]) -> list[Passage]:
    statement = select(ChunkRow, RecordRow).join(RecordRow, RecordRow.pk == ChunkRow.record_pk)
    columns = load_only(ChunkRow.chunk_id, ChunkRow.text)
    rows = {
        chunk.pk: (chunk, record)
        for chunk, record in session.execute(statement.options(columns).where(ChunkRow.pk.in_(pks)))
    }
    return [_passage(*rows[pk], score) for pk, score in zip(pks, scores, strict=True)]


def _passage(chunk: ChunkRow, record: RecordRow, score: float) -> Passage:
    return Passage(
        id=chunk.chunk_id,
        record_id=record.record_id,
        kind=Kind(record.kind),
        title=record.title,
        text=chunk.text,
        language=record.language,
        source=record.source,
        score=round(score, 4),
        metadata={key: value for key, value in record.meta.items() if not (record.kind == "plan" and key in HIDDEN)},
    )


HIDDEN = frozenset({"employee", "manager"})
"""Metadata of plans that no passage carries: whose plan it was is needed for the k rule only."""
