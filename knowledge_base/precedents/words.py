"""The closed sets a pattern card is written from: kinds of gap, industries, role families, measures, sentences.

A card holds nothing that does not stand in this file (DOMAIN rule 9): no word of a plan, no name and no code.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

CardLanguage = Literal["zh", "en"]
"""Language a card is written in."""


class Named(BaseModel):
    """A value of a closed set, with its name in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    """In Chinese."""
    en: str
    """In English."""

    def in_(self, language: CardLanguage) -> str:
        """Return the name in a language."""
        return self.zh if language == "zh" else self.en


class Recognised(Named):
    """A value that people write in other words too."""

    also: tuple[str, ...]
    """Other words for it, lower case, either language."""


class Measure(Named):
    """A category of actions or support."""

    words: tuple[str, ...]
    """A measure with one of these words in it belongs here; lower case, either language."""


class PatternWords(BaseModel):
    """The data file `words.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gap_types: dict[str, Named]
    """Value of `GapCategory` -> name."""
    industries: dict[str, Recognised]
    """Industry as plans have it -> names."""
    role_families: dict[str, Recognised]
    """Family of roles as plans have it -> names."""
    measures: dict[str, Measure]
    """Category of actions and support -> names and how it is recognised."""
    units: dict[str, Named]
    """Unit of CONTRACTS without its rate -> name."""
    rates: dict[str, Named]
    """What a unit is counted for (the part after its slash) -> name."""
    texts: dict[str, Named]
    """The sentences of a card, with {places}."""

    def say(self, name: str, language: CardLanguage, **places: object) -> str:
        """Return a sentence of the file with its places filled."""
        return self.texts[name].in_(language).format(**places)


@lru_cache(maxsize=1)
def pattern_words() -> PatternWords:
    """Return the words of the cards."""
    path = Path(__file__).with_name("words.json")
    return PatternWords.model_validate(json.loads(path.read_text(encoding="utf-8")))


def industry_of(words: str | None) -> str | None:
    """Return the industry somebody means, or None where it is none of ours."""
    return _meant(words, pattern_words().industries)


def role_family_of(words: str | None) -> str | None:
    """Return the family of roles somebody means, or None where it is none of ours."""
    return _meant(words, pattern_words().role_families)


def _meant(words: str | None, known: dict[str, Recognised]) -> str | None:
    asked = (words or "").strip().lower()
    if not asked:
        return None
    for name, each in known.items():
        if asked in {name, each.zh, each.en.lower()} or asked in each.also:
            return name
    fitting = [
        (len(word.encode()), name)
        for name, each in known.items()
        for word in (name, each.zh, each.en.lower(), *each.also)
        if len(word) > 2 - (not word.isascii()) and word in asked
    ]
    return max(fitting)[1] if fitting else None
