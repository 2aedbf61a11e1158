"""All SQL of the knowledge base, but for the full text (`lexical.py`). Every function works in an open transaction."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from knowledge_base.counters import EDITION, PASSAGES, SEQ, TOKENS, Totals, add_to, next_seq, recount, totals
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import EditionChanged
from knowledge_base.lexical import add_words, remove_words
from knowledge_base.records import Kind, Record
from knowledge_base.store import Shelf, batches
from knowledge_base.tables import ChunkRow, RecordRow, TombstoneRow
from knowledge_base.titles import LONGEST

__all__ = ["EDITION", "PASSAGES", "SEQ", "TOKENS", "Totals", "add_to", "next_seq", "recount", "totals"]
"""What is handed on from `counters.py`, beside everything below."""

_MANY = 500


@dataclass(frozen=True)
class PreparedChunk:
    """A passage ready to be stored."""

    text: str
    """Redacted."""
    tokens: str
    """Title and passage, segmented, joined by spaces."""
    vector: Vectors
    """Unit vector, shape (dimension,)."""


@dataclass(frozen=True)
class PreparedRecord:
    """A redacted record ready to be stored."""

    record: Record
    """Redacted."""
    content_hash: str
    """See `RecordRow.content_hash`."""
    embedder: str
    """Name of the embedder."""
    chunking: str
    """Version of redaction, chunking and segmentation."""
    withdrawn: bool
    """Kept but never found."""
    chunks: tuple[PreparedChunk, ...]
    """In order of the text."""


class StoredVector(NamedTuple):
    """A vector on its way into an index."""

    place: tuple[int, int]
    """(change number, pk): where the next batch goes on."""
    shelf: Shelf
    """Where it belongs."""
    chunk_id: str
    """Id of the passage."""
    vector: bytes
    """Little-endian float32."""


def to_bytes(vector: Vectors) -> bytes:
    """Return the stored form of a vector."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def from_bytes(stored: Sequence[bytes]) -> Vectors:
    """Return stored vectors as a matrix, one row each."""
    return np.frombuffer(b"".join(stored), dtype="<f4").reshape(len(stored), -1).astype(np.float32)


def checksum(stored: bytes) -> str:
    """Return the checksum kept beside a vector."""
    return hashlib.blake2b(stored, digest_size=8).hexdigest()


def plans_of_cell(session: Session, gap_type: str, industry: str) -> list[dict[str, Any]]:
    """Return the metadata of all past plans of one kind of gap in one industry; withdrawn ones are left out."""
    rows = session.scalars(
        select(RecordRow.meta)
        .where(RecordRow.kind == Kind.PLAN.value, ~RecordRow.withdrawn)
        .where(RecordRow.meta["gap_type"].as_string() == gap_type, RecordRow.meta["industry"].as_string() == industry)
        .order_by(RecordRow.pk)
    )
    return list(rows)


def known_hashes(session: Session, record_ids: Sequence[str], *, chunking: str | None = None) -> dict[str, str]:
    """Return the content hashes of the records that are stored already; with `chunking` only of those cut that way."""
    hashes = select(RecordRow.record_id, RecordRow.content_hash)
    if chunking is not None:
        hashes = hashes.where(RecordRow.chunking == chunking)
    queries = (hashes.where(RecordRow.record_id.in_(part)) for part in batches(record_ids, _MANY))
    return {record_id: content_hash for query in queries for record_id, content_hash in session.execute(query)}


def put(session: Session, prepared: Sequence[PreparedRecord], *, edition: int | None = None) -> int:
    """Store records, replacing those with the same id; words go along. Returns the change number.

    Raises:
        EditionChanged: they were made for an edition that does not serve any more.
    """
    seq = next_seq(session)
    if edition is not None and totals(session).edition != edition:
        raise EditionChanged
    _forget(session, [p.record.id for p in prepared], seq)
    records = [_record_row(one, seq) for one in prepared]
    session.add_all(records)
    session.flush()
    _put_chunks(session, [row for one, record in zip(prepared, records, strict=True) for row in _rows(one, record)])
    return seq


