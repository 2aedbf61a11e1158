"""Hybrid search: meaning, titles and words, judged inside each document language, merged, permission first and last.

The principal's filter is part of both queries (only their shelves are asked), and every passage is read again from SQL
under the same filter before it is returned (RELIABILITY 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from knowledge_base import fusion, lexical, repository, titles
from knowledge_base.asking import Asking, asked_words
from knowledge_base.background import Background
from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.errors import BadQuery
from knowledge_base.fusion import Floats, FusionSettings, Pool
from knowledge_base.records import Kind, Passage, Principal
from knowledge_base.repository import from_bytes
from knowledge_base.store import Shelf
from knowledge_base.tables import ChunkRow, RecordRow
from knowledge_base.titles import LONGEST
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
    """Segmented title, skills and passage."""
    title: str
    """Title of its record; what is read like one where there is none (`repository.title_or_text`)."""
    similarity: float
    """Cosine with the query."""


@dataclass(frozen=True)
class _Found:
    """Candidates with their evidence, in one order."""

    rows: Sequence[Candidate]
    pool: Pool
    level: Floats
    terms: lexical.Terms


class Search:
    """Answers queries on one store."""

    def __init__(
        self, reading: Transaction, vectors: VectorStore, embedder: Embedder, settings: FusionSettings
    ) -> None:
        """Nothing is loaded before the first query."""
        self._reading = reading
        self._vectors = vectors
        self._settings = settings
        self._asking = Asking(embedder, settings)
        self._background = Background(settings)

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
        vector = self._asking.vector(text)
        hits = self._vectors.query(vector, shelves=shelves, k=max(self._settings.candidates, 3 * query.k))
        near = {hit.chunk_id: hit.similarity for some in hits.values() for hit in some}
        with self._reading() as session:
            found = self._candidates(session, text, vector, shelves=shelves, near=near)
            return self._ranked(session, query, found) if found else []

    def _candidates(
        self, session: Session, text: str, vector: Vectors, *, shelves: Sequence[Shelf], near: Mapping[str, float]
    ) -> _Found | None:
        totals = repository.totals(session)
        self._background.refresh(totals)
        kinds = {shelf.kind for shelf in shelves}
        terms = lexical.query_terms(
            session, asked_words(text), passages=totals.passages, tokens=totals.tokens, kinds=kinds
        )
        worded = lexical.candidates(session, terms, shelves=shelves, limit=self._settings.candidates)
        rows = _read(session, shelves, near=near, worded=worded, vector=vector)
        if not rows:
            return None
        weights = self._background.title_weights(session, shelves)
        pool = Pool(
            similarity=np.array([row.similarity for row in rows]),
            bm25=np.array([lexical.bm25(row.tokens, terms) for row in rows]),
            titles=titles.overlap(text, [row.title if len(row.title) <= LONGEST else "" for row in rows], weights),
            languages=np.array([row.language for row in rows]),
        )
        level = fusion.standardised(pool, self._background.usual(session, vector, shelves))
        return _Found(rows, pool, level, terms)

    def _ranked(self, session: Session, query: Query, found: _Found) -> list[Passage]:
        scores = fusion.fused(found.pool, found.level, self._settings)
        evidence = fusion.evidence(found.pool, found.level, scores.total, total_weight=found.terms.total)
        if query.abstain and evidence < self._settings.fits:
            return []
        keep = _best_of_each(found.rows, scores.total) if query.by_record else np.arange(len(found.rows))
        total = scores.total[keep] + self._supported(session, found, scores.at(keep), keep)
        best = np.argsort(-total, kind="stable")[: query.k]
        shown = [round(float(share), 4) for share in _as_share(total[best])]
        return _passages(session, [found.rows[i].pk for i in keep[best]], shown)

    def _supported(self, session: Session, found: _Found, scores: fusion.Scores, keep: np.ndarray) -> Floats:
        """What the kept passages get from those of another language that say the same."""
        languages = found.pool.languages[keep]
        given = np.zeros(len(keep))
        leading = fusion.supporters(scores.total, languages, self._settings)
        if len(leading):
            vectors = repository.vectors_of(session, [found.rows[i].pk for i in keep[leading]])
            given[leading] = fusion.support(scores.said[leading], vectors, languages[leading], self._settings)
        return given


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
    title = repository.title_or_text(LONGEST)
    columns = (ChunkRow.pk, ChunkRow.record_pk, ChunkRow.language, ChunkRow.tokens, title)
    record = (RecordRow, RecordRow.pk == ChunkRow.record_pk)
    by_meaning = (
        select(*columns, ChunkRow.chunk_id)
        .select_from(ChunkRow)
        .join(*record)
        .where(ChunkRow.chunk_id.in_(near), allowed)
    )
    found = {row.pk: Candidate(*row[:5], near[row.chunk_id]) for row in session.execute(by_meaning)}
    missing = set(worded) - found.keys()
    by_words = (
        select(*columns, ChunkRow.vector).select_from(ChunkRow).join(*record).where(ChunkRow.pk.in_(missing), allowed)
    )
    rows = session.execute(by_words).all()
    if rows:
        similar = from_bytes([row.vector for row in rows]) @ vector
        found |= {row.pk: Candidate(*row[:5], float(s)) for row, s in zip(rows, similar, strict=True)}
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
    share: Floats = 1.0 / (1.0 + np.exp(-(fused - 6.0) / 2.5))
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
