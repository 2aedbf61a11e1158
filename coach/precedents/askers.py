"""Whose past plans a manager may know: no figure shown to that manager may need them (DOMAIN rule 9)."""

from sqlalchemy import select

from coach.domain.people import Actor, Role
from coach.storage.codes import LESSONS, code
from coach.storage.secrets import secret
from coach.storage.session import Database
from coach.storage.tables import PersonRow
from knowledge_base.records import Asker


def asker_of(database: Database, by: Actor, subject_employee_id: str | None) -> Asker:
    """Return the codes of the actor, of their team today and of the person a draft is about.

    Past plans have codes of two makes: the organisation's own ids (imported plans) and keyed ones (our lessons).

    Args:
        database: the store.
        by: who drafts.
        subject_employee_id: whom the draft is about; None where nobody is named.
    """
    with database.transaction() as session:
        key = secret(session, LESSONS)
        me = by.employee_id
        team = session.scalars(select(PersonRow.employee_id).where(PersonRow.manager_id == me)).all() if me else []
    leads = {by.user_id, *([me] if me else [])}
    people = {*team, *([me] if me else []), *([subject_employee_id] if subject_employee_id else [])}
    if Role.HR in by.roles and Role.MANAGER not in by.roles:
        leads = set()  # HR reads raw plans anyway; only the person the draft is about is left out
        people = {subject_employee_id} if subject_employee_id else set()
    return Asker(managers=_both(key, "manager", leads), employees=_both(key, "employee", people))


def _both(key: bytes, kind: str, ids: set[str]) -> frozenset[str]:
    return frozenset(ids) | frozenset(made for each in ids if (made := code(key, kind, each)))
