"""A knowledge base under test, on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from tests.knowledge_base.world import CATALOGUE_RECORDS, open_kb


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
