"""The sentences and templates of the grounded engine: JSON in `data/`, checked when it is loaded.

HR people may edit the files; a slot that does not exist or a sentence that is missing in one language is refused.
"""

import json
import re
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from coach.domain.base import Language, Model
from coach.domain.draft import Owner
from coach.domain.gap import GapCategory

_SLOT = re.compile(r"\{(\w+)\}")
ACTION_SLOTS = frozenset({"metric", "coach", "standard", "records", "work"})
"""What an action template may name."""


def fill(template: str, **slots: str) -> str:
    """Put the slots into `{name}` places; KeyError for a place without a value. Values are never expanded again."""
    return _SLOT.sub(lambda found: slots[found[1]], template)


class _Data(Model):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Template(_Data):
    """One action: who does it and what."""

    owner: Owner
    """Who."""
    text: str
    """What, with slots."""

    @model_validator(mode="after")
    def _known_slots(self) -> "Template":
        strange = set(_SLOT.findall(self.text)) - ACTION_SLOTS
        if strange:
            raise ValueError(f"unknown slots {sorted(strange)} in {self.text!r}")
        return self


class CategoryTemplates(_Data):
    """What to do about one kind of gap."""

    learn: tuple[Template, ...] = Field(min_length=1)
    """First."""
    practise: tuple[Template, ...] = Field(min_length=1)
    """Second, with feedback."""
    alone: tuple[Template, ...] = Field(min_length=1)
    """Third."""
    keep: tuple[Template, ...] = Field(min_length=1)
    """Last."""
    check: str
    """What a milestone looks at."""
    drill: str
    """What to do where no resource fits."""


class IndustryWords(_Data):
    """How one industry speaks of who helps, what is written and where work happens."""

    coach: str
    """Who helps."""
    standard: str
    """The written standard."""
    records: str
    """The records to look at."""
    work: str
    """Where or when the work happens."""


class Industry(_Data):
    """One industry: how it is recognised and how it speaks."""

    aliases: tuple[str, ...]
    """Words of the industry field."""
    kin: tuple[str, ...] = ()
    """Larger industries a catalogue or past plans may file it under, nearest first."""
    cues: dict[Language, tuple[str, ...]]
    """Words of role or text, where no industry is given."""
    zh: IndustryWords
    """Chinese words."""
    en: IndustryWords
    """English words."""

    def words(self, language: Language) -> IndustryWords:
        """Return the words of one language."""
        return self.zh if language is Language.ZH else self.en


class TopicSide(_Data):
    """A topic in one language."""

    cues: tuple[str, ...] = Field(min_length=1)
    """Words it is recognised by, in gaps and in resources; lower case."""
    learn: str
    """First action of the stage `learn`."""
    practise: str
    """First action of the stage `practise`."""


class Topic(_Data):
    """A piece of work finer than a category."""

    id: str
    """Its name."""
    category: GapCategory
    """The category it usually belongs to."""
    zh: TopicSide
    """Chinese."""
    en: TopicSide
    """English."""

    def side(self, language: Language) -> TopicSide:
        """Return one language."""
        return self.zh if language is Language.ZH else self.en


class CauseSide(_Data):
    """A cause in one language."""

    cues: tuple[str, ...]
    """Regular expressions over the text engines see."""
    text: str
    """What follows from it; may quote {words}."""


class Cause(_Data):
    """An obstacle or an offer of support that managers mention."""

    id: str
    """Its name."""
    kind: Literal["obstacle", "support"]
    """Which of the two."""
    owner: Owner
    """Who sees to it; never the employee."""
    days: int = Field(ge=1, le=60)
    """By how many days after the start."""
    zh: CauseSide
    """Chinese."""
    en: CauseSide
    """English."""

    def side(self, language: Language) -> CauseSide:
        """Return one language."""
        return self.zh if language is Language.ZH else self.en


class Phrases(_Data):
    """The fixed sentences of one language."""

    sentences: dict[str, str | tuple[str, ...]]
    """Key -> sentence, or alternatives to take in turn."""

    def say(self, key: str, **slots: str) -> str:
        """Return a sentence with its slots filled; of alternatives, the first."""
        return self.take(key, 0, slots)

    def take(self, key: str, turn: int, slots: dict[str, str]) -> str:
        """Return the alternative whose turn it is, with its slots filled."""
        found = self.sentences[key]
        return fill(found if isinstance(found, str) else found[turn % len(found)], **slots)


def _load(name: str) -> Any:
    return json.loads(resources.files("coach.drafting").joinpath("data", name).read_text(encoding="utf-8"))


@lru_cache
def phrases(language: Language) -> Phrases:
    """Return the fixed sentences of a language."""
    return Phrases(sentences=_load(f"phrases.{language.value}.json"))


@lru_cache
def actions(language: Language) -> dict[GapCategory, CategoryTemplates]:
    """Return the action templates of a language; every category is there."""
    raw = _load(f"actions.{language.value}.json")["categories"]
    return {category: CategoryTemplates.model_validate(raw[category.value]) for category in GapCategory}


@lru_cache
def industries() -> dict[str, Industry]:
    """Return the industries by name; `general` is among them."""
    return {k: Industry.model_validate(v) for k, v in _load("industries.json")["industries"].items()}


@lru_cache
def topics() -> tuple[Topic, ...]:
    """Return the topics in the order of the file."""
    return tuple(Topic.model_validate(t) for t in _load("topics.json")["topics"])


@lru_cache
def causes() -> tuple[Cause, ...]:
    """Return the causes in the order of the file."""
    return tuple(Cause.model_validate(c) for c in _load("causes.json")["causes"])


@lru_cache
def sources(language: Language) -> tuple[str, ...]:
    """Return the regular expressions of places figures are read from, most telling first."""
    return tuple(_load("sources.json")[language.value])


@lru_cache
def gate_words(name: str, language: Language) -> tuple[str, ...]:
    """Return the regular expressions of a word list of the gates: `dismissal` or `rating`."""
    return tuple(_load("gate_words.json")[name][language.value])


@lru_cache
def common_words() -> tuple[str, ...]:
    """Return the words too common to be a reason, both languages."""
    raw = _load("common_words.json")
    return (*raw["zh"], *raw["en"])


@lru_cache
def attitude_words() -> tuple[str, ...]:
    """Return the regular expressions of attitudes and traits, both languages."""
    raw = _load("attitude_words.json")
    return (*raw["zh"], *raw["en"])


@lru_cache
def gate_messages(language: Language) -> dict[str, str]:
    """Return what the gates say, by rule."""
    return dict(_load(f"gate_messages.{language.value}.json"))
