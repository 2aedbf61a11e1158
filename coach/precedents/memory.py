"""Forgetting: a record leaves SQL, words, vectors and caches, the cards are checked at once, the files are cleaned."""

import time
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import delete

from coach.domain.people import Actor, Role
from coach.domain.policy import Act
from coach.domain.precedent import Forgotten
from coach.precedents.service import Precedents
from coach.storage.access import require
from coach.storage.audit import record
from coach.storage.cleaning import clean
from coach.storage.codes import LESSONS, code
from coach.storage.secrets import secret
from coach.storage.session import Database
from knowledge_base.errors import StoreUnavailable
from knowledge_base.records import Kind, Record
from knowledge_base.tables import TombstoneRow


class Remembering(Protocol):
    """The part of the knowledge base that forgetting uses."""

    def resource(self, record_id: str) -> Record | None:
        """Return a record, or None."""
        ...

    def delete(self, record_ids: Sequence[str]) -> int:
        """Remove records from SQL, full text and vectors."""
        ...

    def rebuild(self) -> object:
        """Make vector index and full text anew from SQL."""
        ...


class Memory:
    """What can be forgotten.

    Args:
        database: the store.
        knowledge: the knowledge base over it.
        precedents: the pattern cards.
    """

    def __init__(self, database: Database, knowledge: Remembering, precedents: Precedents) -> None:
        self._database = database
        self._knowledge = knowledge
        self._precedents = precedents

    def forget(self, record_ids: Sequence[str], *, by: Actor, clean_files: bool = True) -> Forgotten:
        """Delete records everywhere; the cards they stood behind are checked before anybody can ask again.

        Args:
            record_ids: what to delete; unknown ids, and ids the actor may not know of, do not matter.
            by: HR for anything, L&D for the catalogue.
            clean_files: overwrite what files and indexes kept of them too (the maintenance step).

        Raises:
            NotAllowed: the actor may not delete records.
            StoreUnavailable: the store is locked or cannot be written.
        """
        require(by, Act.FORGET_RECORDS, what="record")
        started = time.perf_counter()
        mine = [i for i in dict.fromkeys(record_ids) if self._may(i, by)]
        with self._database.transaction() as session:
            count = self._knowledge.delete(mine) if mine else 0
            withdrawn = self._precedents.refresh_in(session).withdrawn if count else ()
            if count:
                key = secret(session, LESSONS)
                ids = [code(key, "record", each) for each in mine]
                record(session, by.user_id, "record.forgotten", ("record", f"{count}"), records=ids)
        cleaned = self.clean() if count and clean_files else not count
        seconds = round(time.perf_counter() - started, 3)
        return Forgotten(records=count, withdrawn=withdrawn, files_clean=cleaned, seconds=seconds)

    def clean(self) -> bool:
        """The maintenance step: nothing deleted stays in a file of the store or of the indexes.

        Backups, PostgreSQL's write-ahead log and the disk's own copies are outside this product.

        Returns:
            Whether the vector index was cleaned too; False while another process of this home owns it, which forgets
            the records within its next search but keeps their bytes until it is asked to clean.
        """
        try:
            self._knowledge.rebuild()
        except StoreUnavailable:
            clean(self._database)
            return False
        with self._database.transaction() as session:
            session.execute(delete(TombstoneRow))
        clean(self._database)
        return True

    def _may(self, record_id: str, by: Actor) -> bool:
        found = self._knowledge.resource(record_id)
        return found is not None and (found.kind is not Kind.PLAN or _reads_plans(by))


def _reads_plans(by: Actor) -> bool:
    return Role.HR in by.roles
