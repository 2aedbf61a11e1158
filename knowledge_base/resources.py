"""What a catalogue says about one resource besides its text: read from the metadata of a record, in one place.

Import, recommendations, pages and the command line read these facts here and nowhere else. A cell that is not
understood is left out: an unknown fact is never guessed.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from knowledge_base.records import Record

Level = Literal["basic", "intermediate", "advanced"]
"""How much a resource asks for."""


class Unavailable(StrEnum):
    """Why a resource may not be offered."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NO_SESSION = "no_session"


class ResourceFacts(BaseModel):
    """Facts of one resource; what the catalogue does not say is None or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    skills: tuple[str, ...] = ()
    """Skills it trains, as the catalogue writes them."""
    gap_types: tuple[str, ...] = ()
    """Kinds of gap it is listed for."""
    industries: tuple[str, ...] = ()
    """Industries it is listed for."""
    resource_kind: str | None = None
    """course, drill, mentor, reading, rotation, counselling ... as the catalogue has it."""
    level: str | None = None
    """`basic`, `intermediate` or `advanced` where the word is known, else as the catalogue writes it."""
    hours: float | None = None
    """Length in hours."""
    language: str | None = None
    """Language of the record: zh, en or other."""
    cost: float | None = None
    """Price in `currency`; 0 is free."""
    currency: str | None = None
    """ISO code, or as the catalogue writes it."""
    sessions: tuple[dt.date, ...] = ()
    """Days on which it is held, in order; empty where it can be taken at any time or nothing is known."""
    valid_until: dt.date | None = None
    """Last day on which it may be offered."""
    prerequisites: tuple[str, ...] = ()
    """What somebody must know or have done before."""
    provider: str | None = None
    """Who offers it."""
    link: str | None = None
    """Its web address (http or https only)."""
    withdrawn: bool = False
    """Taken out of the catalogue."""

    @classmethod
    def of(cls, metadata: Mapping[str, JsonValue], *, language: str | None = None) -> "ResourceFacts":
        """Read the facts out of a record's metadata; headings may be those of `resource_words.json`, zh or en."""
        cells = _named(metadata)
        cost, currency = _cost(cells.get("cost"), cells.get("currency"))
        days = (_day(each) for key in ("next_session", "sessions") for each in _items(cells.get(key)))
        return cls(
            skills=_items(cells.get("skills")),
            gap_types=_items(cells.get("gap_types")),
            industries=_items(cells.get("industries")),
            resource_kind=_words(cells.get("resource_kind")),
            level=_level(cells.get("level")),
            hours=_hours(cells.get("hours")),
            language=language,
            cost=cost,
            currency=currency,
            sessions=tuple(sorted({day for day in days if day})),
            valid_until=_day(_words(cells.get("valid_until")) or ""),
            prerequisites=_items(cells.get("prerequisites"), words=True),
            provider=_words(cells.get("provider")),
            link=_link(cells.get("url")),
            withdrawn=_withdrawn(cells),
        )

    def next_session(self, on: dt.date) -> dt.date | None:
        """Return the first session on or after a day, None where there is none."""
        return next((day for day in self.sessions if day >= on), None)

    def unavailable(self, on: dt.date) -> Unavailable | None:
        """Say why the resource may not be offered on a day; None where it may."""
        if self.withdrawn:
            return Unavailable.WITHDRAWN
        if self.valid_until is not None and self.valid_until < on:
            return Unavailable.EXPIRED
        if self.sessions and self.next_session(on) is None:
            return Unavailable.NO_SESSION
        return None


def unavailable_among(
    find: Callable[[str], Record | None], ids: Iterable[str], *, on: dt.date
) -> dict[str, Unavailable]:
    """Return why some resources may not be offered on a day: id -> why, only those that may not.

    Args:
        find: returns a record by its id, None where it is gone or withdrawn.
        ids: record ids.
        on: the day.
    """
    found: dict[str, Unavailable] = {}
    for record_id in dict.fromkeys(ids):
        record = find(record_id)
        why = Unavailable.WITHDRAWN if record is None else ResourceFacts.of(record.metadata).unavailable(on)
        if why is not None:
            found[record_id] = why
    return found


