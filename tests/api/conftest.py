"""A running product for tests of the doors: real services, a real store, demo people, and a cheap embedder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.bootstrap import Application
from api.startup import DEMO, add_demo_people
from coach.settings import Settings
from tests.fixtures.people import Person


def open_application(home: Path, *, url: str | None = None) -> Application:
    """An application with the demo people and twenty resources; the embedder is the real one."""
    return Application(Settings(home=home, database_url=url, demo=False))


@pytest.fixture
def application(tmp_path: Path, sqlite_template: Path) -> Iterator[Application]:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sqlite_template, home / "coach.db")
    app = open_application(home)
    add_demo_people(app)
    yield app
    app.close()


@pytest.fixture
def client(application: Application) -> Iterator[TestClient]:
    with TestClient(create_app(application), base_url="http://testserver") as opened:
        yield opened


@pytest.fixture
def manager(client: TestClient) -> Person:
    return Person.signed_in(client, "manager")


@pytest.fixture
def hr(client: TestClient) -> Person:
    return Person.signed_in(client, "hr")


@pytest.fixture
def some_training(application: Application, tmp_path: Path) -> list[str]:
    """The first rows of the demo catalogue, indexed."""
    path = tmp_path / "training.jsonl"
    lines = (DEMO / "training.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    path.write_text("\n".join(lines), encoding="utf-8")
    application.knowledge.index([path])
    return application.knowledge.ids()
