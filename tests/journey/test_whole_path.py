"""The whole path through HTTP, as two people, on both databases: gap → draft → review → plan → outcome → lesson."""

import datetime as dt
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.bootstrap import Application
from api.startup import DEMO, add_demo_people
from coach.review.record import verify_audit
from coach.settings import Settings
from coach.storage.session import Database
from tests.fixtures.people import Json, Person

GAP = {
    "text": "包装三线近两个月封口不良率4.5%，作业标准2%以内，10月已在晨会讲过两次。请在十周内降到标准。",
    "role": "包装操作工",
    "industry": "manufacturing",
}


@pytest.fixture
def running(database: Database) -> Iterator[TestClient]:
    """The product on the store under test, with demo people and records."""
    url = None if database.is_sqlite else database.url
    application = Application(Settings(home=database.home, database_url=url))
    add_demo_people(application)
    application.knowledge.index([DEMO / "training.jsonl"])
    with TestClient(create_app(application), base_url="http://testserver") as client:
        yield client
    application.close()


def test_from_a_gap_to_a_lesson(running: TestClient) -> None:
    manager, hr = Person.signed_in(running, "manager"), Person.signed_in(running, "hr")
    draft = _draft(manager)
    review = _decide_all(hr, manager.post("/v1/reviews", {"draft_id": draft["id"]}).json())
    plan = _approve(hr, review)
    history = _live_and_close(manager, hr, plan)
    assert history["plan"]["status"] == "closed"
    application: Application = running.app.state.application  # type: ignore[attr-defined]
    assert len(application.knowledge.ids()) > 1
    report = verify_audit(application.database)
    assert report.ok
    assert report.entries > len(review["suggestions"])


def _draft(manager: Person) -> Json:
    people = manager.get("/v1/people").json()["items"]
    subject = next(person["employee_id"] for person in people if person["manager_id"] == "D-1002")
    result = manager.job("/v1/drafts", GAP | {"subject_employee_id": subject})
    stored = manager.get(f"/v1/drafts/{result['draft_id']}").json()
    draft = stored["draft"]
    goal = draft["goals"][0]
    assert (goal["metric"]["baseline"], goal["metric"]["target"], goal["metric"]["unit"]) == (4.5, 2, "%")
    assert draft["scores"]
    assert draft["resources"] or draft["no_resource"]
    return draft


def _decide_all(hr: Person, review: Json) -> Json:
    for suggestion in review["suggestions"]:
        decision = {"suggestion_id": suggestion["id"], "verdict": "accept", "reason": "已核对来源"}
        answer = hr.post(f"/v1/reviews/{review['id']}/decisions", decision | {"version": review["version"]})
        assert answer.status_code == 200, answer.text
        review = answer.json()
    return review


def _approve(hr: Person, review: Json) -> Json:
    body = {"outcome": "approve", "reason": "证据充分", "version": review["version"]}
    answer = hr.post(f"/v1/reviews/{review['id']}/outcome", body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["plan"]["content_sha256"]
    return answer.json()["plan"]


def _live_and_close(manager: Person, hr: Person, plan: Json) -> Json:
    path = f"/v1/plans/{plan['id']}"
    today = dt.date.today().isoformat()
    assert manager.post(f"{path}/check-ins", {"on": today, "note": "首周一起看了封口参数"}).status_code == 201
    assert hr.get(f"{path}/export", format="docx").content.startswith(b"PK")
    assert plan["content_sha256"] in hr.get(f"{path}/export").text
    body = {"outcome": "achieved", "reason": "连续四周达标", "version": manager.get(path).json()["plan"]["version"]}
    closed = manager.post(f"{path}/closing", body)
    assert closed.status_code == 200, closed.text
    return closed.json()


def test_the_author_cannot_approve(running: TestClient) -> None:
    manager = Person.signed_in(running, "manager")
    review = manager.post("/v1/reviews", {"draft_id": _draft(manager)["id"]}).json()
    body = {"suggestion_id": review["suggestions"][0]["id"], "verdict": "accept", "reason": "x", "version": 1}
    assert manager.post(f"/v1/reviews/{review['id']}/decisions", body).status_code == 403
    end = {"outcome": "approve", "reason": "x", "version": 1}
    assert manager.post(f"/v1/reviews/{review['id']}/outcome", end).status_code == 403
