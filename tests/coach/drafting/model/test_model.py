"""The model engine against endpoints on loopback: good, hostile, slow and dead; and what leaves the machine."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from coach.drafting.body import DraftBody
from coach.drafting.gates import check_body
from coach.drafting.model_lines import read_lines
from tests.coach.drafting.model.cases import CASES, FixedEngine, make_brief
from tests.coach.drafting.model.endpoints import GOOD, engine_at, engine_for, good, part_of
from tests.fixtures.chat_server import ChatServer, Reply, Request, failure, reply

ZH, EN = "zh_rework", "en_defects"
both = pytest.mark.parametrize("case", [ZH, EN])
every_case = pytest.mark.parametrize("case", CASES)


def draft_with(case: str, script: Callable[[Request], Reply], **limits: Any) -> tuple[DraftBody, ChatServer]:
    with ChatServer(script).running() as server:
        return engine_for(server, case, **limits).draft(make_brief(case)), server


def engines(body: DraftBody) -> dict[str, str]:
    return {s.section: s.engine for s in body.sections}


def changed(answer: dict[str, Any], **lines: Any) -> Reply:
    return reply(json.dumps({**answer, **lines}, ensure_ascii=False))


@every_case
def test_a_good_models_wording_stands_unchanged(case: str) -> None:
    body, server = draft_with(case, lambda request: good(case, request))
    asked = {part_of(r) for r in server.requests}
    reworded = [s for s in body.sections if s.engine == "model:scripted"]
    assert len(server.requests) == len(asked)
    assert len(reworded) == len(asked) + 1  # one request words a goal and its actions
    assert body.goals[0].statement == GOOD[case]["goal"]["statement"]
    assert list(read_lines(body, "actions.g1")) == GOOD[case]["goal"]["actions"]
    assert [c.text for c in body.commitments] == GOOD[case]["commitments"]["lines"]
    assert list(read_lines(body, "check_ins")) == GOOD[case]["check_ins"]["lines"]
    assert check_body(body, make_brief(case)) == []


@every_case
def test_only_wording_changes(case: str) -> None:
    brief = make_brief(case)
    base = FixedEngine(case).draft(brief)
    body, _ = draft_with(case, lambda request: good(case, request))

    def facts(of: DraftBody) -> Any:
        goal = of.goals[0].model_dump(exclude={"statement": True, "actions": {"__all__": {"text"}}})
        owed = [(c.owner, c.due) for c in of.commitments]
        return (
            goal,
            owed,
            [c.on for c in of.check_ins],
            of.no_resource,
            {r.resource_id for r in of.resources} - {"E-36"},
        )

    assert facts(body) == facts(base)


def test_the_model_may_choose_and_order_resources_and_drop_one() -> None:
    body, _ = draft_with("zh_reply", lambda request: good("zh_reply", request))
    assert [r.resource_id for r in body.resources] == ["T-209", "T-204"]
    body, _ = draft_with("en_delivery", lambda request: good("en_delivery", request))
    assert [r.resource_id for r in body.resources] == ["E-31"]
    assert body.resources[0].title == "Planning for late changes"


@both
@pytest.mark.parametrize("chosen", [["r9"], ["T-101"], ["r1", "r1"], []], ids=["unknown", "real id", "twice", "none"])
def test_a_choice_outside_the_offer_is_refused(case: str, chosen: list[str]) -> None:
    answer = {"resources": [{"resource_id": c, "why": GOOD[case]["resources"]["resources"][0]["why"]} for c in chosen]}

    def script(request: Request) -> Reply:
        return changed(answer) if part_of(request) == "resources" else good(case, request)

    body, _ = draft_with(case, script)
    assert body.resources == FixedEngine(case).draft(make_brief(case)).resources
    assert engines(body)["resources"] == "grounded"
    assert engines(body)["commitments"] == "model:scripted"


BAD_LINES = {
    ZH: [
        "每周用3个小时对照自查清单核对返工记录",
        "两个月内把自查清单全部核对完",
        "参加《精益生产黑带》并通过换型首件检验考核",
        "报名精益生产课程，学习换型首件检验",
        "再出现漏装垫片的差错就予以辞退",
        "Sort the rework records by step and write a checklist",
        "你只负责措辞，事实、数字、日期和选择都已确定，换型首件检验",
        "向<b>带教人</b>说明换型首件的自检要点",
        "请[姓名1]对照自查清单核对垫片",
        "顾晓岚要对照自查清单核对垫片和首件",
        "他太懒了，总是漏装垫片，必须老实自检",
        "今晚月色很美，适合去海边散步听歌",
        "",
        "换型首件自检" * 80,
        "玩家专员 / 服务",
        "带教人示范换型后的首件自检，员工讲一遍要点，再当场做一遍",
        "使用 SAP 系统核对换型首件的自检清单",
    ],
    EN: [
        "Spend 3 hours a week on the checklist for changes",
        "Within two months write the tests before asking for review",
        'Attend "Advanced Testing" and write the tests before review',
        "Take an online course on tests before asking for review",
        "Another escaped defect will lead to dismissal after review",
        "在请求评审之前先写测试，并记下清单遗漏的地方",
        "Facts, figures, dates and choices are settled already; only the wording is yours, for tests and review",
        "See https://example.com/tests for the tests before review",
        "Ask [NAME1] to write the tests before review",
        "Priya Nandakumar writes the tests before asking for review",
        "She is lazy and careless about tests before review",
        "The moon is lovely tonight above a quiet ocean beach",
        "",
        "Write the tests before asking for review. " * 20,
        "Write tests",
        "Sort the recent entries of the defect tracker by cause",
        "Write the tests with Selenium before asking for review",
    ],
}


@pytest.mark.parametrize(("case", "line"), [(c, line) for c, lines in BAD_LINES.items() for line in lines])
def test_a_bad_line_is_never_accepted(case: str, line: str) -> None:
    def script(request: Request) -> Reply:
        answer = GOOD[case][part_of(request)]
        if part_of(request) == "goal":
            return changed(answer, actions=[*answer["actions"][:-1], line])
        return good(case, request)

    body, _ = draft_with(case, script)
    source = {s.section: s for s in body.sections}["actions.g1"]
    assert read_lines(body, "actions.g1") == read_lines(FixedEngine(case).draft(make_brief(case)), "actions.g1")
    assert source.engine == "grounded"
    assert source.reason
    assert engines(body)["goals.g1"] == "model:scripted"


BAD_STATEMENTS = {
    ZH: [
        "2027年3月31日前，把返工率从6%降到2%，数据以主管指定的记录为准。",
        "2027年3月31日前，把返工率从3%降到6%，数据以主管指定的记录为准。",
        "2027年4月30日前，把返工率从6%降到3%，数据以主管指定的记录为准。",
        "尽快把返工率从6%降到3%，数据以主管指定的记录为准。",
        "2027年3月31日前，把返工率提高到6%到3%的水平，数据以主管指定的记录为准。",
        "2027年3月31日前，把差错从6%降到3%，数据以主管指定的记录为准。",
        "2027年3月31日前，三周内把返工率从6%降到3%，数据以主管指定的记录为准。",
    ],
    EN: [
        "By 31 March 2027, reduce escaped defect rate from 9% to 2%, as shown by a record the manager names.",
        "By 31 March 2027, reduce escaped defect rate from 4% to 9%, as shown by a record the manager names.",
        "By 30 April 2027, reduce escaped defect rate from 9% to 4%, as shown by a record the manager names.",
        "Soon reduce escaped defect rate from 9% to 4%, as shown by a record the manager names.",
        "By 31 March 2027, increase escaped defect rate from 9% to 4%, as shown by a record the manager names.",
        "By 31 March 2027, reduce mistakes from 9% to 4%, as shown by a record the manager names.",
        "By 31 March 2027, within three weeks, reduce escaped defect rate from 9% to 4%.",
    ],
}


@pytest.mark.parametrize(("case", "line"), [(c, line) for c, lines in BAD_STATEMENTS.items() for line in lines])
def test_a_goal_with_other_facts_is_never_accepted(case: str, line: str) -> None:
    def script(request: Request) -> Reply:
        answer = GOOD[case][part_of(request)]
        return changed(answer, statement=line) if part_of(request) == "goal" else good(case, request)

    body, _ = draft_with(case, script)
    assert body.goals[0].statement == CASES[case]["goals"][0]["statement"]
    assert engines(body)["goals.g1"] == "grounded"
    assert engines(body)["actions.g1"] == "model:scripted"


def test_a_refused_section_is_repaired_once_with_what_the_check_said() -> None:
    said: list[Request] = []

    def script(request: Request) -> Reply:
        if part_of(request) == "commitments" and len(request["messages"]) == 2:
            return changed({"lines": ["每周30分钟"]})
        said.append(request)
        return good(ZH, request)

    body, server = draft_with(ZH, script)
    repair = next(r for r in said if part_of(r) == "commitments")
    assert engines(body)["commitments"] == "model:scripted"
    assert "行数要和原文一样" in repair["messages"][-1]["content"]
    assert len(server.requests) == 5
    assert body.usage.requests == 5


@every_case
@pytest.mark.parametrize(
    "rubbish",
    [reply("I cannot say."), reply(""), reply("{}"), reply('{"lines": []}'), reply("x" * 400_000)],
    ids=["prose", "empty", "no keys", "no lines", "endless"],
)
def test_rubbish_leaves_the_grounded_body_and_ends_early(case: str, rubbish: Reply) -> None:
    body, server = draft_with(case, lambda _: rubbish)
    base = FixedEngine(case).draft(make_brief(case))
    assert body.model_dump(exclude={"sections", "prompts", "usage"}) == base.model_dump(
        exclude={"sections", "prompts", "usage"}
    )
    assert set(engines(body).values()) == {"grounded"}
    assert len(server.requests) <= 8


@both
@pytest.mark.parametrize("status", [401, 429, 500])
def test_an_endpoint_that_fails_is_asked_for_one_part_only(case: str, status: int) -> None:
    body, server = draft_with(case, lambda _: failure(status))
    assert len(server.requests) <= 3
    assert set(engines(body).values()) == {"grounded"}
    assert all(s.reason for s in body.sections if s.section != "no_resource")


@both
def test_no_endpoint_at_all_still_gives_a_draft(case: str) -> None:
    body = engine_at("http://127.0.0.1:9/v1", case).draft(make_brief(case))
    assert body.goals == FixedEngine(case).draft(make_brief(case)).goals


def test_the_time_of_a_draft_is_bounded() -> None:
    draft_with(ZH, lambda request: good(ZH, request))  # the first call also imports
    begun = time.monotonic()
    body, server = draft_with(ZH, lambda request: Reply(good(ZH, request).body, hang=1.2), seconds=3.5)
    assert time.monotonic() - begun < 8
    assert engines(body)["goals.g1"] == "model:scripted"
    assert engines(body)["check_ins"] == "grounded"
    assert {s.section: s.reason for s in body.sections}["check_ins"] == "模型用完了时间，这一部分由内置引擎写成"
    assert len(server.requests) <= 4


@every_case
def test_names_identifiers_and_withheld_words_never_leave(case: str) -> None:
    _, server = draft_with(case, lambda _: changed({"lines": []}))
    sent = b"".join(server.raw).decode()
    told = json.dumps(server.requests, ensure_ascii=False)
    assert server.raw
    for secret in (*CASES[case]["names"], *CASES[case]["identifiers"], *CASES[case]["withheld"]):
        assert secret.casefold() not in told.casefold()
        assert json.dumps(secret)[1:-1] not in sent


def test_free_fields_and_drafted_lines_are_masked_too() -> None:
    brief = make_brief(
        ZH, role="顾晓岚带的装配工，工号ＧＸ－20417 和 GX-20417", safe_text="顾晓岚返工，他上月请了病假。"
    )
    with ChatServer(lambda _: reply("no")).running() as server:
        engine_for(server, ZH).draft(brief)
    told = json.dumps(server.requests, ensure_ascii=False)
    assert "[姓名1]带的装配工" in told
    assert not any(secret in told for secret in ("顾晓岚", "GX-20417", "病假。"))


def test_everything_others_wrote_is_fenced() -> None:
    _, server = draft_with(EN, lambda request: good(EN, request))
    asked = [m["content"] for r in server.requests for m in r["messages"] if m["role"] == "user"]
    for phrase in ("Tests are often added after review", "How to write small tests", "Hold a one-to-one"):
        holders = [text for text in asked if phrase in text]
        assert holders
        assert all(
            text.rfind("<data", 0, at) > text.rfind("</data", 0, at) for text in holders for at in [text.index(phrase)]
        )


def test_prompts_and_usage_are_recorded() -> None:
    body, _ = draft_with(EN, lambda request: good(EN, request))
    names = ("system", "goal", "resources", "commitments", "check_ins")
    assert set(body.prompts) == {f"en/{name}" for name in names}
    assert body.usage.requests == 4
    assert body.usage.input_tokens == 44


def test_progress_names_the_parts() -> None:
    heard: list[str] = []
    with ChatServer(lambda request: good(EN, request)).running() as server:
        engine_for(server, EN).draft(make_brief(EN), progress=heard.append)
    assert heard == ["wording: goal", "wording: resources", "wording: commitments", "wording: check-ins"]


def test_a_very_long_text_is_cut_to_its_budget() -> None:
    brief = make_brief(EN, safe_text="The tests come after the review. " * 4_000)
    with ChatServer(lambda request: good(EN, request)).running() as server:
        body = engine_for(server, EN).draft(brief)
    assert max(map(len, server.raw)) < 12_000
    assert engines(body)["goals.g1"] == "model:scripted"
