"""Does the vector index say what SQL says, does the full text, and how to make both anew."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base import lexical, repository
from knowledge_base.store import BATCH, Shelf, batches
from knowledge_base.tables import ChunkRow
from knowledge_base.vectors import Transaction, VectorStore

_LISTED = 50


class VerifyReport(BaseModel):
    """What a comparison found; the contract of `coach index --verify --json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ok: bool
    """Everything agrees."""
    driver: str
    """The vector index that was compared: "chroma" or "exact"."""
    records: int
    """Records in SQL."""
    passages: int
    """Passages in SQL."""
    missing: tuple[str, ...] = ()
    """Passages SQL has and the vector index has not (at most 50 are listed)."""
    extra: tuple[str, ...] = ()
    """Passages the vector index has and SQL has not, or on another shelf."""
    differing: tuple[str, ...] = ()
    """Passages whose vector differs from SQL's."""
    damaged: tuple[str, ...] = ()
    """Passages whose vector in SQL does not match its checksum; index their records anew."""
    words_missing: int = 0
    """Passages the full text has not."""
    words_extra: int = 0
    """Entries of the full text that no passage belongs to."""


class RebuildReport(BaseModel):
    """What a rebuild did."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vectors: int
    """Vectors in the new index."""
    words: int
    """Passages in the new full text."""


def verify(reading: Transaction, vectors: VectorStore) -> VerifyReport:
    """Compare every passage: ids by shelf, vectors by value, checksums, full text."""
    indexed = vectors.indexed()
    with reading() as session:
        rows = session.execute(select(ChunkRow.pk, ChunkRow.chunk_id, ChunkRow.kind, ChunkRow.language)).all()
        words = lexical.word_pks(session)
        records = len(repository.record_ids(session, None))
    wanted: dict[Shelf, set[str]] = {}
    for row in rows:
        wanted.setdefault(Shelf(row.kind, row.language), set()).add(row.chunk_id)
    shelves = wanted.keys() | indexed.keys()
    missing = sorted(i for s in shelves for i in wanted.get(s, set()) - indexed.get(s, set()))
    extra = sorted(i for s in shelves for i in indexed.get(s, set()) - wanted.get(s, set()))
    differing, damaged = _compare_vectors(reading, vectors, wanted)
    pks = {row.pk for row in rows}
    return VerifyReport(
        ok=not (missing or extra or differing or damaged or words ^ pks),
        driver=vectors.driver,
        records=records,
        passages=len(rows),
        missing=tuple(missing[:_LISTED]),
        extra=tuple(extra[:_LISTED]),
        differing=tuple(differing[:_LISTED]),
        damaged=tuple(damaged[:_LISTED]),
        words_missing=len(pks - words),
        words_extra=len(words - pks),
    )


def rebuild(writing: Transaction, vectors: VectorStore, progress: Callable[[int], None] | None = None) -> RebuildReport:
    """Make full text and vector index anew from SQL.

    Args:
        writing: opens a transaction that commits on exit.
        vectors: the vector index.
        progress: called with the number of vectors written so far.
    """
    with writing() as session:
        words = rebuild_words(session)
    return RebuildReport(words=words, vectors=vectors.rebuild(progress))


def rebuild_words(session: Session) -> int:
    """Make the full text anew from the passages; returns how many there are."""
    lexical.clear_words(session)
    repository.recount(session)
    last, done = 0, 0
    while rows := session.execute(
        select(ChunkRow.pk, ChunkRow.tokens).where(ChunkRow.pk > last).order_by(ChunkRow.pk).limit(BATCH)
    ).all():
        lexical.add_words(session, [(row.pk, row.tokens) for row in rows])
        last, done = rows[-1].pk, done + len(rows)
    return done


def _compare_vectors(
    reading: Transaction, vectors: VectorStore, wanted: dict[Shelf, set[str]]
) -> tuple[list[str], list[str]]:
    differing: list[str] = []
    damaged: list[str] = []
    for shelf, ids in wanted.items():
        for part in batches(sorted(ids), 500):
            held = vectors.read(shelf, part)
            for chunk_id, stored, checksum in _stored(reading, part):
                if repository.checksum(stored) != checksum:
                    damaged.append(chunk_id)
                elif chunk_id in held and not np.allclose(
                    repository.from_bytes([stored])[0], held[chunk_id], atol=1e-5
                ):
                    differing.append(chunk_id)
    return differing, damaged


def _stored(reading: Transaction, ids: Sequence[str]) -> list[tuple[str, bytes, str]]:
    with reading() as session:
        rows = session.execute(
            select(ChunkRow.chunk_id, ChunkRow.vector, ChunkRow.checksum).where(ChunkRow.chunk_id.in_(ids))
        ).all()
    return cast(list[tuple[str, bytes, str]], rows)
