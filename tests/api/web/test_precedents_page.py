"""HR decides on pattern cards on a page; nobody else sees one there."""

import pytest

from coach.domain.people import Role
from evals.bench.past_plans import meta, record_of
from tests.api.web.visitor import World

CARD = "pattern:quality_errors:manufacturing@1"


@pytest.fixture
def six_plans(world: World) -> World:
    world.application.knowledge.add(
        [record_of(n, meta(n, employee=n, manager=n % 3, role_family="")) for n in range(6)]
    )
    return world


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hr_approves_a_card_and_takes_it_back(six_plans: World, language: str) -> None:
    hr = six_plans.visitor("hr", language)
    html = hr.get("/precedents").text
    assert {"zh": "制造业·质量差错", "en": "Quality errors, manufacturing"}[language] in html
    assert "Kumquat" not in html
    assert hr.post("/precedents", {"release": CARD, "verdict": "approve", "reason": ""}).status_code == 422
    assert hr.post("/precedents", {"release": CARD, "verdict": "approve", "reason": "fair"}).status_code == 303
    assert [c.status for c in six_plans.application.precedents.list(six_plans.cast.hr)] == ["approved"]
    assert "fair" in hr.get("/precedents").text
    assert hr.post("/precedents", {"release": CARD, "verdict": "withdraw", "reason": "old"}).status_code == 303
    assert six_plans.application.knowledge.precedents("quality_errors", language="en") == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HR}))
def test_nobody_else_sees_or_decides(six_plans: World, role: Role) -> None:
    visitor = six_plans.visitor(role)
    page = visitor.get("/precedents")
    assert page.status_code == 403
    assert "质量差错" not in page.text
    assert visitor.post("/precedents", {"release": CARD, "verdict": "approve", "reason": "x"}).status_code == 403
    assert 'href="/precedents"' not in visitor.get("/").text


def test_a_choice_that_is_none_and_a_stale_content_are_refused(six_plans: World) -> None:
    hr = six_plans.visitor("hr")
    hr.get("/precedents")
    assert hr.post("/precedents", {"release": CARD, "verdict": "maybe", "reason": "x"}).status_code == 422
    stale = {"release": CARD, "verdict": "approve", "reason": "x", "fingerprint": "0" * 64}
    assert hr.post("/precedents", stale).status_code == 409
