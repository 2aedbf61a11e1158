"""How facts of a resource are said, and what helps where none fits: `data/recommend.*.json`, `alternatives.*.json`."""

import json
import re
from functools import lru_cache
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, Field

from coach.domain.base import Language, Model
from coach.domain.gap import GapCategory
from coach.domain.recommendation import Alternative, Caution
from coach.drafting.templates import ACTION_SLOTS
from knowledge_base.resources import Level, Unavailable

_SLOT = re.compile(r"\{(\w+)\}")


class RecommendWords(Model):
    """Sentences about facts, in one language."""

    about: str
    """For who edits the file."""
    levels: dict[Level, str]
    """How the known levels are said."""
    languages: dict[str, str]
    """How the language of a resource is said."""
    level_other: str
    """A level that is not among the known ones; {level}."""
    hour: str
    """A length of one hour; {hours}."""
    hours: str
    """A length; {hours}."""
    free: str
    """No price."""
    cost: str
    """A price; {cost} {currency}."""
    next_session: str
    """The next session; {day}."""
    valid_until: str
    """The last day; {day}."""
    provider: str
    """Who offers it; {provider}."""
    join: str
    """Between facts."""
    sentence: str
    """Around the facts; {facts}."""
    between: str
    """Between sentences."""
    cautions: dict[Caution, str]
    """What to look at before booking."""
    unavailable: dict[Unavailable, str]
    """Why something close may not be offered."""
    no_resource_not_available: str
    """Only what may not be offered fits; {goal} {why}."""
    no_resource_used: str
    """Another goal has it; {goal}."""
    instead: str
    """Around two alternatives; {first} {second}."""
    role_levels: dict[Level, tuple[str, ...]]
    """Words of a role or text that tell which level suits."""
    families: dict[str, tuple[str, ...]]
    """Words of a role that tell its family."""
    kinds: dict[GapCategory, tuple[str, ...]]
    """Words of a gap without a category that tell which alternatives suit; the first kind that has one counts."""


def _known_slots(alternative: Alternative) -> Alternative:
    if strange := set(_SLOT.findall(alternative.text)) - ACTION_SLOTS:
        raise ValueError(f"unknown slots {sorted(strange)} in {alternative.text!r}")
    return alternative


_Way = Annotated[Alternative, AfterValidator(_known_slots)]


class Alternatives(Model):
    """What to do instead of a course, in one language."""

    about: str
    """For who edits the file."""
    categories: dict[GapCategory, Annotated[tuple[_Way, ...], Field(min_length=2, max_length=2)]]
    """Two different ways for every kind of gap."""
    industries: dict[str, dict[GapCategory, _Way]]
    """Another first way in an industry."""
    families: dict[str, dict[GapCategory, _Way]]
    """Another first way for a family of roles; counts before the industry."""

    def ways(self, category: GapCategory, industry: str, family: str | None) -> tuple[Alternative, ...]:
        """Return two ways for a kind of gap, of different kinds, the one that suits role or industry first."""
        general = self.categories[category]
        own = self.families.get(family or "", {}).get(category) or self.industries.get(industry, {}).get(category)
        if own is None:
            return general
        return own, next((way for way in reversed(general) if way.kind != own.kind), general[1])


def _load(name: str, language: Language) -> str:
    return resources.files("coach.drafting").joinpath("data", f"{name}.{language.value}.json").read_text("utf-8")


@lru_cache
def recommend_words(language: Language) -> RecommendWords:
    """Return the sentences of a language."""
    return RecommendWords.model_validate(json.loads(_load("recommend", language)))


@lru_cache
def alternatives(language: Language) -> Alternatives:
    """Return the alternatives of a language; every category is there."""
    return Alternatives.model_validate(json.loads(_load("alternatives", language)))
