"""One cell of a catalogue, read as what its column holds; what cannot be read is told and never guessed."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from pydantic import JsonValue

from knowledge_base.catalogue.amounts import read_cost, read_currency, read_hours
from knowledge_base.catalogue.dates import DayOrder, read_day
from knowledge_base.catalogue.fields import Field, words
from knowledge_base.loaders.columns import columns
from knowledge_base.resources import resource_words

MAX_CELL = 100_000
"""Characters of a cell that is still taken for one."""


@dataclass(frozen=True)
class Read:
    """What a cell was read as."""

    value: JsonValue = None
    """None where nothing is kept."""
    trouble: str = ""
    """A key of `troubles` in `words.json`; empty where all is well."""


@dataclass(frozen=True)
class ColumnHints:
    """What is known of a whole column."""

    unit: str = ""
    """What its heading says in brackets, lower case: hrs, 分钟, 元 ..."""
    order: DayOrder = None
    """Whether the day or the month comes first in its dates; None where no cell tells."""


def read_cell(field: Field, cell: JsonValue, hints: ColumnHints) -> Read:
    """Read one filled cell.

    Args:
        field: what its column holds.
        cell: as the file has it.
        hints: what is known of the column.
    """
    if isinstance(cell, str):
        if len(cell) > MAX_CELL:
            return Read(None, "cell_too_long")
        if re.match(r"\s*=[A-Za-z+(\"]", cell):
            return Read(None, "formula")
    said = _said(cell)
    if field not in (Field.TITLE, Field.TEXT) and said.lower() in words().empty:
        return Read()
    return _READERS[field](cell, said, hints)


def _said(cell: JsonValue) -> str:
    """A cell as one line of half-width text."""
    return " ".join(unicodedata.normalize("NFKC", _text(cell)).split())


def _text(cell: JsonValue) -> str:
    match cell:
        case None | bool():
            return "" if cell is None else str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case list():
            return "\n".join(filter(None, map(_text, cell)))
        case dict():
            return "\n".join(f"{key}: {_text(value)}" for key, value in cell.items())
        case _:
            return str(cell).strip()


def _line(cell: JsonValue, _said: str, _hints: ColumnHints) -> Read:
    return Read(" ".join(_text(cell).split())[:1000] or None)


def _prose(cell: JsonValue, _said: str, _hints: ColumnHints) -> Read:
    return Read(_text(cell) or None)


def _items(cell: JsonValue, _said: str, _hints: ColumnHints, *, sentences: bool = False) -> Read:
    """The parts of a list; sentences are cut at semicolons and line ends only."""
    text = _text(cell)
    if sentences and text.lower() in words().no_skill:
        return Read([])
    parts: Iterable[str] = re.split(r"[;；\n|]" if sentences else r"[;；,，、\n|]", text)
    if not sentences and len(list(parts)) == 1 and re.search(r"\S\s*/\s*\S", text):
        parts = text.split("/")
    found = (" ".join(part.split()).lstrip("#•·- ") for part in parts)
    return Read(list(dict.fromkeys(each for each in found if each and each.lower() not in words().empty)))


def _level(_cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    low = said.lower()
    for known in (resource_words().levels, words().levels):
        for level, names in known.items():
            if low in names:
                return Read(level)
    return Read(said[:60], "unknown_level")


def _language(_cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    first = re.split(r"[/,;、，；(]|\s-\s", said)[0].strip()
    known = columns().language_of_value(said) or columns().language_of_value(first)
    return Read(known) if known else Read(None, "no_language")


def _link(_cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    address = said if "://" in said or not re.match(r"www\.[\w-]+\.", said) else f"https://{said}"
    return Read(address) if re.fullmatch(r"https?://[^\s/.]+\.[^\s]+", address) else Read(None, "bad_link")


def _yes_no(cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    if isinstance(cell, bool):
        return Read(cell)
    low = said.lower()
    if low in words().yes:
        return Read(True)
    return Read(False) if low in words().no else Read(None, "no_yes_no")


def _status(_cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    """Only a state in which a course is not offered is kept."""
    return Read(True if said.lower() in resource_words().withdrawn_states else None)


def _hours(cell: JsonValue, said: str, hints: ColumnHints) -> Read:
    return Read(*read_hours(cell, said, unit=hints.unit))


def _cost(cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    """`{"cost", "currency"}`, the second only where the cell names it."""
    return Read(*read_cost(cell, said))


def _currency(_cell: JsonValue, said: str, _hints: ColumnHints) -> Read:
    return Read(read_currency(said) or said[:20])


def _day(cell: JsonValue, said: str, hints: ColumnHints, *, last: bool) -> Read:
    if said.lower() in (words().for_ever if last else words().any_time):
        return Read()
    day, trouble = read_day(cell, said, order=hints.order, last=last)
    return Read(day.isoformat() if isinstance(day, dt.date) else None, trouble)


_READERS: dict[Field, Callable[[JsonValue, str, ColumnHints], Read]] = {
    Field.ID: _line,
    Field.TITLE: _line,
    Field.TEXT: _prose,
    Field.SKILLS: _items,
    Field.LEVEL: _level,
    Field.HOURS: _hours,
    Field.LANGUAGE: _language,
    Field.COST: _cost,
    Field.CURRENCY: _currency,
    Field.NEXT_SESSION: partial(_day, last=False),
    Field.VALID_UNTIL: partial(_day, last=True),
    Field.PREREQUISITES: partial(_items, sentences=True),
    Field.URL: _link,
    Field.PROVIDER: _line,
    Field.MANDATORY: _yes_no,
    Field.STATUS: _status,
    Field.RESOURCE_KIND: _line,
    Field.INDUSTRIES: _items,
    Field.GAP_TYPES: _items,
    Field.PAIR: _line,
}
