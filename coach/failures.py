"""What the exceptions of the chat libraries mean: which answer to them is right, without quoting what they say."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from coach.answers import BadAnswerKind

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_SAYS_FILTER = ("content_filter", "content management policy", "data_inspection_failed")
_SAYS_CONTEXT = ("context_length", "maximum context", "context window", "context length", "prompt is too long")


@dataclass(frozen=True)
class Failure:
    """A request that brought no answer."""

    what: str
    """What happened, one clause, no personal data."""
    hint: str = ""
    """What to do about it; empty for the general hint."""
    status: int = 0
    """HTTP status, 0 without one."""
    said: str = ""
    """What the server said; for finding the refused parameter only, never shown or logged."""
    final: bool = False
    """Whether asking the same again is pointless."""
    retry_after: float | None = None
    """Seconds the server asks us to wait."""
    bad: BadAnswerKind | None = None
    """Where the request itself is what the server will not answer."""


def of_time() -> Failure:
    """The total time of the request is over."""
    return Failure("the model took too long", "Use a faster endpoint or raise COACH_LLM_TIMEOUT_SECONDS.")


def of_size() -> Failure:
    """The answer is over the cap of `coach.wire`."""
    return Failure("the answer is too large", final=True, bad=BadAnswerKind.TOO_LARGE)


def of_connection() -> Failure:
    """No connection, or one that broke."""
    return Failure("the model's endpoint cannot be reached")


def of_no_choice() -> Failure:
    """The answer is a chat completion without any choice."""
    return Failure("the answer holds no choice", final=True, bad=BadAnswerKind.EMPTY)


def of_broken_answer() -> Failure:
    """The answer is not a chat completion at all."""
    hint = "COACH_LLM_BASE_URL must be the base of an OpenAI-compatible API, usually ending in /v1."
    return Failure("the endpoint does not answer like a chat model", hint)


def of_status(status: int, said: str, retry_after: str | None) -> Failure:
    """The server answered with an error.

    Args:
        status: HTTP status.
        said: what the server said.
        retry_after: its Retry-After header.
    """
    words = said.lower()
    if status in (401, 403):
        return Failure("the model's endpoint refuses our key", "Check COACH_LLM_API_KEY.", status, final=True)
    if status == 400 and any(w in words for w in _SAYS_FILTER):
        return Failure("the model refused", "", status, final=True, bad=BadAnswerKind.REFUSED)
    if status in (400, 413) and any(w in words for w in _SAYS_CONTEXT):
        return Failure("the request is too long for the model", "", status, final=True, bad=BadAnswerKind.TOO_LARGE)
    if status == 404:
        return Failure(
            "the endpoint does not know the model", "Check COACH_LLM_MODEL and the URL.", 404, said, final=True
        )
    if status in _AGAIN:
        return Failure(f"the endpoint answers {status}", "", status, said, retry_after=_seconds(retry_after))
    return Failure(f"the endpoint refuses the request ({status})", "", status, said, final=True)


def _seconds(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header: a number, or a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
