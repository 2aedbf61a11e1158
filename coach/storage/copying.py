"""A copy of the embedded store while it is in use."""

from pathlib import Path

from coach.errors import Corrupt, InvalidInput
from coach.storage.failures import in_our_words
from coach.storage.session import Database


def copy_store(database: Database, target: Path) -> None:
    """Copy the whole store into a file, one consistent state, whoever writes meanwhile.

    Raises:
        InvalidInput: the store is no file (PostgreSQL has tools of its own).
        Corrupt: the copy does not pass SQLite's own check.
        Unavailable: the disk is full or the store is locked.
    """
    from pysqlite3 import dbapi2

    if not database.is_sqlite:
        raise InvalidInput("This store is PostgreSQL.", "Back it up with pg_dump; the indexes are rebuilt from it.")
    target.unlink(missing_ok=True)
    with in_our_words(home=database.home):
        source = dbapi2.connect(str(database.engine.url.database))
        copy = dbapi2.connect(str(target))
        try:
            source.backup(copy)
            (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
        finally:
            copy.close()
            source.close()
    if answer != "ok":
        raise Corrupt(f"The copy of the store is damaged: {answer}.", "Check the disk; keep the last good backup.")
