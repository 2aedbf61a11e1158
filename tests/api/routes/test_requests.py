from fastapi.testclient import TestClient

from api.bootstrap import Application
from tests.fixtures.people import Person

GAP = {"text": "Packing line: wrong-label rate 3.8% in October, the standard is 1%. By 29 January 2027, please."}


def test_nobody_is_let_in_without_signing_in(client: TestClient) -> None:
    answer = client.get("/v1/drafts")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_every_v1_route_but_the_open_ones_asks_who_is_there(client: TestClient) -> None:
    open_paths = {"/v1/health", "/v1/sessions", "/v1/password-resets/{token}"}
    paths = client.get("/openapi.json").json()["paths"]
    assert len(paths) > 25
    for path, operations in paths.items():
        if path in open_paths or not path.startswith("/v1"):
            continue
        for method in operations:
            answer = client.request(method.upper(), path.replace("{", "").replace("}", ""), params={"q": "x"})
            assert answer.status_code == 401, (method, path, answer.status_code)


def test_a_wrong_password_says_the_same_as_an_unknown_address(client: TestClient) -> None:
    answers = [
        client.post("/v1/sessions", json={"email": email, "password": "wrong wrong wrong"}).json()
        for email in ("manager@example.com", "nobody@example.com")
    ]
    assert answers[0] == answers[1]


def test_a_write_without_the_token_of_the_page_is_refused(client: TestClient, manager: Person) -> None:
    answer = client.post("/v1/tone", json={"text": "x"}, headers={"cookie": f"coach_session={manager.cookie}"})
    assert answer.status_code == 403


def test_a_draft_arrives_with_progress(client: TestClient, manager: Person, some_training: list[str]) -> None:
    accepted = manager.post("/v1/drafts", GAP)
    assert accepted.status_code == 202
    stream = manager.get(f"/v1/jobs/{accepted.json()['job_id']}/events").text
    assert "event: progress" in stream
    assert "event: end" in stream
    drafts = manager.get("/v1/drafts").json()["items"]
    assert len(drafts) == 1
    draft = manager.get(f"/v1/drafts/{drafts[0]['id']}").json()["draft"]
    assert all(resource["resource_id"] in some_training for resource in draft["resources"])


def test_the_same_key_drafts_once(client: TestClient, manager: Person) -> None:
    first = manager.post("/v1/drafts", GAP, key="key-0001-0001").json()
    assert manager.post("/v1/drafts", GAP, key="key-0001-0001").json() == first
    other = manager.post("/v1/drafts", GAP | {"role": "packer"}, key="key-0001-0001")
    assert other.status_code == 409


def test_an_empty_text_is_said_to_be_empty(manager: Person) -> None:
    answer = manager.post("/v1/drafts", {"text": "   "})
    assert answer.status_code == 422
    assert "text" in answer.json()["title"]


def test_an_unknown_field_is_named(manager: Person) -> None:
    answer = manager.post("/v1/drafts", {"text": "x", "colour": "red"})
    assert answer.status_code == 422
    assert "colour" in answer.text


def test_others_drafts_look_like_none(client: TestClient, manager: Person, hr: Person) -> None:
    draft_id = manager.job("/v1/drafts", GAP)["draft_id"]
    assert hr.get(f"/v1/drafts/{draft_id}").status_code == 404
    assert hr.get("/v1/drafts/no-such").status_code == 404
    assert hr.get("/v1/drafts").json()["items"] == []


def test_an_employee_cannot_draft(client: TestClient) -> None:
    assert Person.signed_in(client, "employee").post("/v1/drafts", GAP).status_code == 403


def test_lists_are_paged_by_cursor(client: TestClient, hr: Person) -> None:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = hr.get("/v1/people", limit=5, **cursor).json()
        seen += [person["employee_id"] for person in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) > 20


def test_a_manager_sees_only_their_own_people(manager: Person, hr: Person) -> None:
    own, everybody = manager.get("/v1/people", limit=200).json(), hr.get("/v1/people", limit=200).json()
    assert 0 < len(own["items"]) < len(everybody["items"])


def test_past_plans_are_for_hr_alone(application: Application, manager: Person, hr: Person) -> None:
    from knowledge_base.records import Kind, Record

    plan = Record(id="p1", kind=Kind.PLAN, title="Changeover", text="Changeover took 60 min", language="en", source="t")
    application.knowledge.add([plan])
    assert manager.get("/v1/search", q="changeover").json() == []
    assert [found["record_id"] for found in hr.get("/v1/search", q="changeover").json()] == ["p1"]
    assert manager.get("/v1/resources/p1").status_code == 404


def test_an_api_key_reads_and_does_not_write(client: TestClient, manager: Person) -> None:
    made = manager.post("/v1/api-keys", {"name": "report", "scopes": ["read"], "days": 1}).json()
    bearer = {"authorization": f"Bearer {made['secret']}"}
    assert client.get("/v1/drafts", headers=bearer).status_code == 200
    assert client.post("/v1/drafts", json=GAP, headers=bearer).status_code == 403
    assert client.get("/v1/drafts", headers={"authorization": "Bearer coach_wrong"}).status_code == 401


def test_too_large_a_body_is_refused(client: TestClient, manager: Person) -> None:
    answer = manager.client.post("/v1/tone", content=b"x", headers={"content-length": str(50_000_000)})
    assert answer.status_code == 413
