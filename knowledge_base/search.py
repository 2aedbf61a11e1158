"""Hybrid search: meaning, titles and words, judged inside each document language, merged, permission first and last.

The principal's filter is part of both queries (only their shelves are asked), and every passage is read again from SQL
under the same filter before it is returned (RELIABILITY 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from knowledge_base import fusion, repository, titles
from knowledge_base.asking import Asking, asked_words, widened
from knowledge_base.background import Background
from knowledge_base.embeddings import Embedder
from knowledge_base.errors import BadQuery
from knowledge_base.fusion import Floats, FusionSettings, Pool
from knowledge_base.long_queries import LONGEST
from knowledge_base.recall import Candidates, MemoryRecall, Recall, SqlRecall, Wanted
from knowledge_base.records import Kind, Passage, Principal
from knowledge_base.store import Shelf
from knowledge_base.tables import ChunkRow, RecordRow
from knowledge_base.vectors import Transaction, VectorStore

LANGUAGES = ("zh", "en", "other")
"""Document languages there are shelves for."""


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


@dataclass(frozen=True)
class _Found:
    """Candidates with their evidence, in one order."""

    rows: Candidates
    pool: Pool
    level: Floats
    title_weights: Floats


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
        self._recall: Recall | None = None

    def run(self, query: Query) -> list[Passage]:
        """Return passages, best first; scores lie between 0 and 1 and fall along the list.

        Raises:
            BadQuery: the principal is empty or may read nothing, or `k` is under 1.
            StoreUnavailable: the store cannot be read.
        """
        shelves = shelves_of(query)
        text = query.text[:LONGEST]
        if not shelves or not any(c.isalnum() for c in text):
            return []
        vector = self._asking.vector(text)
        hits = self._vectors.query(vector, shelves=shelves, k=max(self._settings.candidates, 3 * query.k))
        near = {hit.chunk_id: hit.similarity for some in hits.values() for hit in some}
        with self._reading() as session:
            wanted = Wanted(asked_words(text), vector, shelves, near, self._settings.candidates)
            found = self._candidates(session, text, wanted)
            return self._ranked(session, query, found, shelves) if found else []

    def _candidates(self, session: Session, query: str, wanted: Wanted) -> _Found | None:
        totals = repository.totals(session)
        self._background.refresh(totals)
        rows = self._recall_on(session).candidates(session, totals, wanted)
        if not len(rows.pks):
            return None
        weights = self._background.title_weights(session, wanted.shelves)
        held = titles.overlap(widened(query), rows.titles, weights)
        pool = Pool(similarity=rows.similarity, bm25=rows.bm25, titles=held, languages=rows.languages)
        level = fusion.standardised(pool, self._background.usual(session, wanted.vector, wanted.shelves))
        return _Found(rows, pool, level, weights)

    def _recall_on(self, session: Session) -> Recall:
        if self._recall is None:
            on_sqlite = session.get_bind().dialect.name == "sqlite"
            self._recall = MemoryRecall() if on_sqlite else SqlRecall()
        return self._recall

    def _ranked(self, session: Session, query: Query, found: _Found, shelves: Sequence[Shelf]) -> list[Passage]:
        scores = fusion.fused(found.pool, found.level, self._settings)
        if query.abstain and self._evidence(query.text[:LONGEST], found, scores) < self._settings.fits:
            return []
        keep = _best_of_each(found.rows.records, scores.total) if query.by_record else np.arange(len(found.rows.pks))
        total = scores.total[keep] + self._supported(session, found, scores.at(keep), keep)
        best = np.argsort(-total, kind="stable")[: query.k]
        shown = [round(float(share), 4) for share in _as_share(total[best])]
        return _passages(session, found.rows.pks[keep[best]].tolist(), shown, shelves=shelves)

    def _evidence(self, text: str, found: _Found, scores: fusion.Scores) -> float:
        """What speaks for anything fitting: by titles as the text has them, for other words let near misses in."""
        typed = replace(found.pool, titles=titles.overlap(text, found.rows.titles, found.title_weights))
        return fusion.evidence(typed, found.level, scores.total, total_weight=found.rows.terms.total)

    def _supported(self, session: Session, found: _Found, scores: fusion.Scores, keep: np.ndarray) -> Floats:
        """What the kept passages get from those of another language that say the same."""
        languages = found.pool.languages[keep]
        given = np.zeros(len(keep))
        leading = fusion.supporters(scores.total, languages, self._settings)
        if len(leading):
            vectors = self._recall_on(session).vectors(session, found.rows.pks[keep[leading]].tolist())
            given[leading] = fusion.support(scores.said[leading], vectors, languages[leading], self._settings)
        return given


def shelves_of(query: Query) -> list[Shelf]:
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


def _best_of_each(records: NDArray[np.int64], fused: Floats) -> NDArray[np.intp]:
    """The best passage of every record, in the order of the candidates."""
    best_first = np.lexsort((np.arange(len(fused)), -fused))
    _, first = np.unique(records[best_first], return_index=True)
    return np.sort(best_first[first])


def _as_share(fused: Floats) -> Floats:
    """Squeeze a fused score into 0 .. 1; 0.5 is where a passage begins to be worth showing."""
    share: Floats = 1.0 / (1.0 + np.exp(-(fused - 6.0) / 2.5))
    return share


@lru_cache(maxsize=1)
def _shown_statement() -> Select[Any]:
    """What is shown of some passages; made once, as making it costs as much as answering it."""
    columns = (ChunkRow.pk, ChunkRow.chunk_id, ChunkRow.text, RecordRow.record_id, RecordRow.kind, RecordRow.title)
    rest = (RecordRow.language, RecordRow.source, RecordRow.meta.label("meta"))  # values, as whole rows cost twice
    statement = select(*columns, *rest).select_from(ChunkRow).join(RecordRow, RecordRow.pk == ChunkRow.record_pk)
    allowed = (ChunkRow.kind + "/" + ChunkRow.language).in_(bindparam("shelves", expanding=True))
    return statement.where(ChunkRow.pk.in_(bindparam("pks", expanding=True)), allowed, ~RecordRow.withdrawn)


def _passages(
    session: Session, pks: Sequence[int], scores: Sequence[float], *, shelves: Sequence[Shelf]
) -> list[Passage]:
    """The passages as SQL has them: what is gone, withdrawn or not on those shelves is left out, whoever named it."""
    asked = {"pks": list(pks), "shelves": [f"{shelf.kind}/{shelf.language}" for shelf in shelves]}
    found = session.execute(_shown_statement(), asked)
    rows = {row.pk: row for row in found}
    return [passage_of(rows[pk], rows[pk], score) for pk, score in zip(pks, scores, strict=True) if pk in rows]


def passage_of(chunk: ChunkRow | Row[Any], record: RecordRow | Row[Any], score: float) -> Passage:
    """Return a passage as it is shown: of a past plan without whose it was."""
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
