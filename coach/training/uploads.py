"""A catalogue file between upload and import, kept in the store so that any process can carry it out."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from coach.domain.base import Model
from coach.domain.people import Actor
from coach.errors import InvalidInput
from coach.storage.access import missing, storable
from coach.storage.clock import new_id, now
from coach.storage.tables import CatalogueUploadRow
from knowledge_base.catalogue.fields import Field
from knowledge_base.catalogue.mapping import Mapping
from knowledge_base.catalogue.table import SUFFIXES

LARGEST = 10_000_000
"""Bytes of a file (RELIABILITY 11)."""
KEPT = dt.timedelta(days=7)
"""An upload that nobody imports goes after so long."""
MOST_WAITING = 20
"""Uploads of one account that wait; the oldest goes for another."""

UploadState = Literal["waiting", "queued", "begun", "done"]
"""waiting for a decision; import asked for; under way; imported."""


class Upload(Model):
    """A catalogue file that was handed in."""

    id: str
    """Sorts by time."""
    name: str
    """Name of the file."""
    state: UploadState
    """Where it stands."""
    source: str
    """The catalogue it is an export of."""
    sheet: str
    """Sheet of a workbook; empty for the likeliest."""
    whole: bool
    """Whether what is missing in it is to be withdrawn."""
    mapping: Mapping
    """Which column holds what."""
    preview_id: str | None
    """The preview an import would carry out; None before the first one."""
    counts: dict[str, int]
    """What that preview counted, by kind of change."""
    job_id: str | None
    """The job that imports it."""
    created_at: dt.datetime
    """When (UTC)."""


def add_upload(session: Session, name: str, content: bytes, *, by: Actor) -> str:
    """Keep a file; return its id.

    Raises:
        InvalidInput: it is empty, too large, or of a kind that is no catalogue.
    """
    short = Path(storable(name, what="name").replace("\\", "/")).name[-200:]
    if Path(short).suffix.lower() not in SUFFIXES:
        raise InvalidInput("This is no catalogue file.", "Send a CSV, XLSX or JSON-lines file.")
    if not content:
        raise InvalidInput("The file is empty.", "Export the catalogue again, with its headings.")
    if len(content) > LARGEST:
        raise InvalidInput("The file is too large.", "Send at most 10 MB at a time.")
    _make_room(session, by)
    row = CatalogueUploadRow(
        id=new_id(), by_user_id=by.user_id, name=short, content=content, state="waiting", source="", sheet="",
        whole=False, mapping={}, preview_id=None, knowledge_seen=None, counts={}, job_id=None, created_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def find_upload(session: Session, upload_id: str, *, by: Actor | None) -> CatalogueUploadRow:
    """The row of an upload; with `by` only their own.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = session.get(CatalogueUploadRow, upload_id, populate_existing=True)
    if row is None or (by is not None and row.by_user_id != by.user_id):
        raise missing("catalogue upload")
    return row


def to_upload(row: CatalogueUploadRow) -> Upload:
    """The value of a row."""
    return Upload(
        id=row.id, name=row.name, state=row.state, source=row.source, sheet=row.sheet, whole=row.whole,
        mapping=mapping_of(row.mapping), preview_id=row.preview_id, counts=row.counts, job_id=row.job_id,
        created_at=row.created_at,
    )  # fmt: skip


def mapping_of(stored: dict[str, str | None]) -> Mapping:
    """A mapping as stored."""
    return {heading: Field(field) if field else None for heading, field in stored.items()}


@contextmanager
def as_file(row: CatalogueUploadRow, folder: Path) -> Iterator[Path]:
    """The upload as a file, for as long as the block lasts.

    Raises:
        NotFound: it was imported, its bytes are gone.
    """
    if row.content is None:
        raise missing("catalogue upload")
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        path = Path(inside) / f"catalogue{Path(row.name).suffix.lower()}"
        path.write_bytes(row.content)
        yield path


def let_go(session: Session, upload_id: str) -> None:
    """Note that an upload was imported and drop its bytes."""
    session.execute(
        update(CatalogueUploadRow).where(CatalogueUploadRow.id == upload_id).values(state="done", content=None)
    )


def _make_room(session: Session, by: Actor) -> None:
    waiting = CatalogueUploadRow.state == "waiting"
    session.execute(delete(CatalogueUploadRow).where(waiting, CatalogueUploadRow.created_at < now() - KEPT))
    mine = (waiting, CatalogueUploadRow.by_user_id == by.user_id)
    count = session.scalar(select(func.count()).select_from(CatalogueUploadRow).where(*mine)) or 0
    if count >= MOST_WAITING:
        oldest = session.scalars(select(CatalogueUploadRow.id).where(*mine).order_by(CatalogueUploadRow.id).limit(1))
        session.execute(delete(CatalogueUploadRow).where(CatalogueUploadRow.id.in_(oldest.all())))
