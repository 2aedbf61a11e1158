"""How the two databases are opened: SQLite through the bundled engine, PostgreSQL through psycopg."""

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

PATIENCE = 10.0
"""Seconds a writer waits for another one."""

WRITES = "coach_writes"
"""Execution option of a connection whose transaction will write."""

_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
"""RELIABILITY 5: `synchronous = NORMAL` lost acknowledged transactions in most simulated power cuts, FULL in none."""


def open_engine(url: str, *, patience: float = PATIENCE) -> Engine:
    """Return an engine for `sqlite:///...` or `postgresql+psycopg://...`; nothing is opened yet.

    Args:
        url: SQLAlchemy's URL of the database.
        patience: seconds a writer waits for another one.
    """
    opened = _open_sqlite if make_url(url).get_backend_name() == "sqlite" else _open_postgresql
    return opened(url, int(patience * 1000))


def _open_sqlite(url: str, milliseconds: int) -> Engine:
    """An engine on the bundled SQLite: Debian 12's own has the WAL bug fixed in 3.51.3.

    The driver begins no transaction of its own: we do, as a writer from the start where the transaction will write. A
    reader that turns writer half-way would fail at once with "database is locked", whatever the busy timeout.
    """
    from pysqlite3 import dbapi2

    engine = create_engine(url, module=dbapi2)
    event.listen(engine, "connect", partial(_prepare_sqlite, isolation=None, milliseconds=milliseconds))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def open_work_sqlite(path: Path) -> Engine:
    """Return an engine for the queue's own SQLite file, with the driver's own transactions, as DBOS expects them."""
    from pysqlite3 import dbapi2

    engine = create_engine(f"sqlite:///{path}", module=dbapi2)
    event.listen(engine, "connect", partial(_prepare_sqlite, isolation="IMMEDIATE", milliseconds=30_000))
    return engine


def _prepare_sqlite(connection: Any, _record: object, *, isolation: str | None, milliseconds: int) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout = {milliseconds}", *_PRAGMAS):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.isolation_level = isolation


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgresql(url: str, milliseconds: int) -> Engine:
    options = {"connect_timeout": 10, "options": f"-c lock_timeout={milliseconds}"}
    return create_engine(url, pool_pre_ping=True, connect_args=options)
