"""Catalogue imports as people ask for them: who may, what exactly was agreed, once, and written down."""

from pathlib import Path

from pydantic import JsonValue
from sqlalchemy import update

from coach.domain.base import Model
from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.errors import Conflict, InvalidInput
from coach.runner import Finish, JobContext
from coach.storage.access import require
from coach.storage.tables import CatalogueUploadRow
from coach.training.desk import Choice, Desk, ImportReport, note
from coach.training.uploads import Upload, add_upload, as_file, find_upload, let_go, to_upload
from coach.work import Work
from knowledge_base.catalogue.changes import Plan, Preview
from knowledge_base.catalogue.importing import Asked, summary
from knowledge_base.catalogue.mapping import ColumnGuess, Mapping, as_mapping, guess
from knowledge_base.catalogue.table import Table

IMPORT = "catalogue_import"
"""Kind of the job."""


class Look(Model):
    """A file before it is mapped: its columns and what they seem to hold."""

    upload: Upload
    """The file, with the mapping as it stands."""
    rows: int
    """Rows under the headings."""
    columns: tuple[ColumnGuess, ...]
    """Each column with its first cells and the guess."""
    other_sheets: tuple[str, ...]
    """Sheets of the workbook that are not read."""


class CatalogueImports(Desk):
    """Uploads, their previews and their imports."""

    def upload(self, name: str, content: bytes, *, by: Actor) -> Look:
        """Take a file in and say what its columns seem to hold.

        Raises:
            InvalidInput: it is empty, too large or of another kind.
            BadRecord: it cannot be read as a catalogue.
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        with self._database.transaction() as session:
            row = find_upload(session, add_upload(session, name, content, by=by), by=by)
            table = self._table(row)
            mapping = as_mapping(guess(table))
            row.mapping, row.source = _plain(mapping), Path(row.name).stem[:100]
            session.flush()
            return _look(row, table)

    def look(self, upload_id: str, *, by: Actor) -> Look:
        """A file handed in earlier.

        Raises:
            NotFound: there is none, it is somebody else's, or it was imported.
        """
        with self._database.reading() as session:
            row = find_upload(session, upload_id, by=by)
            return _look(row, self._table(row))

    def find(self, upload_id: str, *, by: Actor) -> Upload:
        """Where an upload stands.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        with self._database.reading() as session:
            return to_upload(find_upload(session, upload_id, by=by))

    def preview(self, upload_id: str, choice: Choice, *, by: Actor) -> Preview:
        """Say what an import of an upload would do, and remember that as what may be imported.

        Raises:
            NotFound: there is no such upload or mapping.
            Conflict: its import was asked for already.
            BadRecord: the mapping gives no records.
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        row = self._waiting(upload_id, by)
        table = self._table(row, sheet=choice.sheet)
        mapping = self.mapping_for(table, choice, by=by)
        asked = Asked(Path(), mapping, choice.source, choice.whole, choice.sheet)
        return self._remembered(row, table, asked)

    def again(self, upload_id: str, *, by: Actor) -> Preview:
        """The last preview as things stand now; from here on this is what may be imported.

        Raises:
            NotFound: there is no such upload.
            InvalidInput: there is no preview of it yet.
            Conflict: its import was asked for already.
        """
        row = self._waiting(upload_id, by)
        asked = _agreed(row)
        return self._remembered(row, self._table(row, sheet=asked.sheet), asked)

    def start(self, upload_id: str, preview_id: str, *, by: Actor, work: Work) -> str:
        """Ask for exactly the import that was previewed; return the id of the job.

        Raises:
            NotFound: there is no such upload.
            Conflict: the preview is not the last one, the store has changed since, or it was asked for already.
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        row = self._waiting(upload_id, by)
        if row.preview_id != preview_id or (
            row.knowledge_seen != self._knowledge.fingerprint() and self._plan_of(row).preview.id != preview_id
        ):
            raise _changed()
        with self._database.transaction() as session:
            taken = session.execute(
                update(CatalogueUploadRow)
                .where(CatalogueUploadRow.id == upload_id, CatalogueUploadRow.state == "waiting")
                .values(state="queued")
                .returning(CatalogueUploadRow.id)
            ).first()
            if taken is None:
                raise _taken()
            payload: dict[str, JsonValue] = {"upload_id": upload_id, "by": by.user_id}
            job_id = work.enqueue(IMPORT, payload, by=by)
            find_upload(session, upload_id, by=by).job_id = job_id
            note(session, by.user_id, "catalogue.import_asked", _told(row))
        return job_id

    def run(self, job: JobContext) -> Finish:
        """Carry out an import asked for with `start`; after a crash it goes on where it stopped.

        Raises:
            Conflict: the store has changed between preview and import; nothing was written.
        """
        upload_id, by = str(job.payload["upload_id"]), str(job.payload["by"])
        with self._database.reading() as session:
            row = find_upload(session, upload_id, by=None)
        plan = self._plan_of(row)
        if row.state != "begun":
            self._begin(row, plan)
        self._importer.write(plan, lambda done, total: job.progress("import", done=done, total=total))

        def end() -> JsonValue:
            with self._database.transaction() as session:
                withdrawn = self._importer.finish(session, plan)
                report = _told(row, withdrawn=withdrawn)
                note(session, by, "catalogue.imported", report)
                let_go(session, upload_id)
            return report.model_dump(mode="json")

        return end

    def _begin(self, row: CatalogueUploadRow, plan: Plan) -> None:
        """Note that writing begins, or refuse: what a crash leaves half done is gone on with, never compared again."""
        agreed = plan.preview.id == row.preview_id
        with self._database.transaction() as session:
            find_upload(session, row.id, by=None).state = "begun" if agreed else "waiting"
        if not agreed:
            raise _changed()

    def _waiting(self, upload_id: str, by: Actor) -> CatalogueUploadRow:
        with self._database.reading() as session:
            row = find_upload(session, upload_id, by=by)
        if row.state != "waiting":
            raise _taken()
        return row

    def _remembered(self, row: CatalogueUploadRow, table: Table, asked: Asked) -> Preview:
        """Make a preview and keep what it rests on; the store is asked for its state before it is compared."""
        seen = self._knowledge.fingerprint()
        preview = self._plan(row, table, asked).preview
        with self._database.transaction() as session:
            kept = find_upload(session, row.id, by=None)
            kept.mapping, kept.source = _plain(asked.mapping), preview.source
            kept.whole, kept.sheet = asked.whole, asked.sheet
            kept.preview_id, kept.counts, kept.knowledge_seen = preview.id, summary(preview), seen
        return preview

    def _plan_of(self, row: CatalogueUploadRow) -> Plan:
        asked = _agreed(row)
        return self._plan(row, self._table(row, sheet=asked.sheet), asked)

    def _plan(self, row: CatalogueUploadRow, table: Table, asked: Asked) -> Plan:
        with as_file(row, self._database.home) as path:
            here = Asked(path, asked.mapping, asked.source, asked.whole, asked.sheet)
            return self._importer.plan(here, table)

    def _table(self, row: CatalogueUploadRow, *, sheet: str = "") -> Table:
        with as_file(row, self._database.home) as path:
            return self._importer.table(path, sheet=sheet or row.sheet)