class _Words(BaseModel):
    """What `resource_words.json` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    keys: dict[str, tuple[str, ...]]
    levels: dict[Level, tuple[str, ...]]
    free: tuple[str, ...]
    currencies: dict[str, tuple[str, ...]]
    hour_units: dict[Literal["hour", "minute"], tuple[str, ...]]
    yes: tuple[str, ...]
    withdrawn_states: tuple[str, ...]


@lru_cache(maxsize=1)
def resource_words() -> _Words:
    """The words as shipped."""
    return _Words.model_validate(json.loads(Path(__file__).with_name("resource_words.json").read_text("utf-8")))


@lru_cache(maxsize=1)
def _fact_of_heading() -> dict[str, str]:
    return {heading: fact for fact, headings in resource_words().keys.items() for heading in headings}


def fact_of_heading(heading: str) -> str | None:
    """Return which fact a heading of a catalogue names (a key of `keys` in `resource_words.json`), None for none."""
    return _fact_of_heading().get(re.sub(r"[\s\-]+", "_", heading.strip().lower()))


def _named(metadata: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Cells by fact; our own key counts before other headings."""
    cells: dict[str, JsonValue] = {}
    for heading, value in metadata.items():
        fact = fact_of_heading(heading)
        if fact and value not in (None, "", []) and (fact not in cells or fact == heading):
            cells[fact] = value
    return cells


def _words(value: JsonValue) -> str | None:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    return None


def _items(value: JsonValue, *, words: bool = False) -> tuple[str, ...]:
    """The parts of a list, or of a cell that lists them; sentences are cut at semicolons and new lines only."""
    if isinstance(value, list):
        parts: Iterable[str] = (text for each in value if (text := _words(each)))
    else:
        parts = re.split(r"[;；\n|]" if words else r"[;；,，、\n|]", str(value) if isinstance(value, str | int) else "")
    found = (" ".join(part.split()) for part in parts)
    return tuple(dict.fromkeys(each for each in found if each))


def _level(value: JsonValue) -> str | None:
    said = _words(value)
    known = resource_words().levels.items()
    return next((level for level, names in known if said and said.lower() in names), said)


_NUMBER = re.compile(r"(?P<before>[^\d\s.,-]*)\s*(?P<number>\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(?P<after>[^\d\s]*)")


def _figure(value: JsonValue) -> tuple[float, str] | None:
    """A cell that is one number with at most one unit: the number and the unit in lower case."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (float(value), "") if value >= 0 else None
    found = _NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    return float(re.sub("[,，]", "", found["number"])), (found["before"] or found["after"]).lower().rstrip(".")


def _hours(value: JsonValue) -> float | None:
    figure = _figure(value)
    if figure is None:
        return None
    units = resource_words().hour_units
    if not figure[1] or figure[1] in units["hour"]:
        return figure[0]
    return round(figure[0] / 60, 2) if figure[1] in units["minute"] else None


def _cost(value: JsonValue, currency: JsonValue) -> tuple[float | None, str | None]:
    words, named = resource_words(), _words(currency)
    known = words.currencies.items()
    said = next((code for code, names in known if named and named.lower() in names), named)
    if isinstance(value, str) and value.strip().lower() in words.free:
        return 0.0, said
    figure = _figure(value)
    if figure is None:
        return None, None
    unit = next((code for code, names in known if figure[1] in names), None)
    if figure[1] and unit is None:
        return None, None
    return figure[0], unit or said


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?:[T\s].*)?$", re.DOTALL)


def _day(text: str) -> dt.date | None:
    """A date written year first; 03/04/2026 may be either month and stays unknown."""
    found = _DAY.match(text.strip())
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _link(value: JsonValue) -> str | None:
    said = _words(value)
    return said if said and re.match(r"https?://[^\s/]+\.[^\s]+$", said) else None


def _withdrawn(cells: Mapping[str, JsonValue]) -> bool:
    flag, state = cells.get("withdrawn"), _words(cells.get("status"))
    words = resource_words()
    said = flag is True or (isinstance(flag, str | int) and str(flag).strip().lower() in words.yes)
    return said or (state or "").lower() in words.withdrawn_states
