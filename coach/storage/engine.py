"""How the two databases are opened: SQLite through the bundled engine, PostgreSQL through psycopg."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another one."""

WRITES = "coach_writes"
"""Execution option of a connection whose transaction will write."""

_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {BUSY_MILLISECONDS}")
"""RELIABILITY 5: `synchronous = NORMAL` lost acknowledged transactions in most simulated power cuts, FULL in none."""


def open_engine(url: str) -> Engine:
    """Return an engine for `sqlite:///...` or `postgresql+psycopg://...`; nothing is opened yet."""
    return open_sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _open_postgresql(url)


def open_sqlite(url: str | Path) -> Engine:
    """Return an engine on the bundled SQLite: Debian 12's own has the WAL bug fixed in 3.51.3.

    The driver begins no transaction of its own: we do, as a writer from the start where the transaction will write. A
    reader that turns writer half-way would fail at once with "database is locked", whatever the busy timeout.
    """
    from pysqlite3 import dbapi2

    target = f"sqlite:///{url}" if isinstance(url, Path) else url
    engine = create_engine(target, module=dbapi2)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def open_work_sqlite(path: Path) -> Engine:
    """Return an engine for the queue's own SQLite file, with the driver's own transactions, as DBOS expects them."""
    from pysqlite3 import dbapi2

    engine = create_engine(f"sqlite:///{path}", module=dbapi2)
    event.listen(engine, "connect", _prepare_work_sqlite)
    return engine


def _prepare_work_sqlite(connection: Any, record: object) -> None:
    _prepare_sqlite(connection, record)
    connection.isolation_level = "IMMEDIATE"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgresql(url: str) -> Engine:
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
