"""Adding to the audit log and reading it: called inside the transaction of what it records."""

import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from coach.domain.audit import GENESIS, AuditEntry, canonical, hash_entry, hash_payload
from coach.storage.clock import new_id, now
from coach.storage.tables import AuditHeadRow, AuditRow

SYSTEM = "system"
"""Actor of what no account did."""


def record(session: Session, by: str, action: str, on: tuple[str, str], **details: Any) -> AuditEntry:
    """Add an entry to the log, in the caller's transaction.

    Args:
        session: an open writing transaction; it holds the log's end until it is over, so entries never interleave.
        by: user id, or `SYSTEM`.
        action: `review.submitted`, ...
        on: type and id of the object.
        details: ids, verdicts and texts people wrote; never names or identifiers.
    """
    session.flush()
    end = session.execute(select(AuditHeadRow.seq, AuditHeadRow.hash).with_for_update()).one()
    entry = _sealed(end.seq + 1, end.hash, actor=by, action=action, on=on, payload=canonical(details))
    session.execute(insert(AuditRow).values(entry.model_dump()))
    session.execute(
        update(AuditHeadRow).values(seq=entry.seq, hash=entry.hash), execution_options={"synchronize_session": False}
    )
    return entry


def _sealed(seq: int, prev_hash: str, *, on: tuple[str, str], **fields: Any) -> AuditEntry:
    object_type, object_id = on
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        seq=seq, id=new_id(), at=now().isoformat(), object_type=object_type, object_id=object_id, salt=salt,
        payload_hash=hash_payload(salt, fields["payload"]), prev_hash=prev_hash, hash="", **fields,
    )  # fmt: skip
    return entry.model_copy(update={"hash": hash_entry(entry)})


def entries(session: Session, *, object_id: str | None = None) -> Iterator[AuditEntry]:
    """Yield the entries in order of their number, of one object or of all, without holding them all in memory."""
    columns = AuditRow.__table__.columns
    query = select(*columns).order_by(AuditRow.seq).execution_options(yield_per=2000)
    if object_id is not None:
        query = query.where(AuditRow.object_id == object_id)
    for row in session.execute(query):
        yield AuditEntry.model_construct(**row._mapping)


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the last entry; (0, GENESIS) of an empty log."""
    row = session.execute(select(AuditHeadRow.seq, AuditHeadRow.hash)).one_or_none()
    return (row.seq, row.hash) if row is not None else (0, GENESIS)
