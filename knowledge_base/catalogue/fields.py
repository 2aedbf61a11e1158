"""The fields a catalogue may have, and under which headings: the data files `headings.json` and `words.json`."""

import json
import re
import unicodedata
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Unit = Literal["minute", "hour", "day", "week"]
"""What a length may be counted in."""


class Field(StrEnum):
    """What a column may hold; the values are the keys under which a record keeps it."""

    ID = "id"
    TITLE = "title"
    TEXT = "text"
    SKILLS = "skills"
    LEVEL = "level"
    HOURS = "hours"
    LANGUAGE = "language"
    COST = "cost"
    CURRENCY = "currency"
    NEXT_SESSION = "next_session"
    VALID_UNTIL = "valid_until"
    PREREQUISITES = "prerequisites"
    URL = "url"
    PROVIDER = "provider"
    MANDATORY = "mandatory"
    STATUS = "status"
    RESOURCE_KIND = "resource_kind"
    INDUSTRIES = "industries"
    GAP_TYPES = "gap_types"
    PAIR = "pair"


SEVERAL = frozenset({Field.TEXT, Field.SKILLS})
"""Fields that may be put together from several columns; of any other the first column counts."""


class Headings(BaseModel):
    """What `headings.json` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    """For who edits the file."""
    fields: dict[Field, tuple[str, ...]]
    """Field -> headings, as `plain` writes them."""

    @cached_property
    def by_heading(self) -> dict[str, Field]:
        """Heading -> field."""
        return {heading: field for field, headings in self.fields.items() for heading in headings}


class Said(BaseModel):
    """One sentence in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    """Chinese."""
    en: str
    """English."""


class Words(BaseModel):
    """What `words.json` holds: units, numerals, words for nothing, yes and no, and what is said about a cell."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    minutes_of: dict[Unit, float]
    units: dict[Unit, tuple[str, ...]]
    numerals: dict[str, float]
    empty: tuple[str, ...]
    for_ever: tuple[str, ...]
    any_time: tuple[str, ...]
    no_skill: tuple[str, ...]
    no: tuple[str, ...]
    yes: tuple[str, ...]
    on_request: tuple[str, ...]
    levels: dict[Literal["basic", "intermediate", "advanced"], tuple[str, ...]]
    troubles: dict[str, Said]
    relative: tuple[str, ...]

    @cached_property
    def unit_of(self) -> dict[str, Unit]:
        """Word -> unit of length."""
        return {word: unit for unit, words in self.units.items() for word in words}


def plain(heading: str) -> str:
    """Lower case, Simplified, half width, without what stands in brackets, words apart by one space."""
    from knowledge_base.catalogue.scripts import simplified

    text = simplified(unicodedata.normalize("NFKC", heading)).strip("\ufeff *:：").lower()
    text = re.sub(r"[(\[【].*?[)\]】]", " ", text)
    return re.sub(r"[\s_\-/.]+", " ", text).strip(" *:")


def bracketed(heading: str) -> str:
    """What a heading says in brackets, lower case ("hrs" of "Duration (hrs)"); empty where nothing."""
    found = re.search(r"[(\[【](.*?)[)\]】]", unicodedata.normalize("NFKC", heading))
    return found[1].strip().lower() if found else ""


@lru_cache(maxsize=1)
def headings() -> Headings:
    """The headings as shipped."""
    return Headings.model_validate(_data("headings.json"))


@lru_cache(maxsize=1)
def words() -> Words:
    """The words as shipped."""
    return Words.model_validate(_data("words.json"))


def _data(name: str) -> object:
    return json.loads(Path(__file__).with_name(name).read_text("utf-8"))
