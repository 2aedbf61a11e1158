"""What a chat model is to the rest of the product: messages in, a typed answer out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from coach.answers import Typed
from coach.domain.base import Language, Model
from coach.domain.draft import Usage
from coach.errors import Unavailable

T = TypeVar("T")
_QUOTED_CHARACTERS = 2_000
"""Characters of a bad answer that are sent back with a repair request."""


class Message(Model):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    """Who speaks."""
    content: str
    """What is said."""


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A typed answer."""

    value: T
    """The answer, validated."""
    usage: Usage
    """Requests and tokens it took, the repair included."""
    prompts: dict[str, str] = field(default_factory=dict)
    """Name -> fingerprint of the prompts that the door itself added."""


class ModelUnavailable(Unavailable):
    """The chat model is down, slow, or refuses us; `usage` holds what was spent until then."""

    def __init__(self, what: str, hint: str = "", *, usage: Usage | None = None) -> None:
        super().__init__(what, hint or "Check the endpoint in COACH_LLM_BASE_URL; drafts go on without a model.")
        self.usage = usage or Usage()


class ChatModel(Protocol):
    """Answers a conversation with a value of a given type."""

    @property
    def name(self) -> str:
        """Name of the model, as stored in the provenance."""
        ...

    def answer(
        self,
        messages: Sequence[Message],
        schema: type[Typed],
        *,
        language: Language = Language.EN,
        seconds: float | None = None,
    ) -> Answer[Typed]:
        """Return the answer; `language` is that of our own words, `seconds` shortens the longest wait.

        Raises:
            BadAnswer: the answers were of no use, the repaired one neither.
            ModelUnavailable: there was no answer.
        """
        ...


def plus(one: Usage, other: Usage) -> Usage:
    """Return the sum of two usages."""
    return Usage(
        requests=one.requests + other.requests,
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
    )


def with_text(messages: Sequence[Message], text: str) -> list[Message]:
    """Append a text to the last message: a message of its own would break servers that want turns."""
    *before, last = messages
    return [*before, Message(role=last.role, content=f"{last.content.rstrip()}\n\n{text}")]


def repair_request(answered: str, request: str) -> list[Message]:
    """Return the messages that ask for a better answer than `answered`, which may be empty."""
    quoted = [Message(role="assistant", content=answered[:_QUOTED_CHARACTERS])] if answered.strip() else []
    return [*quoted, Message(role="user", content=request)]
