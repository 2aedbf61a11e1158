"""Imports of files on this machine, in this process: the command line."""

from pathlib import Path

from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.storage.access import require
from coach.training.desk import Choice, Desk, ImportReport, note
from knowledge_base.catalogue.changes import Plan
from knowledge_base.catalogue.importing import Asked, Told, summary
from knowledge_base.catalogue.mapping import ColumnGuess, guess


class LocalImports(Desk):
    """Previews and imports of files at hand."""

    def columns(self, path: Path, *, sheet: str = "") -> tuple[ColumnGuess, ...]:
        """The columns of a file and what they seem to hold.

        Raises:
            BadRecord: it cannot be read as a catalogue.
        """
        return guess(self._importer.table(path, sheet=sheet))

    def preview(self, path: Path, choice: Choice, *, by: Actor) -> Plan:
        """Say what an import of a file on this machine would do.

        Raises:
            BadRecord: it cannot be read, or the mapping gives no records.
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        table = self._importer.table(path, sheet=choice.sheet)
        asked = Asked(path, self.mapping_for(table, choice, by=by), choice.source, choice.whole, choice.sheet)
        return self._importer.plan(asked, table)

    def carry_out(self, plan: Plan, *, by: Actor, told: Told | None = None) -> ImportReport:
        """Carry out a plan in this process.

        Raises:
            StoreUnavailable: the database or the disk fails; run it again to go on.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        preview = plan.preview
        self._importer.write(plan, told)
        with self._database.transaction() as session:
            withdrawn = self._importer.finish(session, plan)
            report = ImportReport(
                source=preview.source, preview_id=preview.id, counts=summary(preview), withdrawn=withdrawn
            )
            note(session, by.user_id, "catalogue.imported", report)
        return report
