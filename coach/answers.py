"""From what a chat model wrote to a typed value: strip thinking and fences, find the JSON object, validate it.

Structured output breaks in many ways on real servers (RELIABILITY 7); this module holds those that are about the text
of an answer, without any network.
"""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from coach.domain.draft import Usage
from coach.errors import CoachError

Typed = TypeVar("Typed", bound=BaseModel)

LONGEST_ANSWER = 200_000
"""Characters of an answer that are looked at."""
_MOST_OBJECTS = 40
_MOST_PROBLEMS = 5
_THOUGHT_END = re.compile(r"</(?:think|thinking|reasoning)\s*>", re.IGNORECASE)
_LOCAL_ONLY = (
    "title",
    "default",
    "description",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "pattern",
    "minimum",
    "maximum",
)
"""Keywords of JSON Schema that some servers refuse; we check them ourselves."""


class BadAnswerKind(StrEnum):
    """What is wrong with an answer."""

    EMPTY = "empty"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    NO_JSON = "no_json"
    WRONG_SHAPE = "wrong_shape"
    TOO_LARGE = "too_large"


class BadAnswer(CoachError):
    """A chat model answered, and the answer is of no use.

    Args:
        kind: what is wrong with it.
        problem: the same for the model, to be put into a repair request; never quotes the answer.
        usage: tokens spent on it.
    """

    def __init__(self, kind: BadAnswerKind, problem: str, *, usage: Usage | None = None) -> None:
        super().__init__(f"the model's answer is not usable ({kind.value})", "The part is written without the model.")
        self.kind = kind
        self.problem = problem
        self.usage = usage or Usage()


def parse_answer(text: str, schema: type[Typed], *, reasoning: str = "") -> Typed:
    """Return the first object of an answer that has the shape of `schema`.

    Args:
        text: content of the answer; may hold thinking, fences and prose around the object.
        schema: what the object must be; types are strict.
        reasoning: `reasoning_content` of the answer, looked at last.

    Raises:
        BadAnswer: there is no such object.
    """
    problem: BadAnswer | None = None
    if not text.strip() and not reasoning.strip():
        raise BadAnswer(BadAnswerKind.EMPTY, "the answer is empty")
    for candidate in _candidates(text, reasoning):
        try:
            return schema.model_validate_json(json.dumps(candidate), strict=True)
        except ValidationError as error:
            problem = problem or BadAnswer(BadAnswerKind.WRONG_SHAPE, _in_words(error))
    raise problem or BadAnswer(BadAnswerKind.NO_JSON, "the answer holds no JSON object")


def portable_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a model in the part that servers agree on; limits are left for us to check."""
    document: dict[str, Any] = schema.model_json_schema()
    parts = document.pop("$defs", {})
    portable = _inlined(document, parts)
    _strip(portable)
    return dict(portable)


def example_of(schema: type[BaseModel]) -> str:
    """Return an example of an answer, as JSON: small models follow it where they only echo a schema."""
    return json.dumps(_example(portable_schema(schema)), ensure_ascii=False)


def _example(node: dict[str, Any]) -> Any:
    if node.get("type") == "object":
        return {key: _example(value) for key, value in node["properties"].items()}
    if node.get("type") == "array":
        return [_example(node["items"])] * 2
    return {"string": "...", "integer": 1, "number": 1.5, "boolean": True}.get(str(node.get("type")))


def _inlined(node: Any, parts: dict[str, Any]) -> Any:
    """Return a copy with every reference replaced by what it refers to (our schemas are not recursive)."""
    if isinstance(node, list):
        return [_inlined(item, parts) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(parts[str(node["$ref"]).rpartition("/")[2]], parts)
    return {key: _inlined(value, parts) for key, value in node.items()}


def _strip(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _strip(item)
    if not isinstance(node, dict):
        return
    for key in _LOCAL_ONLY:
        if not isinstance(node.get(key), dict):
            node.pop(key, None)
    for key, value in node.items():
        if key == "properties":
            for child in value.values():
                _strip(child)
        else:
            _strip(value)


def _candidates(text: str, reasoning: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of an answer, the likeliest first; each at most once."""
    seen: list[str] = []
    for part in (_without_thinking(text), text, reasoning):
        for found in _objects(part[:LONGEST_ANSWER]):
            key = json.dumps(found, sort_keys=True)
            if key not in seen:
                seen.append(key)
                yield found


def _without_thinking(text: str) -> str:
    """Return what follows the last end of thinking; some servers swallow the opening tag."""
    ends = list(_THOUGHT_END.finditer(text))
    return text[ends[-1].end() :] if ends else text


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the outermost JSON objects in a text, wherever they stand."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    position = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if position < 0:
            return
        try:
            found, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            end = position + 1
        else:
            if isinstance(found, dict):
                yield found
        position = text.find("{", end)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _in_words(error: ValidationError) -> str:
    """Say what is wrong without quoting the answer (it may hold anything)."""
    lines = []
    for item in error.errors(include_url=False, include_context=False, include_input=False)[:_MOST_PROBLEMS]:
        where = ".".join(str(part) for part in item["loc"] if isinstance(part, int) or part.isidentifier())[:80]
        lines.append(f"{where or 'object'}: {item['msg']}")
    return "; ".join(lines)
