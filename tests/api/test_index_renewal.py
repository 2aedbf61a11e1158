"""Renewing the index through HTTP: noticed, begun as a job, followed, refused to those whose it is not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.bootstrap import Application
from api.index_notice import index_notice
from coach.settings import Settings
from knowledge_base.base import KnowledgeBase
from tests.knowledge_base.world import CATALOGUE_RECORDS, NoRedaction, WordEmbedder


@pytest.fixture
def built(sqlite_template: Path, tmp_path: Path) -> Iterator[Application]:
    """A product whose index was built with another embedder than the one asked for."""
    shutil.copy(sqlite_template, tmp_path / "coach.db")
    application = Application(Settings(home=tmp_path, demo=False))
    knowledge = _knowledge(application, "old-64")
    knowledge.add(CATALOGUE_RECORDS)
    knowledge.close()
    application.__dict__["knowledge"] = _knowledge(application, "new-64")
    yield application
    application.knowledge.close()
    application.close()


def _knowledge(application: Application, name: str) -> KnowledgeBase:
    return KnowledgeBase(
        transaction=application.database.transaction,
        reading=application.database.reading,
        folder=application.settings.home / "vectors",
        embedder=WordEmbedder(name),
        redactor=NoRedaction(),
        embedder_named=WordEmbedder,
    )


def test_the_server_says_so_renews_as_a_job_and_follows(built: Application) -> None:
    from api.startup import add_demo_people

    add_demo_people(built)
    with TestClient(create_app(built)) as client:
        health = client.get("/v1/health").json()["index"]
        assert (health["outdated"], health["reason"], health["search"]) == (True, "embedder", "full")
        write = _sign_in(client, "lnd")
        assert "/admin/index" in client.get("/").text
        page = client.get("/admin/index?lang=zh").text
        assert "索引由 old-64 建成，而设置要求使用 new-64。" in page
        accepted = client.post("/v1/index/renewal", headers=write)
        assert accepted.status_code == 202, accepted.text
        job = built.work.wait(accepted.json()["job_id"], seconds=20)
        assert (job.status.value, job.result["renewed"]) == ("done", len(CATALOGUE_RECORDS))  # type: ignore[index,call-overload]
        state = client.get("/v1/index").json()
        assert (state["outdated"], state["embedder"], state["renewal"]) == (False, "new-64", None)
        assert client.get("/v1/search", params={"q": "Excel reports"}).json()[0]["title"] == "Excel for reports"
        gone = client.delete("/v1/index/renewal", headers=write | {"Idempotency-Key": "another-key"})
        assert gone.json()["renewal"] is None


def test_only_who_keeps_the_index_may_renew_it(built: Application) -> None:
    from api.startup import add_demo_people

    add_demo_people(built)
    with TestClient(create_app(built)) as client:
        write = _sign_in(client, "employee")
        assert client.get("/v1/index").status_code == 403
        assert client.post("/v1/index/renewal", headers=write).status_code == 403
        assert client.get("/admin/index").status_code == 403
        assert built.knowledge.state().renewal is None


def test_the_notice_names_what_differs(built: Application) -> None:
    state = built.knowledge.state()
    said = index_notice(state)
    assert said is not None
    assert said.startswith("The index was built with old-64; the settings ask for new-64.")
    assert "coach index --renew" in said
    built.knowledge.renew()
    assert index_notice(built.knowledge.state()) is None


def _sign_in(client: TestClient, username: str) -> dict[str, str]:
    import json

    from api.startup import DEMO

    rows = json.loads((DEMO / "users.json").read_text(encoding="utf-8"))
    row = next(each for each in rows if username in each["roles"])
    answer = client.post("/v1/sessions", json={"email": f"{row['username']}@example.com", "password": row["password"]})
    return {"X-CSRF-Token": answer.json()["csrf"], "Idempotency-Key": f"renewal-{username}"}
