"""What an OpenAI-compatible server understands: found out by asking for the most and stepping down where it refuses."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from coach.answers import portable_schema

_SAYS_FORMAT = ("response_format", "response format", "json_schema", "json_object", "structured output", "grammar")
_SAYS_TEMPERATURE = ("temperature",)
_SAYS_LIMIT = ("max_tokens", "max_completion_tokens")
_REFUSALS = frozenset({400, 404, 415, 422, 500, 501})
"""Status codes with which servers refuse a parameter; some answer 500 for a parameter they do not know."""
_SURE_REFUSALS = frozenset({400, 415, 422})
"""Those of them that say the request is wrong even where the text names no parameter."""


class AnswerFormat(StrEnum):
    """How structured output is asked for, the strictest first."""

    JSON_SCHEMA = "json_schema"
    GUIDED_OBJECT = "guided_object"
    """`json_object` with a schema beside it: llama.cpp and some hosts know it, and not the form above."""
    JSON_OBJECT = "json_object"
    PLAIN = "plain"


@dataclass(frozen=True)
class Dialect:
    """The parameters of a request that one endpoint accepts."""

    answer_format: AnswerFormat = AnswerFormat.JSON_SCHEMA
    """How structured output is asked for."""
    limit: str = "max_tokens"
    """What it calls the most tokens of an answer."""
    temperature: bool = True
    """Whether it lets us set the temperature."""

    def parameters(self, schema: type[BaseModel], max_tokens: int) -> dict[str, Any]:
        """Return the parameters of a request for an answer of the shape `schema`."""
        asked: dict[str, Any] = {self.limit: max_tokens}
        if self.temperature:
            asked["temperature"] = 0
        if self.answer_format is AnswerFormat.JSON_SCHEMA:
            shape = {"name": schema.__name__, "strict": True, "schema": portable_schema(schema)}
            asked["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif self.answer_format is AnswerFormat.GUIDED_OBJECT:
            asked["response_format"] = {"type": "json_object", "schema": portable_schema(schema)}
        elif self.answer_format is AnswerFormat.JSON_OBJECT:
            asked["response_format"] = {"type": "json_object"}
        return asked

    @property
    def guided(self) -> bool:
        """Whether the endpoint is given the schema and so keeps to it (most do)."""
        return self.answer_format in (AnswerFormat.JSON_SCHEMA, AnswerFormat.GUIDED_OBJECT)

    def after_refusal(self, status: int, said: str) -> "Dialect | None":
        """Return what to try after the server refused, or None where the refusal is about something else.

        Args:
            status: HTTP status of the refusal.
            said: what the server said, any language, any format.
        """
        words = said.lower()
        if status not in _REFUSALS:
            return None
        if self._lower is not None and any(w in words for w in _SAYS_FORMAT):
            return replace(self, answer_format=self._lower)
        if self.temperature and any(w in words for w in _SAYS_TEMPERATURE):
            return replace(self, temperature=False)
        if self.limit == "max_tokens" and any(w in words for w in _SAYS_LIMIT):
            return replace(self, limit="max_completion_tokens")
        if self._lower is not None and status in _SURE_REFUSALS:
            return replace(self, answer_format=self._lower)
        return None

    @property
    def _lower(self) -> AnswerFormat | None:
        order = list(AnswerFormat)
        following = order[order.index(self.answer_format) + 1 :]
        return following[0] if following else None
