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


JOURNEYS = [
    (
        "录单差错率是5%，标准2%。客服平均响应时间是9小时，这一项还没有定过标准。",
        {"target": "4小时以内", "deadline": "12月20日"},
        "每周五和主管一起看3张出错的单子", "录单差错率在12月20日前由5%降到2%以内，每周对照质检日报。", "en",
    ),
    (
        "Order entry error rate is 5%, the standard is 2%. "
        "Average reply time is 9 hours; there is no standard for it yet.",
        {"target": "at most 4 h", "deadline": "20 December"},
        "Look at 3 wrong orders with the manager every Friday",
        "By 20 December the order entry error rate falls from 5% to 2%, checked against the daily report.", "zh",
    ),
]  # fmt: skip


def made(manager: Person, path: str, body: Json = None) -> Json:
    answer = manager.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def facts(draft: Json) -> list[Json]:
    """Everything of a plan that a translation may not touch."""
    return [
        (g["metric"]["name"], g["metric"]["baseline"], g["metric"]["target"], g["metric"]["unit"], g["deadline"],
         [(m["due"], m["target"]) for m in g["milestones"]], [(a["owner"], a["due"]) for a in g["actions"]])
        for g in draft["goals"]
    ] + [
        [(c["owner"], c["due"]) for c in draft["commitments"]], [r["resource_id"] for r in draft["resources"]],
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "action", "goal", "other"), JOURNEYS)
def test_from_questions_to_review_version_by_version(
    manager: Person, some_training: list[str], text: str, given: dict[str, str], action: str, goal: str, other: str
) -> None:
    first = drafted(manager, text)
    asked = ids(first)
    answers = {"answers": {asked[about]: words for about, words in given.items()}}
    result = manager.job(f"/v1/drafts/{first['id']}/answers", answers)
    second = manager.get(f"/v1/drafts/{result['draft_id']}").json()["draft"]
    assert len(second["goals"]) == 2
    edits = [{"line": "goals.g1", "text": goal}, {"line": "actions.g1", "text": action}]
    third = made(manager, f"/v1/drafts/{second['id']}/edits", {"edits": edits})["draft"]
    assert third["goals"][0]["statement"] == goal
    assert third["goals"][1] == second["goals"][1]
    short = made(manager, f"/v1/drafts/{third['id']}/shortenings")["draft"]
    anew = made(manager, f"/v1/drafts/{short['id']}/regenerations", {"goal": "g2", "engine": "grounded"})["draft"]
    assert anew["goals"][0] == short["goals"][0]
    assert anew["goals"][1] == second["goals"][1]
    said = made(manager, f"/v1/drafts/{anew['id']}/translations", {"language": other})["draft"]
    assert said["language"] == other
    assert facts(said) == facts(anew)
    assert action in {each["text"] for each in said["revision"]["marks"]}
    found = manager.get(f"/v1/drafts/{third['id']}/diff", **{"with": second["id"]}).json()
    assert not [each for each in found["changes"] if each["goal"] == "s2" and each["kind"] != "same"]
    kinds = [each["kind"] for each in manager.get(f"/v1/drafts/{said['id']}/versions").json()]
    assert kinds == [None, "answers", "edit", "shorten", "regenerate", "translate"]
    assert manager.post("/v1/reviews", {"draft_id": said["id"]}).status_code == 201
    assert manager.post(f"/v1/drafts/{said['id']}/shortenings").status_code == 409


def test_what_no_question_asked_is_not_answered(manager: Person) -> None:
    first = drafted(manager, "客服平均响应时间是9小时，标准是4小时，12月20日前。")
    assert first["draft"]["gap"]["questions"] == []
    refused = manager.post(f"/v1/drafts/{first['id']}/answers", {"answers": {"target:s1": "5小时"}})
    assert refused.status_code == 422


def test_an_edit_that_would_hurt_is_refused_with_its_reason(manager: Person) -> None:
    first = drafted(manager, "The error rate is 5%, the standard is 2%, by 20 December 2026.")
    edits = [{"line": "actions.g1.1", "text": "Improve, otherwise she will be dismissed"}]
    refused = manager.post(f"/v1/drafts/{first['id']}/edits", {"edits": edits})
    assert refused.status_code == 422
    assert "ending employment" in refused.json()["title"]
