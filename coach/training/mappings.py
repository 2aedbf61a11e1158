"""Mappings of headings to fields, kept under a name for the next export of the same system."""

import builtins
import datetime as dt

from sqlalchemy import delete, select

from coach.domain.base import Model
from coach.domain.people import Actor
from coach.domain.policy import Act
from coach.errors import InvalidInput
from coach.storage.access import missing, require, storable
from coach.storage.audit import record
from coach.storage.clock import now
from coach.storage.session import Database
from coach.storage.tables import CatalogueMappingRow
from coach.training.uploads import mapping_of
from knowledge_base.catalogue.mapping import Mapping


class SavedMapping(Model):
    """A mapping with its name."""

    name: str
    """Chosen by whoever saved it."""
    columns: Mapping
    """Heading -> field; null for a column that is left out."""
    by_user_id: str
    """Account that saved it last."""
    saved_at: dt.datetime
    """When (UTC)."""


class Mappings:
    """Saved mappings of one installation.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, name: str, columns: Mapping, *, by: Actor) -> SavedMapping:
        """Keep a mapping under a name; one of the same name is replaced.

        Raises:
            InvalidInput: the name is empty or too long.
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        short = " ".join(storable(name, what="name").split())
        if not 0 < len(short) <= 100:
            raise InvalidInput("The mapping has no usable name.", "Name it in 1 to 100 characters.")
        plain = {storable(heading, what="heading"): field and field.value for heading, field in columns.items()}
        with self._database.transaction() as session:
            row = session.merge(CatalogueMappingRow(name=short, columns=plain, by_user_id=by.user_id, saved_at=now()))
            session.flush()
            record(session, by.user_id, "catalogue.mapping_saved", ("catalogue_mapping", short), columns=len(plain))
            return _saved(row)

    def get(self, name: str, *, by: Actor) -> SavedMapping:
        """The mapping of that name.

        Raises:
            NotFound: there is none.
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        with self._database.reading() as session:
            row = session.get(CatalogueMappingRow, name)
            if row is None:
                raise missing("mapping")
            return _saved(row)

    def list(self, *, by: Actor) -> builtins.list[SavedMapping]:
        """All mappings by name.

        Raises:
            NotAllowed: the actor may not curate the catalogue.
        """
        require(by, Act.CURATE_CATALOGUE, what="catalogue")
        with self._database.reading() as session:
            return [
                _saved(row) for row in session.scalars(select(CatalogueMappingRow).order_by(CatalogueMappingRow.name))
            ]

    def remove(self, name: str, *, by: Actor) -> None:
        """Forget a mapping.

        Raises:
            NotFound: there is none.
            NotAllowed: the actor may not curate the catalogue.
        """
        self.get(name, by=by)
        with self._database.transaction() as session:
            session.execute(delete(CatalogueMappingRow).where(CatalogueMappingRow.name == name))
            record(session, by.user_id, "catalogue.mapping_removed", ("catalogue_mapping", name))


def _saved(row: CatalogueMappingRow) -> SavedMapping:
    return SavedMapping(
        name=row.name, columns=mapping_of(row.columns), by_user_id=row.by_user_id, saved_at=row.saved_at
    )
