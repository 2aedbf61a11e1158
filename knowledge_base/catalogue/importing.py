"""Catalogue imports over a store: look at a file, plan, carry out. Who may, and what is recorded, is not known here."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from knowledge_base.base import KnowledgeBase
from knowledge_base.catalogue import shelf
from knowledge_base.catalogue.changes import Plan, Preview, Wanted, plan_import
from knowledge_base.catalogue.mapping import Mapping, check
from knowledge_base.catalogue.rows import read_rows
from knowledge_base.catalogue.table import Table, read_table
from knowledge_base.errors import BadRecord
from knowledge_base.vectors import Transaction

Told = Callable[[int, int], None]
"""Called with records done and records there are; what it raises stops the import between two batches."""
MAX_SOURCE = 100


@dataclass(frozen=True)
class Asked:
    """An import as somebody asks for it."""

    path: Path
    """The file."""
    mapping: Mapping
    """Which column holds what."""
    source: str
    """The catalogue it is an export of."""
    whole: bool = False
    """Whether what is missing in the file is to be withdrawn."""
    sheet: str = ""
    """Sheet of a workbook; empty for the likeliest."""


class CatalogueImporter:
    """Previews and imports over one store.

    Args:
        knowledge: the store.
        reading: opens a transaction for reading.
    """

    def __init__(self, knowledge: KnowledgeBase, reading: Transaction) -> None:
        self._knowledge = knowledge
        self._reading = reading

    def table(self, path: Path, *, sheet: str = "") -> Table:
        """Read a file.

        Raises:
            BadRecord: it is no catalogue; the reason says what to do.
        """
        return read_table(path, sheet=sheet)

    def plan(self, asked: Asked, table: Table | None = None) -> Plan:
        """Say what an import would do; nothing is written.

        Args:
            asked: the import.
            table: the file as read already; None reads it.

        Raises:
            BadRecord: the file is no catalogue, the mapping gives no records, or the source has no name.
            StoreUnavailable: the database cannot be read.
        """
        check(asked.mapping)
        source = " ".join(asked.source.split())
        if not 0 < len(source) <= MAX_SOURCE:
            raise BadRecord("the catalogue has no usable name", "name it in 1 to 100 characters")
        rows = read_rows(table or self.table(asked.path, sheet=asked.sheet), asked.mapping, source=source)
        wanted = Wanted(source, asked.mapping, whole=asked.whole, file_hash=file_hash(asked.path))
        return plan_import(self._knowledge, self._reading, rows, wanted)

    def write(self, plan: Plan, told: Told | None = None) -> None:
        """Store what is new, changed or returns, batch by batch; repeating it after a crash changes nothing twice.

        Raises:
            StoreUnavailable: the database or the disk fails; what was committed stays.
        """
        total = len(plan.write)
        if told is None:
            self._knowledge.add(plan.write)
        else:
            say = told
            self._knowledge.add(plan.write, progress=lambda step: say(step.done, total))

    def finish(self, session: Session, plan: Plan) -> int:
        """Withdraw what is missing and note new sources, in the caller's transaction; return how many went."""
        shelf.move(session, plan.move, source=plan.preview.source)
        return shelf.withdraw(session, plan.withdraw)


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def summary(preview: Preview) -> dict[str, int]:
    """The counts of a preview by the names of their kinds."""
    return {kind.value: count for kind, count in preview.counts.items()}
