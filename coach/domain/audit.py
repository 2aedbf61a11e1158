"""The audit log's chain: how entries are hashed, and how a break is found. Pure, so that an export verifies offline."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import computed_field

from coach.domain.base import Model

GENESIS = "0" * 64
"""What the first entry names as the one before it."""


class AuditEntry(Model):
    """One thing somebody did."""

    seq: int
    """1, 2, 3 ... without gaps."""
    id: str
    """Unique, sorts by time."""
    at: str
    """When: ISO 8601 in UTC, as hashed."""
    actor: str
    """User id, or "system"."""
    action: str
    """`review.submitted`, `plan.closed` ..."""
    object_type: str
    """`draft`, `review`, `plan`, `user` ..."""
    object_id: str
    """Its id."""
    payload: str
    """Canonical JSON of the details; ids and verdicts, no names."""
    salt: str
    """Random; keeps a short payload from being guessed from its hash."""
    payload_hash: str
    """SHA-256 of salt and payload: the chain still verifies where a payload had to be erased."""
    prev_hash: str
    """`hash` of the entry before, `GENESIS` for the first."""
    hash: str
    """SHA-256 over every field above but salt and payload."""


class BreakKind(StrEnum):
    """How the log was tampered with."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    REORDERED = "reordered"


class Break(Model):
    """A place where the chain does not hold."""

    seq: int
    """The entry at which it shows."""
    kind: BreakKind
    """What must have happened."""
    what: str
    """In plain words."""

    @classmethod
    def unknown_head(cls, count: int) -> "Break":
        """The break of a log in which a hash noted earlier no longer occurs."""
        return cls(seq=count, kind=BreakKind.CHANGED, what="the hash noted earlier does not occur in this log")


class AuditReport(Model):
    """What a verification found."""

    entries: int
    """Entries read."""
    head: str
    """Hash of the last entry; note it elsewhere to make the whole log tamper-evident."""
    breaks: tuple[Break, ...] = ()
    """Empty where the log is whole; at most the first hundred."""
    seconds: float = 0.0
    """Wall time."""

    @computed_field  # type: ignore[prop-decorator]  # as pydantic's documentation has it
    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.breaks

    @property
    def problems(self) -> tuple[str, ...]:
        """The breaks in plain words."""
        return tuple(each.what for each in self.breaks)


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces: the same details always hash the same."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(str(each) for each in value)
    raise TypeError(f"{type(value).__name__} has no place in an audit payload")


def hash_payload(salt: str, payload: str) -> str:
    """Hex SHA-256 of salt and payload."""
    return hashlib.sha256(f"{salt}\n{payload}".encode()).hexdigest()


def hash_entry(entry: AuditEntry) -> str:
    """Hex SHA-256 over the entry's place, time, act and payload hash."""
    fields = (
        str(entry.seq), entry.id, entry.at, entry.actor, entry.action, entry.object_type, entry.object_id,
        entry.payload_hash, entry.prev_hash,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def find_breaks(entries: Iterable[AuditEntry], *, head: tuple[int, str] | None = None) -> Iterator[Break]:
    """Yield every place where the chain does not hold, reading the entries once in stored order.

    Args:
        entries: as stored, in order of `seq` (or of the lines of an export).
        head: number and hash the log is known to end with; finds entries removed from, or added to, the end.
    """
    last_seq, last_hash = 0, GENESIS
    for entry in entries:
        yield from _check(entry, last_seq, last_hash)
        last_seq, last_hash = entry.seq, entry.hash
    if head is not None:
        yield from _check_end(last_seq, last_hash, head)


def _check(entry: AuditEntry, last_seq: int, last_hash: str) -> Iterator[Break]:
    expected = last_seq + 1
    whole = hash_entry(entry) == entry.hash
    if hash_payload(entry.salt, entry.payload) != entry.payload_hash or not whole:
        yield Break(seq=entry.seq, kind=BreakKind.CHANGED, what=f"entry {entry.seq} was changed after it was written")
    if entry.seq > expected:
        yield Break(seq=expected, kind=BreakKind.REMOVED, what=f"entries {expected} to {entry.seq - 1} are missing")
    elif entry.seq < expected:
        kind = BreakKind.ADDED if entry.seq == last_seq else BreakKind.REORDERED
        yield Break(seq=entry.seq, kind=kind, what=f"entry {entry.seq} stands where {expected} should")
    elif entry.prev_hash != last_hash and whole:
        yield Break(
            seq=entry.seq, kind=BreakKind.REORDERED, what=f"entry {entry.seq} does not follow the one stored before it"
        )


def _check_end(last_seq: int, last_hash: str, head: tuple[int, str]) -> Iterator[Break]:
    seq, expected = head
    if last_seq < seq:
        yield Break(seq=last_seq + 1, kind=BreakKind.REMOVED, what=f"entries {last_seq + 1} to {seq} are missing")
    elif last_seq > seq:
        yield Break(seq=seq + 1, kind=BreakKind.ADDED, what=f"entries {seq + 1} to {last_seq} were added")
    elif last_hash != expected:
        yield Break(seq=last_seq, kind=BreakKind.CHANGED, what=f"the log does not end with the known entry {seq}")
