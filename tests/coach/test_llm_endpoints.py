"""What endpoints understand, how they fail, and what may not be logged, against a real server on loopback."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from coach.dialect import AnswerFormat
from coach.domain.base import Language
from coach.llm import BadAnswer, BadAnswerKind, LangChainModel, Message, ModelUnavailable
from coach.settings import Settings
from tests.coach.asking import ASK, GOOD, Line, ask, make_model
from tests.fixtures.chat_server import ChatServer, Reply, completion, failure, reply


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer().running() as running:
        yield running


@pytest.mark.parametrize("status", [400, 422, 500])
def test_the_format_steps_down_and_is_remembered(server: ChatServer, status: int) -> None:
    server.enqueue(
        failure(status, "response_format.type: Input should be 'text' or 'json_object'"),
        failure(status, "response_format.schema: Extra inputs are not permitted"),
        failure(status, "unknown field response_format"),
        reply(GOOD),
        reply(GOOD),
    )
    model = make_model(server)
    first = model.answer(ASK, Line)
    model.answer(ASK, Line)
    formats = [r.get("response_format", {}).get("type") for r in server.requests]
    assert formats == ["json_schema", "json_object", "json_object", None, None]
    assert model.dialect.answer_format is AnswerFormat.PLAIN
    assert ["schema" in r.get("response_format", {}) for r in server.requests] == [False, True, False, False, False]
    assert first.usage.requests == 4


def test_a_refused_temperature_and_limit_are_left_out(server: ChatServer) -> None:
    server.enqueue(
        failure(400, "Unsupported value: 'temperature' does not support 0"),
        failure(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        reply(GOOD),
    )
    ask(server)
    last = server.requests[-1]
    assert "temperature" not in last
    assert (last.get("max_tokens"), last.get("max_completion_tokens")) == (None, 700)
    assert last["response_format"]["type"] == "json_schema"


def test_an_unrelated_failure_does_not_lower_the_format(server: ChatServer) -> None:
    server.enqueue(failure(500, "out of memory"), reply(GOOD))
    model = make_model(server)
    model.answer(ASK, Line)
    assert model.dialect.answer_format is AnswerFormat.JSON_SCHEMA


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_passing_failures_are_tried_again_thrice_at_most(server: ChatServer, status: int) -> None:
    server.enqueue(failure(status), failure(status), reply(GOOD))
    assert ask(server).count == 2
    server.enqueue(*[failure(status)] * 3, reply(GOOD))
    with pytest.raises(ModelUnavailable, match=str(status)):
        ask(server)


def test_retry_after_is_respected_and_bounded(server: ChatServer) -> None:
    waits: list[float] = []
    settings = Settings(llm_base_url=server.url, llm_timeout_seconds=30)
    server.enqueue(failure(429, **{"retry-after": "2"}), reply(GOOD), failure(429, **{"retry-after": "3600"}))
    model = LangChainModel(settings, sleep=waits.append)
    model.answer(ASK, Line)
    assert waits == [2.0]
    with pytest.raises(ModelUnavailable):
        model.answer(ASK, Line)
    assert waits == [2.0]


def test_a_wrong_key_is_not_tried_again_and_says_so(server: ChatServer) -> None:
    server.enqueue(failure(401, "Incorrect API key sk-secret"), reply(GOOD))
    with pytest.raises(ModelUnavailable) as caught:
        ask(server, llm_api_key=SecretStr("sk-secret"))
    assert "COACH_LLM_API_KEY" in caught.value.hint
    assert "sk-secret" not in caught.value.what + caught.value.hint
    assert len(server.requests) == 1


def test_a_reset_is_tried_again(server: ChatServer) -> None:
    server.enqueue(Reply(reset=True), reply(GOOD))
    assert ask(server).count == 2


@pytest.mark.parametrize(
    "slow",
    [
        Reply(hang=30),
        Reply(json.dumps(completion(GOOD)).encode(), drip=0.05),
        Reply(json.dumps(completion(GOOD)).encode(), drip=0.05, drip_headers=True),
    ],
    ids=["hang", "drip", "dripping headers"],
)
def test_the_total_time_holds(server: ChatServer, slow: Reply) -> None:
    server.enqueue(reply(GOOD), slow, slow, slow)
    ask(server)  # the first call also imports
    begun = time.monotonic()
    with pytest.raises(ModelUnavailable, match="too long"):
        ask(server, llm_timeout_seconds=0.7)
    assert time.monotonic() - begun < 5


def test_an_answer_over_the_cap_is_cut_short(server: ChatServer) -> None:
    server.enqueue(reply("x" * 1_100_000), reply(GOOD))
    with pytest.raises(BadAnswer) as caught:
        ask(server)
    assert caught.value.kind is BadAnswerKind.TOO_LARGE


def test_packed_answers_are_refused(server: ChatServer) -> None:
    packed = Reply(b"\x1f\x8b", headers={"content-type": "application/json", "content-encoding": "gzip"})
    server.enqueue(packed)
    with pytest.raises(BadAnswer) as caught:
        ask(server)
    assert caught.value.kind is BadAnswerKind.TOO_LARGE


def test_redirects_are_not_followed(server: ChatServer) -> None:
    server.enqueue(Reply(b"", 307, {"location": server.url + "/elsewhere"}), reply(GOOD))
    with pytest.raises(ModelUnavailable):
        ask(server)
    assert len(server.requests) == 1


def test_an_endpoint_that_is_down_is_left_alone_for_a_while() -> None:
    with ChatServer().running() as server:
        model = make_model(server)
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        model.answer(ASK, Line)
    begun = time.monotonic()
    with pytest.raises(ModelUnavailable, match="left alone"):
        model.answer(ASK, Line)
    assert time.monotonic() - begun < 0.1


def test_no_endpoint_is_an_error_with_a_hint() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        LangChainModel(Settings(llm_base_url=None))
    assert "COACH_LLM_BASE_URL" in caught.value.hint


def test_usage_is_summed_over_the_repair(server: ChatServer) -> None:
    server.enqueue(reply("no"), reply(GOOD))
    usage = make_model(server).answer(ASK, Line).usage
    assert (usage.requests, usage.input_tokens, usage.output_tokens) == (2, 22, 14)


@pytest.mark.parametrize("rubbish", [{"prompt_tokens": "many"}, {"prompt_tokens": -4, "completion_tokens": None}])
def test_rubbish_usage_counts_as_nothing(server: ChatServer, rubbish: dict[str, object]) -> None:
    server.enqueue(reply(GOOD, usage=rubbish))
    assert make_model(server).answer(ASK, Line).usage.input_tokens == 0


def test_the_request_carries_model_shape_and_limits(server: ChatServer) -> None:
    server.enqueue(reply(GOOD))
    make_model(server, llm_max_tokens=99).answer(ASK, Line, language=Language.ZH)
    sent = server.requests[0]
    assert (sent["model"], sent["max_tokens"], sent["temperature"]) == ("scripted", 99, 0)
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert sent["messages"][0] == {"role": "system", "content": "You write."}
    assert sent["messages"][1]["content"] == "Write a line."


def test_the_shape_is_told_where_no_schema_is_taken_and_in_repairs(server: ChatServer) -> None:
    refused = failure(400, "response_format is not supported")
    server.enqueue(refused, refused, reply(GOOD), reply("no"), reply(GOOD))
    model = make_model(server)
    assert "zh/answer_shape" in model.answer(ASK, Line, language=Language.ZH).prompts
    model.answer(ASK, Line, language=Language.ZH)
    told = [r["messages"][-1]["content"] for r in server.requests[2:]]
    assert all(text.endswith('{"text": "...", "count": 1}\n') for text in told)
    assert all("只回答" in text for text in told)


def test_nothing_said_is_logged(server: ChatServer, caplog: pytest.LogCaptureFixture) -> None:
    server.enqueue(reply("SECRETANSWER"), failure(500, "SECRETERROR"), reply(GOOD))
    with caplog.at_level(logging.DEBUG):
        make_model(server).answer([Message(role="user", content="SECRETQUESTION")], Line)
    assert caplog.records
    assert "SECRET" not in caplog.text


def test_importing_the_door_is_cheap() -> None:
    code = "import sys, coach.llm; sys.exit(any(m in sys.modules for m in ('langchain_openai', 'openai', 'httpx2')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
