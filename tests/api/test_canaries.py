"""Canaries in past plans never reach anybody but HR: through the services, JSON and pages (in full: tests/soak)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.bootstrap import Application
from api.runners import register
from coach.domain.people import Role
from coach.settings import Settings
from evals.bench.canaries import Leaks, approve_all, canaries, gaps, look, planted, probe, queries
from knowledge_base.base import KnowledgeBase
from tests.api.web.visitor import Visitor
from tests.coach.storage.world import Cast, settle
from tests.knowledge_base.world import CATALOGUE_RECORDS, NoRedaction, WordEmbedder

WORDS = canaries(500)
OTHERS = ("manager", "lnd", "employee", "admin")


@pytest.fixture(scope="module")
def planted_home(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Application, Cast]]:
    home = tmp_path_factory.mktemp("canaries")
    (home / "coach.db").write_bytes(sqlite_template.read_bytes())
    application = Application(Settings(home=home, demo=False))
    application.__dict__["knowledge"] = KnowledgeBase(
        transaction=application.database.transaction, reading=application.database.reading,
        folder=home / "vectors", embedder=WordEmbedder(), redactor=NoRedaction(),
    )  # fmt: skip
    application.knowledge.add([*CATALOGUE_RECORDS, *planted(WORDS)])
    approve_all(application.database)
    cast = settle(application.database)
    register(application)
    yield application, cast
    application.knowledge.close()
    application.close()


def test_no_draft_and_no_search_shows_a_canary(planted_home: tuple[Application, Cast]) -> None:
    application, _ = planted_home
    leaks = probe(application.knowledge, WORDS, drafts=30, searches=170)
    assert leaks.leaked == []
    assert leaks.cited > 0, "no draft had a card: nothing was tried"
    assert leaks.refused > 0


def test_hr_finds_them_so_the_others_might_have(planted_home: tuple[Application, Cast]) -> None:
    application, cast = planted_home
    visitor = Visitor.signed_in(TestClient(create_app(application)), application, cast.hr)
    leaks = Leaks()
    look(visitor.get("/v1/search?q=Quillon&k=50").text, WORDS, "hr", leaks)
    assert leaks.leaked


@pytest.mark.parametrize("who", OTHERS)
def test_pages_and_json_show_none(planted_home: tuple[Application, Cast], who: str) -> None:
    import random

    application, cast = planted_home
    visitor = Visitor.signed_in(TestClient(create_app(application)), application, getattr(cast, who))
    leaks, asked = Leaks(), queries(WORDS, random.Random(5))
    paths = ["/search", "/precedents", "/v1/precedents", "/v1/health", "/v1/drafts", "/openapi.json", "/v1/people", "/"]
    ids = application.knowledge.ids()
    paths += [f"/v1/resources/{each}" for each in ids if each.startswith("plan-")][:4]
    for path in paths:
        look(visitor.get(path).text, WORDS, path, leaks)
    for _ in range(6):
        text, plain = next(asked), {"kind": "plan"}
        for path in ("/v1/search", "/search"):
            for more in ({}, plain):
                answer = visitor.client.get(path, params={"q": text, **more}, headers=visitor._headers())
                body = answer.text.replace(text, "")  # the search field says again what was typed
                body = body.replace(text.replace('"', "&#34;"), "")
                look(body, [word for word in WORDS if word not in text], f"{who} {path}", leaks)
                assert "降低错误率</h2>" not in answer.text
    assert leaks.leaked == []


def test_an_error_about_a_plan_is_the_error_about_nothing(planted_home: tuple[Application, Cast]) -> None:
    application, cast = planted_home
    visitor = Visitor.signed_in(TestClient(create_app(application)), application, cast.manager)
    plan = next(each for each in application.knowledge.ids() if each.startswith("plan-"))
    there, nothing = visitor.get(f"/v1/resources/{plan}"), visitor.get("/v1/resources/never-was")
    assert (there.status_code, there.json()) == (nothing.status_code, nothing.json())
    for path in (f"/v1/records/{plan}", "/v1/records/never-was"):
        assert visitor.client.delete(path, headers=visitor._headers()).status_code == 403


def test_hr_is_never_told_whose_plan_it_was(planted_home: tuple[Application, Cast]) -> None:
    application, cast = planted_home
    visitor = Visitor.signed_in(TestClient(create_app(application)), application, cast.hr)
    plan = next(each for each in application.knowledge.ids() if each.startswith("plan-"))
    shown = json.loads(visitor.get(f"/v1/resources/{plan}").text)
    assert {"employee", "manager"}.isdisjoint(shown["metadata"])


def test_health_counts_what_everybody_may_read(planted_home: tuple[Application, Cast]) -> None:
    application, _ = planted_home
    answer = TestClient(create_app(application)).get("/v1/health").json()
    assert answer["records"] == len(CATALOGUE_RECORDS)


def test_gaps_hold_no_canary_themselves() -> None:
    import random

    assert not [g for g in gaps(50, random.Random(1)) if any(word in g.text for word in WORDS)]
    assert len(set(WORDS)) == 500
    assert set(Role) - {Role.HR} == {Role(who) for who in OTHERS}
