"""The words of exported plans and lessons, in both languages, as data."""

import json
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from coach.domain.base import Language


class _Both(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    en: str


@lru_cache(maxsize=1)
def _words() -> dict[str, _Both]:
    text = Path(__file__).with_name("words.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, _Both]).validate_python(json.loads(text))


def say(name: str, language: Language, **places: object) -> str:
    """Return a phrase with its places filled in.

    Raises:
        KeyError: there is no such phrase, or a place is missing.
    """
    text: str = getattr(_words()[name], language.value)
    return text.format(**places) if places else text


def figure(value: float | None, unit: str, language: Language) -> str:
    """A figure with its unit as people write it: `5%`, `120000 CNY`; "to be settled" where there is none."""
    if value is None:
        return say("open", language)
    number = str(int(value)) if float(value).is_integer() else repr(float(value))
    if unit == "none":
        return number
    return f"{number}{unit}" if unit in {"%", "‰"} else f"{number} {unit}"
