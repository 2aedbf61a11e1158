"""The word lists of this room: data files that HR people can read and extend, and their schemas."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge_base.redaction.spans import IdentifierType

_DATA = Path(__file__).with_name("data")


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(_Data):
    """Words that announce a value, and what the value must look like (`labels.json`)."""

    labels: tuple[str, ...] = Field(min_length=1)
    """Words before the value, zh and en, lower case."""
    value: Literal["code", "digits", "handle", "phone"]
    """Its form: letters and digits, digits only, a user name, a telephone number."""
    at_least: int
    """Shortest value, in characters without separators."""
    digits: int
    """Fewest digits in it."""


class ChineseNames(_Data):
    """`names_zh.json`."""

    source: str
    """Where the lists come from."""
    surnames: str
    """One-character surnames that are hardly ever the beginning of another word."""
    ambiguous_surnames: str
    """One-character surnames that are ordinary words too: they need a cue beside them."""
    compound_surnames: tuple[str, ...]
    """Surnames of two characters."""
    given: str
    """Characters in common use in given names."""
    before: frozenset[str]
    """Words that stand before a name."""
    before_weak: frozenset[str]
    """Those of `before` that stand before much else too."""
    titles: frozenset[str]
    """Words that follow a surname alone."""
    after: frozenset[str]
    """Words that follow a name."""
    after_strong: frozenset[str]
    """Those of `after` that follow hardly anything but a person."""
    not_names: frozenset[str]
    """Words that look like a name and are none."""
    not_people: tuple[str, ...]
    """Methods, brands and companies that are named after a person, and people of history: kept by HR."""
    never_alone: str
    """Surnames that are prepositions and the like: not a person with a title behind them."""
    transliteration: str
    """Characters foreign names are written with."""
    not_nicknames: frozenset[str]
    """Words that look like 小 or 老 with a surname and are none."""


class EnglishNames(_Data):
    """`names_en.json`."""

    source: str
    """Where the lists come from."""
    given: dict[str, str]
    """First letter -> given names that are nothing else, lower case, separated by spaces."""
    given_words: str
    """Given names that are words or places too."""
    surnames: dict[str, str]
    """First letter -> surnames that are nothing else."""


class Pinyin(_Data):
    """`pinyin.json`."""

    source: str
    """Where the lists come from."""
    readings: dict[str, str]
    """Syllable without tone -> the characters that are read so; a character may have several."""
    surnames: frozenset[str]
    """Chinese surnames in pinyin."""


class EnglishWords(_Data):
    """`words_en.json`."""

    source: str
    """Where the list comes from, and its notice."""
    words: dict[str, str]
    """First letter -> ordinary words, lower case."""


class EnglishThings(_Data):
    """`things_en.json`: capitalised words that are no persons, lower case, separated by spaces."""

    source: str
    """Where the lists come from."""
    own: str
    """Tools, products, sites and customers of the company that runs this; kept by HR."""
    places: str
    """Countries, regions and cities."""
    peoples: str
    """Peoples, languages and religions."""
    calendar: str
    """Days, months and holidays."""
    tools: str
    """Programs, languages and services."""
    companies: str
    """Companies and brands."""
    jargon: str
    """Words of work that dictionaries lack, and abbreviations."""
    methods: str
    """Methods and measures named after a person, and abbreviations."""

    def lists(self) -> tuple[str, ...]:
        """All lists."""
        lists = (self.own, self.places, self.peoples, self.calendar, self.tools, self.companies, self.methods)
        return *lists, self.jargon


class EnglishCues(_Data):
    """`cues_en.json`."""

    titles: frozenset[str]
    """Words before a name that are not part of it: mr, dr."""
    before: tuple[str, ...]
    """Phrases after which a name of the lexicon is a person."""
    introductions: tuple[str, ...]
    """Phrases after which anything with a capital is a person."""
    before_words: frozenset[str]
    """Single words after which a capitalised given name is a person."""
    after: frozenset[str]
    """Words after a name that only a person does or has."""
    not_surnames: frozenset[str]
    """Capitalised words that follow a name-like word in names of places, teams, products and companies."""
    particles: frozenset[str]
    """Small words inside surnames."""
    openers: frozenset[str]
    """Names that begin sentences as verbs and other words: there they are a mention only if they act."""
    surname_endings: tuple[str, ...]
    """Endings that hardly any English word but many a surname has."""
    before_things: frozenset[str]
    """Words before places and tools: an unknown capitalised word behind one is not guessed to be a person."""
    starters: frozenset[str]
    """Words that begin sentences with a capital and are no part of a name."""


@lru_cache(maxsize=1)
def labels() -> dict[IdentifierType, Label]:
    """Labels by the type of what they announce."""
    from pydantic import TypeAdapter

    return TypeAdapter(dict[IdentifierType, Label]).validate_json((_DATA / "labels.json").read_bytes())


@lru_cache(maxsize=1)
def order_labels() -> tuple[str, ...]:
    """Words that announce a number which belongs to a thing, not to a person."""
    return tuple(json.loads((_DATA / "orders.json").read_text("utf-8"))["labels"])


@lru_cache(maxsize=1)
def placeholders() -> dict[Literal["zh", "en"], dict[IdentifierType, str]]:
    """Language -> type -> the word in the placeholder."""
    from pydantic import TypeAdapter

    adapter = TypeAdapter(dict[Literal["zh", "en"], dict[IdentifierType, str]])
    return adapter.validate_json((_DATA / "placeholders.json").read_bytes())


@lru_cache(maxsize=1)
def chinese_names() -> ChineseNames:
    """Surnames, given-name characters and cues of Chinese texts."""
    return ChineseNames.model_validate_json((_DATA / "names_zh.json").read_bytes())


@lru_cache(maxsize=1)
def english_names() -> EnglishNames:
    """Given names and surnames in Latin script."""
    return EnglishNames.model_validate_json((_DATA / "names_en.json").read_bytes())


@lru_cache(maxsize=1)
def pinyin() -> Pinyin:
    """Syllables and surnames in pinyin."""
    return Pinyin.model_validate_json((_DATA / "pinyin.json").read_bytes())


@lru_cache(maxsize=1)
def english_words() -> EnglishWords:
    """Ordinary English words."""
    return EnglishWords.model_validate_json((_DATA / "words_en.json").read_bytes())


@lru_cache(maxsize=1)
def english_things() -> EnglishThings:
    """Places, tools, companies and methods in Latin script."""
    return EnglishThings.model_validate_json((_DATA / "things_en.json").read_bytes())


@lru_cache(maxsize=1)
def english_cues() -> EnglishCues:
    """Words around names in English texts."""
    return EnglishCues.model_validate_json((_DATA / "cues_en.json").read_bytes())
