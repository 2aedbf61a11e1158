"""Editions of the index in SQL: which embedder made what is searched now, and the one that is being made.

An edition is everything derived from the records with one embedder: passages, words, vectors. A renewal fills the next
one beside the serving one (`renewal.py`); `adopt` swaps them in one transaction, so that no search ever mixes two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, cast, delete, exists, func, insert, literal, select, update
from sqlalchemy.orm import Session

from knowledge_base import counters
from knowledge_base.preparation import PREPARATION
from knowledge_base.repository import PreparedRecord, checksum, to_bytes
from knowledge_base.tables import ChunkRow, EditionRow, RecordRow, RenewedChunkRow, RenewedRecordRow, TombstoneRow
from knowledge_base.verify import rebuild_words


@dataclass(frozen=True)
class Edition:
    """One edition of the index."""

    number: int
    """Counted from 1; 0 for a store that never held a record."""
    embedder: str
    """Name of the embedder."""
    dimension: int
    """Length of a vector."""
    chunking: str
    """Version of redaction, chunking and segmentation."""


def serving(session: Session) -> Edition | None:
    """Return the edition that is searched; None before the first record."""
    return _edition(session, counters.totals(session).edition)


def pending(session: Session) -> EditionRow | None:
    """Return the row of the edition that is being made, running or left half-way; None where there is none."""
    return session.get(EditionRow, counters.totals(session).edition + 1, populate_existing=True)


def is_empty(session: Session) -> bool:
    """Whether the store holds no record at all, withdrawn ones included."""
    return session.scalar(select(RecordRow.pk).limit(1)) is None


def found(session: Session, embedder: str, dimension: int) -> None:
    """Make the first edition of a store without records; the caller holds the change number."""
    discard(session)
    session.execute(delete(EditionRow))
    begin(session, embedder, dimension)
    counters.add_to(session, counters.EDITION, 1)


def note_chunking(session: Session) -> None:
    """Write down that every record has come to the present preparation, once it has."""
    now = serving(session)
    if now is None or now.chunking == PREPARATION:
        return
    if session.scalar(select(RecordRow.pk).where(RecordRow.chunking != PREPARATION).limit(1)) is None:
        session.execute(update(EditionRow).where(EditionRow.number == now.number).values(chunking=PREPARATION))


def discard(session: Session) -> None:
    """Throw away the edition that is being made; a run that makes it stops at its next step."""
    for table in (RenewedChunkRow, RenewedRecordRow):
        session.execute(delete(table))
    session.execute(delete(EditionRow).where(EditionRow.number > counters.totals(session).edition))


def begin(session: Session, embedder: str, dimension: int) -> EditionRow:
    """Begin the next edition, made with the present preparation."""
    number = counters.totals(session).edition + 1
    row = EditionRow(number=number, embedder=embedder, dimension=dimension, chunking=PREPARATION, settings={})
    session.add(row)
    session.flush()
    return row


def waiting(session: Session, size: int) -> Sequence[RecordRow]:
    """Return the next records that are not ready for the next edition, or were changed since."""
    return session.scalars(select(RecordRow).where(~_ready()).order_by(RecordRow.pk).limit(size)).all()


def counts(session: Session) -> tuple[int, int]:
    """Return how many records are ready for the next edition, and how many there are."""
    total = session.scalar(select(func.count()).select_from(RecordRow)) or 0
    ready = session.scalar(select(func.count()).select_from(RecordRow).where(_ready())) or 0
    return ready, total


def keep(session: Session, row: RecordRow, prepared: PreparedRecord) -> None:
    """Store what was made of a record, until the edition is adopted."""
    for table in (RenewedChunkRow, RenewedRecordRow):
        session.execute(delete(table).where(table.record_pk == row.pk))
    new = prepared.record
    redacted = {"title": new.title, "text": new.text, "meta": dict(new.metadata)}
    same = (row.title, row.text, row.meta) == (new.title, new.text, redacted["meta"])
    session.add(RenewedRecordRow(record_pk=row.pk, seq=row.seq, redacted=None if same else redacted))
    rows = []
    for number, chunk in enumerate(prepared.chunks):
        vector = to_bytes(chunk.vector)
        made = {"text": chunk.text, "tokens": chunk.tokens, "vector": vector, "checksum": checksum(vector)}
        rows.append({"record_pk": row.pk, "number": number, **made})
    session.execute(insert(RenewedChunkRow), rows)


def adopt(session: Session) -> bool:
    """Make the finished edition the one that serves; False where records came or changed meanwhile.

    Everything in the caller's transaction, which holds the change number first: no record can come in between.
    """
    seq = counters.next_seq(session)
    made = pending(session)
    if made is None or waiting(session, 1):
        return False
    _mask(session)
    session.execute(delete(ChunkRow))
    session.execute(_copied(made.embedder, seq))
    session.execute(update(RecordRow).values(embedder=made.embedder, chunking=made.chunking, seq=seq))
    rebuild_words(session)
    session.execute(delete(TombstoneRow))  # every index of this edition begins with nothing to forget
    session.execute(delete(EditionRow).where(EditionRow.number < made.number))
    made.worker = ""
    counters.add_to(session, counters.EDITION, 1)
    discard(session)
    return True


def _edition(session: Session, number: int) -> Edition | None:
    row = session.get(EditionRow, number, populate_existing=True)
    if row is None:
        return None
    return Edition(row.number, row.embedder, row.dimension, row.chunking)


def _ready() -> Any:
    return exists().where(and_(RenewedRecordRow.record_pk == RecordRow.pk, RenewedRecordRow.seq == RecordRow.seq))


def _mask(session: Session) -> None:
    """Bring records to what redaction masks now."""
    rows = select(RenewedRecordRow.record_pk, RenewedRecordRow.redacted).where(RenewedRecordRow.redacted.is_not(None))
    for pk, redacted in session.execute(rows.execution_options(yield_per=200)).all():
        if redacted is not None:  # JSON null is not SQL NULL on every database
            session.execute(update(RecordRow).where(RecordRow.pk == pk).values(_columns(redacted)))


def _columns(redacted: dict[str, Any]) -> dict[Any, Any]:
    return {RecordRow.title: redacted["title"], RecordRow.text: redacted["text"], RecordRow.meta: redacted["meta"]}


def _copied(embedder: str, seq: int) -> Any:
    """Insert the passages of the next edition, read from where they waited."""
    name = RecordRow.record_id + literal("#") + cast(RenewedChunkRow.number, String)
    columns = [
        name, RecordRow.pk, RecordRow.kind, RecordRow.language, RenewedChunkRow.text, RenewedChunkRow.tokens,
        RenewedChunkRow.vector, RenewedChunkRow.checksum, literal(embedder), literal(seq),
    ]  # fmt: skip
    names = ["chunk_id", "record_pk", "kind", "language", "text", "tokens", "vector", "checksum", "model", "seq"]
    joined = select(*columns).join(RenewedChunkRow, RenewedChunkRow.record_pk == RecordRow.pk)
    return insert(ChunkRow).from_select(names, joined.order_by(RecordRow.pk, RenewedChunkRow.number))
