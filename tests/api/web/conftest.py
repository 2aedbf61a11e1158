import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.bootstrap import Application
from api.runners import register
from coach.settings import Settings
from knowledge_base.base import KnowledgeBase
from tests.api.web.visitor import World
from tests.coach.storage.world import approved, description, draft, settle, submitted
from tests.knowledge_base.world import WordEmbedder


@pytest.fixture(scope="session")
def furnished(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A store with the small world in it; each test gets a copy of the file."""
    home = tmp_path_factory.mktemp("furnished")
    shutil.copy(sqlite_template, home / "coach.db")
    application = Application(Settings(home=home, demo=False))
    cast = settle(application.database)
    draft_id = application.drafts.save(draft(), description(), by=cast.manager, subject_employee_id="E10")
    review = submitted(application.database, cast)
    plan = approved(application.database, cast)
    pages = create_app(application)
    application.close()
    return home / "coach.db", World(application, TestClient(pages), cast, draft_id, review, plan)


@pytest.fixture
def world(tmp_path: Path, furnished: tuple[Path, World]) -> Iterator[World]:
    """The small world with a store of its own. Jobs wait, the embedder is cheap: nothing heavy is started."""
    store, model = furnished
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(store, home / "coach.db")
    application = Application(Settings(home=home, demo=False))
    application.__dict__["knowledge"] = KnowledgeBase(
        transaction=application.database.transaction, folder=home / "vectors", embedder=WordEmbedder()
    )
    register(application)
    pages = model.client.app
    assert isinstance(pages, FastAPI)
    pages.state.application = application
    yield model._replace(application=application, client=TestClient(pages))
    application.knowledge.close()
    application.close()
