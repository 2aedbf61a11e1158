"""Reasons and questions in the draft's language, from `data/messages.json`."""

import functools
import json
from importlib import resources

from pydantic import BaseModel, ConfigDict

from coach.domain.base import Language


class Message(BaseModel):
    """One text in both languages, with named places in braces."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    """Chinese."""
    en: str
    """English."""


class Messages(BaseModel):
    """All texts that intake says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reasons: dict[str, Message]
    """Why a flag was raised."""
    limits: dict[str, Message]
    """Small parts that go into reasons."""
    questions: dict[str, Message]
    """What is asked back."""
    placeholders: dict[str, Message]
    """What stands for a name or identifier."""


@functools.cache
def messages() -> Messages:
    """The texts; raises ValidationError where the data file is malformed."""
    raw = resources.files(__package__).joinpath("data", "messages.json").read_text("utf-8")
    return Messages.model_validate(json.loads(raw))


def say(message: Message, language: Language, **places: object) -> str:
    """The text in one language with its places filled."""
    return (message.zh if language is Language.ZH else message.en).format(**places)
