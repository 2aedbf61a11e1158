"""What is said about versions, from `data/messages.{zh,en}.json`."""

import functools
import json
from importlib import resources

from coach.domain.base import Language


@functools.cache
def _messages(language: Language) -> dict[str, str]:
    name = f"messages.{language.value}.json"
    found: dict[str, str] = json.loads(
        resources.files("coach.drafting.revision").joinpath("data", name).read_text("utf-8")
    )
    return found


def say(key: str, language: Language, **places: object) -> str:
    """A sentence with its places filled."""
    return _messages(language)[key].format(**places)
