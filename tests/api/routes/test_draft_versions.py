"""Answering what a draft asks, over HTTP."""

import pytest

from tests.fixtures.people import Json, Person

GAPS = [
    ("客服平均响应时间是9小时，客户投诉多。我不确定有没有跟他讲过标准。", "4小时以内", "12月20日", "讲过，3月发的邮件"),
    ("Average reply time is 9 hours and customers complain. Not sure I ever told him the standard.", "at most 4 h",
     "20 December", "yes, in March by e-mail"),
]  # fmt: skip


def drafted(manager: Person, text: str, **more: Json) -> Json:
    result = manager.job("/v1/drafts", {"text": text, "as_of": "2026-11-02"} | more)
    return manager.get(f"/v1/drafts/{result['draft_id']}").json()


def ids(stored: Json) -> dict[str, str]:
    return {question["about"]: question["id"] for question in stored["draft"]["gap"]["questions"]}


@pytest.mark.parametrize(("text", "target", "deadline", "told"), GAPS)
def test_answers_make_a_new_version(manager: Person, text: str, target: str, deadline: str, told: str) -> None:
    first = drafted(manager, text)
    asked = ids(first)
    given = {asked["target"]: target, asked["deadline"]: deadline, asked["expectation_communicated"]: told}
    result = manager.job(f"/v1/drafts/{first['id']}/answers", {"answers": given})
    second = manager.get(f"/v1/drafts/{result['draft_id']}").json()
    assert second["supersedes"] == first["id"]
    assert second["draft"]["goals"][0]["metric"]["target"] == 4
    assert second["draft"]["goals"][0]["deadline"] == "2026-12-20"
    assert (first["draft"]["route"]["to"], second["draft"]["route"]["to"]) == ("coach_first", "plan")
    assert [each["text"] for each in second["description"]["answers"]] == [target, deadline, told]
    assert second["description"]["answers"][0]["question"] == first["draft"]["gap"]["questions"][0]["text"]
    versions = manager.get(f"/v1/drafts/{first['id']}/versions").json()
    assert [each["id"] for each in versions] == [first["id"], second["id"]]


def test_a_version_is_answered_once(manager: Person) -> None:
    first = drafted(manager, "The error rate is 5%.")
    body = {"answers": {"q1": "2%"}}
    manager.job(f"/v1/drafts/{first['id']}/answers", body)
    refused = manager.post(f"/v1/drafts/{first['id']}/answers", body)
    assert refused.status_code == 409
    assert "newer version" in refused.json()["title"]


def test_the_same_key_answers_once(manager: Person) -> None:
    first = drafted(manager, "The error rate is 5%.")
    path, body = f"/v1/drafts/{first['id']}/answers", {"answers": {"q1": "2%"}}
    sent = manager.post(path, body, key="answer-0001").json()
    assert manager.post(path, body, key="answer-0001").json() == sent


def test_others_are_told_there_is_no_such_draft(manager: Person, hr: Person) -> None:
    first = drafted(manager, "The error rate is 5%.")
    for answer in (
        hr.post(f"/v1/drafts/{first['id']}/answers", {"answers": {"q1": "2%"}}),
        hr.get(f"/v1/drafts/{first['id']}/versions"),
    ):
        assert answer.status_code == 404


def test_an_answer_to_nothing_is_refused(manager: Person) -> None:
    first = drafted(manager, "The error rate is 5%.")
    for answers in ({"q9": "2%"}, {"q1": " "}):
        assert manager.post(f"/v1/drafts/{first['id']}/answers", {"answers": answers}).status_code == 422