def remove(session: Session, record_ids: Sequence[str]) -> int:
    """Delete records with everything cut from them. Returns how many there were."""
    return _forget(session, record_ids, next_seq(session))


def removed_since(session: Session, seq: int) -> list[str]:
    """Return ids of passages that went after a change number."""
    return list(session.scalars(select(TombstoneRow.chunk_id).where(TombstoneRow.seq > seq)))


def vectors_since(session: Session, after: tuple[int, int], *, upto: int, size: int = 2_000) -> list[StoredVector]:
    """Return the next vectors after a place (change number, pk) and not after another change, in that order."""
    seq, pk = after
    rows = session.execute(
        select(ChunkRow.seq, ChunkRow.pk, ChunkRow.kind, ChunkRow.language, ChunkRow.chunk_id, ChunkRow.vector)
        .where(or_(ChunkRow.seq > seq, and_(ChunkRow.seq == seq, ChunkRow.pk > pk)), ChunkRow.seq <= upto)
        .order_by(ChunkRow.seq, ChunkRow.pk)
        .limit(size)
    )
    return [StoredVector((r.seq, r.pk), Shelf(r.kind, r.language), r.chunk_id, r.vector) for r in rows]


def shelf_counts(session: Session) -> dict[Shelf, int]:
    """Return how many passages belong on each shelf."""
    rows = session.execute(
        select(ChunkRow.kind, ChunkRow.language, func.count()).group_by(ChunkRow.kind, ChunkRow.language)
    )
    return {Shelf(kind, language): count for kind, language, count in rows}


