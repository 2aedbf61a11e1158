"""Adding a row that somebody else may be adding at this moment."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from coach.storage.tables import CoachTable


def add_unless_there(session: Session, table: type[CoachTable], **values: Any) -> bool:
    """Add a row; whether it was added, that is, whether none with its key was there.

    Where another transaction is adding the same key this waits for it to end.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    key = table.__table__.primary_key
    return session.connection().execute(statement.returning(*key)).first() is not None
