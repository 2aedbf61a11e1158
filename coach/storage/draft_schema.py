"""How drafts are written down: a version beside the JSON, brought up to date when it is read."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from coach.domain.draft import Draft
from coach.domain.gap import GapDescription
from coach.errors import Corrupt

VERSION = 1
"""Raise it together with a step in `STEPS` whenever a stored draft would no longer be read."""

STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Version -> what turns JSON of that version into JSON of the next."""


def read_draft(
    stored: dict[str, Any],
    version: int,
    *,
    steps: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = STEPS,
    newest: int = VERSION,
) -> Draft:
    """Return the draft, however old its JSON is.

    Raises:
        Corrupt: it is newer than this program, or cannot be read.
    """
    if version > newest:
        raise Corrupt("this draft was written by a newer version of this program", "install that version again")
    for step in range(version, newest):
        if step not in steps:
            raise Corrupt(f"a draft of form {step} can no longer be read", "restore a backup with `coach restore FILE`")
        stored = steps[step](stored)
    try:
        return Draft.model_validate(stored)
    except ValidationError as error:
        raise Corrupt("a stored draft cannot be read", "restore a backup with `coach restore FILE`") from error


def read_description(stored: dict[str, Any]) -> GapDescription:
    """Return the gap description.

    Raises:
        Corrupt: it cannot be read.
    """
    try:
        return GapDescription.model_validate(stored)
    except ValidationError as error:
        raise Corrupt(
            "a stored gap description cannot be read", "restore a backup with `coach restore FILE`"
        ) from error
