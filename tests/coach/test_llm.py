"""The fourteen ways structured output breaks, against a real server on loopback."""

import json
from collections.abc import Iterator

import pytest

from coach.llm import BadAnswer, BadAnswerKind, ModelUnavailable
from tests.coach.asking import ASK, GOOD, Line, ask, make_model
from tests.fixtures.chat_server import ChatServer, Reply, completion, failure, reply


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer().running() as running:
        yield running


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"<think>Is {{x}} right? {{}} no</think>{GOOD}",
        f"I think it over.</think>\n{GOOD}",
        f"Here you are:\n{GOOD}\nAnything else?",
        f'{{"note": "first try"}} {GOOD}',
    ],
    ids=["bare", "fenced", "thinking", "unopened thinking", "prose around", "second object"],
)
def test_the_object_is_found(server: ChatServer, content: str) -> None:
    server.enqueue(reply(content))
    assert ask(server) == Line(text="练习 drill", count=2)
    assert len(server.requests) == 1


@pytest.mark.parametrize("content", [None, ""])
@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_json_only_in_the_reasoning_field(server: ChatServer, content: str | None, field: str) -> None:
    server.enqueue(reply(content, **{field: f"Let me see. {GOOD}"}))
    assert ask(server).count == 2


BAD = {
    "truncated": (reply('{"text": "half', finish="length"), BadAnswerKind.TRUNCATED),
    "empty choices": (Reply(json.dumps({**completion(""), "choices": []}).encode()), BadAnswerKind.EMPTY),
    "null content": (reply(None), BadAnswerKind.EMPTY),
    "wrong types": (reply('{"text": 3, "count": "two"}'), BadAnswerKind.WRONG_SHAPE),
    "extra keys": (reply('{"text": "a", "count": 2, "salary": 3}'), BadAnswerKind.WRONG_SHAPE),
    "prose": (reply("I would suggest more training."), BadAnswerKind.NO_JSON),
    "not a number": (reply('{"text": "a", "count": NaN}'), BadAnswerKind.NO_JSON),
    "deep": (reply('{"text":' * 5_000), BadAnswerKind.NO_JSON),
    "lone surrogate": (reply('{"text": "\\ud800", "count": 2}'), BadAnswerKind.WRONG_SHAPE),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_repaired_once(server: ChatServer, name: str) -> None:
    server.enqueue(BAD[name][0], reply(GOOD))
    answer = make_model(server).answer(ASK, Line)
    assert answer.value.count == 2
    assert answer.usage.requests == 2
    assert "answer_repair" in " ".join(answer.prompts)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_twice_is_an_error_of_its_kind(server: ChatServer, name: str) -> None:
    bad, kind = BAD[name]
    server.enqueue(bad, bad, reply(GOOD))
    with pytest.raises(BadAnswer) as caught:
        ask(server)
    assert caught.value.kind is kind
    assert caught.value.usage.requests == 2
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "refusal",
    [
        reply(None, refusal="I cannot help with that."),
        reply("", finish="content_filter"),
        failure(400, "The response was filtered: content_filter"),
    ],
    ids=["field", "filter", "status"],
)
def test_a_refusal_is_not_argued_with(server: ChatServer, refusal: Reply) -> None:
    server.enqueue(refusal, reply(GOOD))
    with pytest.raises(BadAnswer) as caught:
        ask(server)
    assert caught.value.kind is BadAnswerKind.REFUSED
    assert len(server.requests) == 1


def test_the_repair_names_the_fault_and_quotes_the_answer(server: ChatServer) -> None:
    server.enqueue(reply('{"text": "a", "count": "two"}'), reply(GOOD))
    ask(server)
    answered, repair = server.requests[1]["messages"][-2:]
    assert answered == {"role": "assistant", "content": '{"text": "a", "count": "two"}'}
    assert "count: Input should be a valid integer" in repair["content"]


def test_a_page_with_status_200_is_unavailable(server: ChatServer) -> None:
    page = Reply(b"<html><body>Sign in</body></html>", headers={"content-type": "text/html"})
    server.enqueue(page, page, page)
    with pytest.raises(ModelUnavailable, match="does not answer like a chat model"):
        ask(server)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"choices": null}', b'{"choices": [{"message": null}]}'])
def test_broken_documents_are_unavailable_or_bad(server: ChatServer, body: bytes) -> None:
    server.enqueue(*[Reply(body)] * 6)
    with pytest.raises((ModelUnavailable, BadAnswer)):
        ask(server)
