"""A knowledge base under test, on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from tests.knowledge_base.world import CATALOGUE_RECORDS, open_kb
from tests.postgres import TestServer


@pytest.fixture
def kb(database: Database) -> Iterator[KnowledgeBase]:
    """Empty."""
    opened = open_kb(database)
    yield opened
    opened.close()


@pytest.fixture
def catalogue(kb: KnowledgeBase) -> KnowledgeBase:
    """With seven resources in two languages."""
    kb.add(CATALOGUE_RECORDS)
    return kb


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty store in a file, for what the database does not matter to."""
    shutil.copy(sqlite_template, tmp_path / "coach.db")
    store = Database(f"sqlite:///{tmp_path / 'coach.db'}", home=tmp_path)
    yield store
    store.close()


@pytest.fixture
def postgres_database(postgres_server: TestServer, tmp_path: Path) -> Iterator[Database]:
    """An empty store on PostgreSQL, for what only PostgreSQL does."""
    name = postgres_server.take()
    store = Database(postgres_server.url(name), home=tmp_path)
    yield store
    store.close()
    postgres_server.give_back(name)
