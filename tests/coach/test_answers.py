"""From text to a typed value: nothing but BadAnswer ever comes out of bad text."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from coach.answers import BadAnswer, BadAnswerKind, example_of, parse_answer, portable_schema


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: str = Field(max_length=20)
    rank: int


class Reply(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    items: tuple[Item, ...] = Field(max_length=3)


GOOD = {"title": "一 a", "items": [{"why": "x", "rank": 1}]}
PIECES = [
    "{",
    "}",
    "[",
    "]",
    '"',
    "\\",
    ":",
    ",",
    "null",
    "NaN",
    "```json",
    "<think>",
    "</think>",
    "\ud800",
    '"title"',
    "1e999",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_is_a_value_or_a_bad_answer(text: str) -> None:
    problem = ""
    try:
        found = parse_answer(text, Reply)
    except BadAnswer as bad:
        found, problem = None, bad.problem
    assert isinstance(found, Reply) or problem


@given(
    st.sampled_from(["{}", "```json\n{}\n```", "<think>{{</think>{}", "Sure: {} Bye", '{{"a": 1}} {}']),
    st.text(max_size=30),
)
def test_the_value_is_found_whatever_stands_around(frame: str, title: str) -> None:
    try:
        written = json.dumps({**GOOD, "title": title}, ensure_ascii=False)
        written.encode()
    except UnicodeEncodeError:
        return
    text = frame.replace("{{", "\0").replace("}}", "\1").replace("{}", written).replace("\0", "{").replace("\1", "}")
    assert parse_answer(text, Reply).title == title


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": 3}, "title"),
        ({"items": [{"why": "x", "rank": "1"}]}, "rank"),
        ({"items": [{"why": "x" * 21, "rank": 1}]}, "20"),
        ({"items": [{"why": "x", "rank": 1}] * 4}, "items"),
        ({"secret": "do not quote me"}, "Extra"),
    ],
)
def test_the_problem_names_the_place_and_never_quotes(change: dict[str, object], word: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        parse_answer(json.dumps({**GOOD, **change}), Reply)
    assert caught.value.kind is BadAnswerKind.WRONG_SHAPE
    assert word in caught.value.problem
    assert "quote me" not in caught.value.problem


@pytest.mark.parametrize(
    "text", ["{" * 300_000, '{"a":' * 60_000, "<think>" * 60_000, "[" * 300_000, '{"a": 1} ' * 40_000]
)
def test_hostile_length_takes_no_time(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(BadAnswer):
        parse_answer(text, Reply)
    assert time.monotonic() - begun < 2


def test_the_schema_sent_has_no_references_and_no_local_limits() -> None:
    text = json.dumps(portable_schema(Reply))
    assert not any(word in text for word in ("$ref", "$defs", "maxLength", "maxItems"))
    assert portable_schema(Reply)["properties"]["title"] == {"type": "string"}
    assert text.count('"additionalProperties": false') == 2


def test_the_example_has_the_shape() -> None:
    assert Reply.model_validate_json(example_of(Reply)).items[0].why == "..."