def _agreed(row: CatalogueUploadRow) -> Asked:
    """What the last preview of an upload was asked for."""
    if row.preview_id is None:
        raise InvalidInput("There is no preview of this file yet.", "Ask for a preview first.")
    stands = to_upload(row)
    return Asked(Path(), stands.mapping, stands.source, stands.whole, stands.sheet)


def _taken() -> Conflict:
    return Conflict("This file is being imported already.", "Look at its import, or send the file again.")


def _changed() -> Conflict:
    return Conflict(
        "The file or the catalogue has changed since this preview.", "Look at a new preview, then import that one."
    )


def _told(row: CatalogueUploadRow, *, withdrawn: int = 0) -> ImportReport:
    return ImportReport(source=row.source, preview_id=str(row.preview_id), counts=dict(row.counts), withdrawn=withdrawn)


def _plain(mapping: Mapping) -> dict[str, str | None]:
    return {heading: field and field.value for heading, field in mapping.items()}


def _look(row: CatalogueUploadRow, table: Table) -> Look:
    stands = to_upload(row)
    columns = tuple(
        each.model_copy(update={"field": stands.mapping.get(each.heading, each.field)}) for each in guess(table)
    )
    return Look(upload=stands, rows=len(table.rows), columns=columns, other_sheets=table.other_sheets)
