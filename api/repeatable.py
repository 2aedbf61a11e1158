"""Writes that may be sent again: one effect and one answer for each Idempotency-Key."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, JsonValue

from api.dependencies import IdempotencyKey

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
KEY = "idempotency_key"
WIRED = frozenset({"app", "me", "caller", "response", KEY})
"""Parameters that are no part of what is asked for."""


def repeatable(endpoint: Endpoint) -> Endpoint:
    """Let a write route take an `Idempotency-Key`: under the same key it acts once and answers the same.

    The effect and its answer are kept in one transaction, so a crash between them is impossible. The route must take
    `me` and `app`. Answers that carry a secret must not be repeatable: they would have to be stored.
    """
    signature = inspect.signature(endpoint)
    key = inspect.Parameter(KEY, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=IdempotencyKey)

    @functools.wraps(endpoint)
    def once(**given: Any) -> Any:
        sent = given.pop(KEY, None)
        if sent is None:
            return endpoint(**given)
        asked: dict[str, JsonValue] = {
            "operation": endpoint.__name__,
            **{name: _plain(value) for name, value in given.items() if name not in WIRED},
        }
        return given["app"].idempotency.once(
            sent, by=given["me"], request=asked, effect=lambda: _plain(endpoint(**given))
        )

    once.__signature__ = signature.replace(parameters=[*signature.parameters.values(), key])  # type: ignore[attr-defined]
    return once  # type: ignore[return-value]


def _plain(value: Any) -> JsonValue:
    """JSON of a value, without what is computed from the rest: the answer is validated again when it is sent."""
    if isinstance(value, BaseModel):
        plain: JsonValue = value.model_dump(mode="json", exclude_computed_fields=True)
        return plain
    encoded: JsonValue = jsonable_encoder(value)
    return encoded
