"""The audit log as a whole: is it unbroken, and can somebody else check that?"""

import json
import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from coach.domain.audit import AuditEntry, AuditReport, Break, find_breaks
from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.errors import InvalidInput, Unavailable
from coach.storage.access import require
from coach.storage.audit import SYSTEM, entries, head, record
from coach.storage.session import Database

MOST_BREAKS = 100
"""Breaks listed in a report; the first ones say where to look."""


def verify_audit(database: Database, *, by: Actor | None = None, head_hash: str | None = None) -> AuditReport:
    """Read the whole log and say whether anything was changed, removed, added or reordered, and where.

    Args:
        database: the store.
        by: hr or an administrator; None only from the command line.
        head_hash: a hash noted earlier that must still occur in the log.

    Raises:
        NotAllowed: `by` may not read the log.
    """
    if by is not None:
        require(by, Act.READ_AUDIT, what="audit log")
    with database.reading() as session:
        return _report(entries(session), end=head(session), head_hash=head_hash)


def history_of(database: Database, object_id: str, *, by: Actor) -> list[AuditEntry]:
    """Everything that was done to one object, oldest first.

    Raises:
        NotAllowed: `by` may not read the log.
    """
    require(by, Act.READ_AUDIT, what="audit log")
    with database.reading() as session:
        return list(entries(session, object_id=object_id))


def export_audit(database: Database, out: Path, *, by: Actor | None = None) -> int:
    """Write the log as JSONL, one entry a line, and record that it was exported; return how many entries.

    The file appears whole or not at all. `verify_export` checks it anywhere, without the store.

    Raises:
        NotAllowed: `by` may not read the log.
        Unavailable: the file cannot be written.
    """
    if by is not None:
        require(by, Act.READ_AUDIT, what="audit log")
    with database.transaction() as session:
        last = record(session, by.user_id if by else SYSTEM, "audit.exported", ("audit", "all"))
        _write(out, entries(session))
        return last.seq


def verify_export(path: Path, *, head_hash: str | None = None) -> AuditReport:
    """Check an export without the store.

    Args:
        path: a file of `export_audit`.
        head_hash: a hash noted elsewhere that must occur in it; without one, lines cut off the end cannot be missed.

    Raises:
        InvalidInput: the file cannot be read, or a line is no entry.
    """
    return _report(_read(path), end=None, head_hash=head_hash)


def _report(found: Iterator[AuditEntry], *, end: tuple[int, str] | None, head_hash: str | None) -> AuditReport:
    started = time.perf_counter()
    last = _Last(head_hash)
    breaks = list(islice(find_breaks(last.watch(found), head=end), MOST_BREAKS))
    if head_hash is not None and not last.met and len(breaks) < MOST_BREAKS:
        breaks.append(Break.unknown_head(last.count))
    return AuditReport(
        entries=last.count, head=last.hash, breaks=tuple(breaks), seconds=round(time.perf_counter() - started, 3)
    )


class _Last:
    """Remembers what went by, so that the log is read once."""

    def __init__(self, wanted: str | None) -> None:
        self.count = 0
        self.hash = ""
        self.met = False
        self._wanted = wanted

    def watch(self, found: Iterator[AuditEntry]) -> Iterator[AuditEntry]:
        for entry in found:
            self.count += 1
            self.hash = entry.hash
            self.met = self.met or entry.hash == self._wanted
            yield entry


def _write(out: Path, found: Iterator[AuditEntry]) -> None:
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            for entry in found:
                file.write(json.dumps(entry.model_dump(), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unavailable(f"the export cannot be written: {error.strerror}", "choose another file or disk") from error


def _read(path: Path) -> Iterator[AuditEntry]:
    number = 0
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):  # noqa: B007 - named in the error
                yield AuditEntry.model_validate_json(line)
    except OSError as error:
        raise InvalidInput(f"the file cannot be read: {error.strerror}", "check its path") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise InvalidInput(f"line {number} is no audit entry", "take a file of `coach audit export`") from error
