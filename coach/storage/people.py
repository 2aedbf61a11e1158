"""The staff list and its reporting lines."""

import builtins
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.base import Language
from coach.domain.people import Actor, Person
from coach.domain.policy import Act, Facts, may
from coach.storage.access import missing, require
from coach.storage.audit import SYSTEM, record
from coach.storage.clock import now
from coach.storage.people_csv import PeopleReport, SkippedRow, read_people, settle_lines
from coach.storage.session import Database
from coach.storage.tables import PersonRow


class People:
    """Everybody in the staff list.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def import_csv(self, path: Path, *, by: Actor | None = None) -> PeopleReport:
        """Add and change people from a CSV file; nobody is removed.

        Args:
            path: UTF-8 or GB18030, with a header of employee_id, name, email, role_title, manager_id, unit, lang, or
                their Chinese names (工号, 姓名, 邮箱, 岗位, 上级工号, 部门, 语言).
            by: hr or an administrator; None only from the command line.

        Raises:
            InvalidInput: the file cannot be read, or lacks employee_id or name.
            NotAllowed: `by` may not import people.
        """
        if by is not None:
            require(by, Act.IMPORT_PEOPLE, what="person")
        rows, skipped = read_people(path)
        with self._database.transaction() as session:
            stored = {row.employee_id: row for row in session.scalars(select(PersonRow))}
            lines = {row.employee_id: row.manager_id for row in stored.values()}
            good, refused = settle_lines(rows, lines)
            report = _merge(session, stored, good, skipped=(*skipped, *refused))
            counts = report.model_dump(include={"added", "changed", "unchanged"})
            record(session, by.user_id if by else SYSTEM, "people.imported", ("people", "all"), **counts)
        return report

    def get(self, employee_id: str, *, by: Actor) -> Person:
        """One person.

        Raises:
            NotFound: there is none, or not for these eyes.
        """
        with self._database.reading() as session:
            row = session.get(PersonRow, employee_id)
        if row is None or not may(by, Act.SEE_PEOPLE, _facts(row)):
            raise missing("person")
        return _person(row)

    def list(self, by: Actor) -> list[Person]:
        """Everybody the actor may see: a manager their reports, HR all, anybody themselves; in order of number."""
        with self._database.reading() as session:
            rows = session.scalars(select(PersonRow).order_by(PersonRow.employee_id))
            return [_person(row) for row in rows if may(by, Act.SEE_PEOPLE, _facts(row))]

    def reports_of(self, manager_id: str) -> builtins.list[Person]:
        """The people who report to this employee directly, in order of number."""
        query = select(PersonRow).where(PersonRow.manager_id == manager_id).order_by(PersonRow.employee_id)
        with self._database.reading() as session:
            return [_person(row) for row in session.scalars(query)]

    def names(self) -> tuple[str, ...]:
        """Every name in the staff list, longest first: what redaction looks for. Never shown or logged."""
        with self._database.reading() as session:
            found = set(session.scalars(select(PersonRow.name)))
        return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _merge(
    session: Session, stored: dict[str, PersonRow], people: Iterable[Person], *, skipped: tuple[SkippedRow, ...]
) -> PeopleReport:
    added = changed = unchanged = 0
    moment = now()
    for person in people:
        row = stored.get(person.employee_id)
        if row is not None and _person(row) == person:
            unchanged += 1
            continue
        session.merge(PersonRow(**person.model_dump(mode="json"), updated_at=moment))
        added, changed = (added + 1, changed) if row is None else (added, changed + 1)
    return PeopleReport(added=added, changed=changed, unchanged=unchanged, skipped=skipped)


def _person(row: PersonRow) -> Person:
    return Person(
        employee_id=row.employee_id, name=row.name, email=row.email, role_title=row.role_title,
        manager_id=row.manager_id, unit=row.unit, lang=Language(row.lang),
    )  # fmt: skip


def _facts(row: PersonRow) -> Facts:
    return Facts(subject_employee_id=row.employee_id, subject_manager_id=row.manager_id)
