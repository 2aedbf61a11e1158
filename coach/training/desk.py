"""What every way of importing a catalogue shares: the choice, the mapping somebody means, the report, the record."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from coach.domain.base import Model
from coach.domain.people import Actor
from coach.storage.audit import record
from coach.storage.session import Database
from coach.training.mappings import Mappings
from knowledge_base.base import KnowledgeBase
from knowledge_base.catalogue.importing import CatalogueImporter
from knowledge_base.catalogue.mapping import Mapping, as_mapping, corrected, guess, reused
from knowledge_base.catalogue.table import Table


class ImportReport(Model):
    """What an import did."""

    source: str
    """The catalogue."""
    preview_id: str
    """The preview it carried out."""
    counts: dict[str, int]
    """How many records of each kind of change."""
    withdrawn: int
    """How many were withdrawn."""


@dataclass(frozen=True)
class Choice:
    """What somebody decides about an upload."""

    source: str
    """The catalogue it is an export of."""
    corrections: Mapping
    """Heading -> field where the guess, or the saved mapping, is not right."""
    saved: str = ""
    """Name of a saved mapping to begin with; empty for the guess."""
    whole: bool = False
    """Whether what is missing in the file is to be withdrawn."""
    sheet: str = ""
    """Sheet of a workbook."""


class Desk:
    """Where catalogues are handed in.

    Args:
        database: the store.
        knowledge: the knowledge base over it.
        mappings: saved mappings.
    """

    def __init__(self, database: Database, knowledge: KnowledgeBase, mappings: Mappings) -> None:
        self._database = database
        self._mappings = mappings
        self._knowledge = knowledge
        self._importer = CatalogueImporter(knowledge, database.reading)

    def mapping_for(self, table: Table, choice: Choice, *, by: Actor) -> Mapping:
        """The mapping somebody means: saved or guessed, with their corrections.

        Raises:
            BadRecord: a heading of the corrections is not in the file.
            NotFound: there is no mapping of that name.
        """
        if choice.saved:
            return corrected(reused(table, self._mappings.get(choice.saved, by=by).columns), choice.corrections)
        return corrected(as_mapping(guess(table)), choice.corrections)


def note(session: Session, by: str, action: str, report: ImportReport) -> None:
    """Write an import into the audit log, in the caller's transaction."""
    on = ("catalogue", report.source)
    record(session, by, action, on, preview=report.preview_id, counts=report.counts, withdrawn=report.withdrawn)