def sample_vectors(session: Session, shelf: Shelf, size: int) -> Vectors:
    """Return at most about `size` vectors of a shelf, spread evenly over it; no rows where the shelf is empty."""
    mine = and_(ChunkRow.kind == shelf.kind, ChunkRow.language == shelf.language)
    low, count = session.execute(select(func.min(ChunkRow.pk), func.count()).where(mine)).one()
    if not count:
        return np.zeros((0, 1), dtype=np.float32)
    stride = max(1, count // size)
    rows = session.scalars(select(ChunkRow.vector).where(mine, (ChunkRow.pk - low) % stride == 0).limit(2 * size)).all()
    return from_bytes(rows)


def vectors_of(session: Session, pks: Sequence[int]) -> Vectors:
    """Return the vectors of passages, one row each, in the order asked; zeros where one went in the meantime."""
    found = {
        pk: vector for pk, vector in session.execute(select(ChunkRow.pk, ChunkRow.vector).where(ChunkRow.pk.in_(pks)))
    }
    nothing = bytes(max(map(len, found.values()), default=0))
    return from_bytes([found.get(pk, nothing) for pk in pks])


def title_or_text(longest: int) -> ColumnElement[str]:
    """Return what is read like a title: the title, else the beginning of the passage, `longest` characters and one."""
    return case((RecordRow.title != "", RecordRow.title), else_=func.substr(ChunkRow.text, 1, longest + 1))


def sample_titles(session: Session, shelf: Shelf, size: int) -> list[str]:
    """Return titles of at most about `2 * size` passages of a shelf, spread evenly over it; see `title_or_text`."""
    mine = and_(ChunkRow.kind == shelf.kind, ChunkRow.language == shelf.language)
    low, count = session.execute(select(func.min(ChunkRow.pk), func.count()).where(mine)).one()
    if not count:
        return []
    every = (ChunkRow.pk - low) % max(1, count // size) == 0
    joined = select(title_or_text(LONGEST)).select_from(ChunkRow).join(RecordRow, RecordRow.pk == ChunkRow.record_pk)
    rows = session.scalars(joined.where(mine, every).limit(2 * size))
    return [title for title in rows if len(title) <= LONGEST]


def withdrawn(session: Session, kinds: Iterable[str]) -> set[int]:
    """Return the pks of withdrawn records of some kinds (read from an index alone)."""
    return set(session.scalars(select(RecordRow.pk).where(RecordRow.kind.in_(sorted(kinds)), RecordRow.withdrawn)))


def resource(session: Session, record_id: str) -> Record | None:
    """Return a record as stored, or None where there is none or it is withdrawn."""
    row = session.scalars(select(RecordRow).where(RecordRow.record_id == record_id, ~RecordRow.withdrawn)).one_or_none()
    return None if row is None else to_record(row)


def to_record(row: RecordRow) -> Record:
    """Return the value of a row."""
    return Record.model_validate(
        {
            "id": row.record_id,
            "kind": row.kind,
            "title": row.title,
            "text": row.text,
            "language": row.language,
            "metadata": row.meta,
            "source": row.source,
        }
    )


def record_ids(session: Session, kind: Kind | None) -> list[str]:
    """Return all ids, sorted; withdrawn records are left out."""
    statement = select(RecordRow.record_id).where(~RecordRow.withdrawn).order_by(RecordRow.record_id)
    return list(session.scalars(statement if kind is None else statement.where(RecordRow.kind == kind.value)))


def record_count(session: Session, kinds: Iterable[Kind] | None = None) -> int:
    """Return how many ids `record_ids` would list, without listing them; of some kinds, or of all."""
    counted = select(func.count()).select_from(RecordRow).where(~RecordRow.withdrawn)
    return session.scalar(counted if kinds is None else counted.where(RecordRow.kind.in_(sorted(kinds)))) or 0


def _record_row(one: PreparedRecord, seq: int) -> RecordRow:
    record = one.record
    return RecordRow(
        record_id=record.id,
        kind=record.kind.value,
        title=record.title,
        text=record.text,
        language=record.language,
        meta=dict(record.metadata),
        source=record.source,
        content_hash=one.content_hash,
        embedder=one.embedder,
        chunking=one.chunking,
        withdrawn=one.withdrawn,
        seq=seq,
    )


def _rows(one: PreparedRecord, record: RecordRow) -> Iterator[dict[str, Any]]:
    """The passages of one stored record, as rows."""
    for number, chunk in enumerate(one.chunks):
        stored = to_bytes(chunk.vector)
        yield {
            "chunk_id": f"{one.record.id}#{number}",
            "record_pk": record.pk,
            "kind": one.record.kind.value,
            "language": one.record.language,
            "text": chunk.text,
            "tokens": chunk.tokens,
            "vector": stored,
            "checksum": checksum(stored),
            "model": one.embedder,
            "seq": record.seq,
        }


def _put_chunks(session: Session, rows: list[dict[str, Any]]) -> None:
    """Store the passages of a batch together: a statement for each record would cost a tenth of the run."""
    if not rows:
        return
    pks = session.scalars(insert(ChunkRow).returning(ChunkRow.pk, sort_by_parameter_order=True), rows).all()
    add_words(session, [(pk, row["tokens"]) for pk, row in zip(pks, rows, strict=True)])
    add_to(session, PASSAGES, len(rows))
    add_to(session, TOKENS, sum(row["tokens"].count(" ") + 1 for row in rows))


def _forget(session: Session, ids: Iterable[str], seq: int) -> int:
    """Delete records and leave a tombstone for each of their passages."""
    gone = 0
    for part in batches(list(ids), _MANY):
        pks = session.scalars(select(RecordRow.pk).where(RecordRow.record_id.in_(part))).all()
        if not pks:
            continue
        chunks = session.execute(
            select(ChunkRow.pk, ChunkRow.chunk_id, ChunkRow.tokens).where(ChunkRow.record_pk.in_(pks))
        ).all()
        remove_words(session, [c.pk for c in chunks])
        session.execute(delete(ChunkRow).where(ChunkRow.record_pk.in_(pks)))
        session.execute(delete(RecordRow).where(RecordRow.pk.in_(pks)))
        if chunks:
            _bury(session, [c.chunk_id for c in chunks], seq)
            add_to(session, PASSAGES, -len(chunks))
            add_to(session, TOKENS, -sum(c.tokens.count(" ") + 1 for c in chunks))
        gone += len(pks)
    return gone


def _bury(session: Session, chunk_ids: Sequence[str], seq: int) -> None:
    for part in batches(chunk_ids, _MANY):
        session.execute(delete(TombstoneRow).where(TombstoneRow.chunk_id.in_(part)))
        session.execute(insert(TombstoneRow), [{"chunk_id": chunk_id, "seq": seq} for chunk_id in part])
