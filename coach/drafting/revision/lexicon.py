"""The words by which an answer is known as "yes", "no" or "nobody knows", from `data/answers.json`."""

import functools
import json
import re
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field


class Words(BaseModel):
    """Regular expressions over a trimmed, lower-case answer, by language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: tuple[str, ...] = Field(min_length=1)
    """Chinese."""
    en: tuple[str, ...] = Field(min_length=1)
    """English."""


class AnswerWords(BaseModel):
    """What an answer may come down to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unknown: Words
    """The whole answer says that nobody knows."""
    settled: Words
    """It begins with a yes; looked at before `denied`."""
    denied: Words
    """It says no, or only supposes."""


@functools.cache
def answer_words() -> AnswerWords:
    """The words; raises ValidationError where the data file is malformed."""
    raw = resources.files("coach.drafting.revision").joinpath("data", "answers.json").read_text("utf-8")
    return AnswerWords.model_validate(json.loads(raw))


def is_unknown(answer: str) -> bool:
    """Whether the answer is that nobody knows, in either language."""
    return _says("unknown", answer)


def is_doubtful(answer: str) -> bool:
    """Whether an answer to "was it told, was support given, is the cause known" leaves the point open."""
    return is_unknown(answer) or (not _says("settled", answer) and _says("denied", answer))


def _says(name: str, answer: str) -> bool:
    words: Words = getattr(answer_words(), name)
    plain = answer.strip(" \t\n。.!！?？").casefold()
    return any(re.search(pattern, plain) for pattern in (*words.zh, *words.en))
