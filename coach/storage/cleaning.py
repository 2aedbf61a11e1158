"""Cleaning the files of the store of what was deleted from it."""

import time

from sqlalchemy import text

from coach.storage.failures import in_our_words
from coach.storage.session import Database
from knowledge_base.lexical import WORDS_TABLE

_SQLITE = (
    f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}) VALUES ('optimize')",  # noqa: S608 - our own name
    "VACUUM",
)
_TRIES, _PAUSE = 40, 0.25
"""How often, and how many seconds apart, the log is asked to empty itself."""
_TABLES = (
    "kb_records", "kb_chunks", WORDS_TABLE, "kb_tombstones", "kb_card_plans", "kb_renewed_records", "kb_renewed_chunks",
)  # fmt: skip


def clean(database: Database) -> None:
    """Rewrite files so that no byte of a deleted row is left in them; minutes for a very large store.

    SQLite: words merged, file rewritten, log emptied. PostgreSQL: the tables of the knowledge base rewritten; its
    write-ahead log and backups age out by its own means.

    Raises:
        Unavailable: the database is locked or cannot be reached.
    """
    with in_our_words(home=database.home):
        if database.is_sqlite:
            _clean_sqlite(database)
        else:
            _clean_postgresql(database)


def _clean_sqlite(database: Database) -> None:
    """On the driver's own connection: none of these statements may stand in a transaction."""
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        for statement in _SQLITE:
            cursor.execute(statement)
        for _ in range(_TRIES):
            if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                break
            time.sleep(_PAUSE)  # somebody reads; the log is emptied once they are done
        cursor.close()
    finally:
        connection.close()


def _clean_postgresql(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _TABLES:
            connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
