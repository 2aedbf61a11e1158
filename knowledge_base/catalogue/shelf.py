"""The SQL of this room: what the store has of a catalogue, and withdrawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge_base.records import Kind, Record
from knowledge_base.repository import next_seq, to_record
from knowledge_base.store import batches
from knowledge_base.tables import RecordRow

_MANY = 500
GONE = ""
"""Content hash of a withdrawn record: equal to none, so that any import of it brings it back."""


@dataclass(frozen=True)
class Stored:
    """What must be known of a stored record to decide about it."""

    kind: str
    """Value of `Kind`."""
    source: str
    """The catalogue it belongs to."""
    content_hash: str
    """As of the last import; `GONE` once withdrawn."""
    withdrawn: bool
    """Kept but never found."""
    title: str
    """Title, redacted."""

    @property
    def state(self) -> str:
        """Everything about it that a preview rests on."""
        return f"{self.content_hash}|{self.withdrawn}|{self.source}"


def stored_records(session: Session, record_ids: Sequence[str], *, source: str) -> dict[str, Stored]:
    """Return what is stored under some ids, and all training records of a source."""
    columns = (
        RecordRow.record_id, RecordRow.kind, RecordRow.source, RecordRow.content_hash, RecordRow.withdrawn,
        RecordRow.title,
    )  # fmt: skip
    of_source = select(*columns).where(RecordRow.source == source, RecordRow.kind == Kind.TRAINING.value)
    queries = [
        of_source,
        *(select(*columns).where(RecordRow.record_id.in_(part)) for part in batches(record_ids, _MANY)),
    ]
    return {row.record_id: Stored(*row[1:]) for query in queries for row in session.execute(query)}


def stored_of(session: Session, record_ids: Sequence[str]) -> dict[str, Record]:
    """Return records as stored, withdrawn ones too."""
    found: dict[str, Record] = {}
    for part in batches(record_ids, _MANY):
        rows = session.scalars(select(RecordRow).where(RecordRow.record_id.in_(part)))
        found.update((row.record_id, to_record(row)) for row in rows)
    return found


def offered(session: Session) -> list[Record]:
    """Return all training records that are not withdrawn, as stored, in order of their ids."""
    rows = session.scalars(
        select(RecordRow)
        .where(RecordRow.kind == Kind.TRAINING.value, ~RecordRow.withdrawn)
        .order_by(RecordRow.record_id)
    )
    return [to_record(row) for row in rows]


def withdraw(session: Session, record_ids: Iterable[str]) -> int:
    """Withdraw training records: they stay for the plans that cite them and are never found. Returns how many.

    The write takes a change number like any other, so that whoever compares fingerprints notices it.
    """
    ids = list(record_ids)
    if not ids:
        return 0
    seq, count = next_seq(session), 0
    for part in batches(ids, _MANY):
        gone = session.scalars(
            update(RecordRow)
            .where(RecordRow.record_id.in_(part), RecordRow.kind == Kind.TRAINING.value, ~RecordRow.withdrawn)
            .values(withdrawn=True, content_hash=GONE, seq=seq)
            .returning(RecordRow.pk)
            .execution_options(synchronize_session=False)
        )
        count += len(gone.all())
    return count


def move(session: Session, record_ids: Iterable[str], *, source: str) -> None:
    """Note that records belong to another catalogue from now on; their content is the same."""
    ids = list(record_ids)
    if ids:
        next_seq(session)
    for part in batches(ids, _MANY):
        session.execute(
            update(RecordRow)
            .where(RecordRow.record_id.in_(part))
            .values(source=source)
            .execution_options(synchronize_session=False)
        )
