"""Dates as people type them into a spreadsheet: Chinese, ISO, English, day or month first, Excel's serial numbers."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from pydantic import JsonValue

from knowledge_base.catalogue.fields import words

DayOrder = Literal["day", "month"] | None
"""Which comes first in 03/04/2026; None where it cannot be told."""

_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_MONTH_NAME = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_SERIALS = range(30_000, 73_051)
"""Excel's day numbers of 1982 to 2099."""
_SERIAL_START = dt.date(1899, 12, 30)


def read_day(cell: JsonValue, said: str, *, order: DayOrder, last: bool) -> tuple[dt.date | None, str]:
    """Read a date; of a span ("3–5 May 2026", "2026-03-01 至 2026-05-01") the first day, or the last.

    Args:
        cell: as the file has it.
        said: the same as one line of text.
        order: what the other cells of the column tell about 03/04/2026.
        last: whether the end of a span or month is meant (how long something is valid).

    Returns:
        The day and an empty text, or None (or a day) and a key of `troubles`.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        serial = int(cell)
        if serial in _SERIALS:
            return _SERIAL_START + dt.timedelta(days=serial), ""
    found = [each for each in (_numeric(match, order) for match in _dates_in(said)) if each]
    if found:
        return _chosen(found, last=last)
    if any(word in said.lower() for word in words().relative):
        return None, "relative_date"
    return _english(said)


def day_order(cells: Iterable[JsonValue]) -> DayOrder:
    """Tell from a column whether its dates have the day or the month first; None where no cell tells."""
    pairs = [(int(m[1]), int(m[2])) for cell in cells if isinstance(cell, str) for m in _YEAR_LAST.finditer(cell)]
    day_first, month_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if day_first == month_first:
        return None
    return "day" if day_first else "month"


_Found = tuple[dt.date | None, str]


def _chosen(found: list[_Found], *, last: bool) -> _Found:
    return found[-1] if last else found[0]


def _dates_in(said: str) -> list[re.Match[str]]:
    for pattern in (_CHINESE, _YEAR_FIRST, _YEAR_LAST, _COMPACT):
        if matches := list(pattern.finditer(said)):
            return matches
    return []


def _numeric(match: re.Match[str], order: DayOrder) -> _Found | None:
    if match.re is _YEAR_LAST:
        return _year_last(int(match[1]), int(match[2]), int(match[3]), order)
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return None, "no_date"
    if match[3] is None:
        return dt.date(year, month, calendar.monthrange(year, month)[1]), "month_only"
    return _day(year, month, int(match[3]))


def _year_last(first: int, second: int, year: int, order: DayOrder) -> _Found:
    if first > 12 or (first == second):
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    if order is None:
        return None, "ambiguous_date"
    return _day(year, second, first) if order == "day" else _day(year, first, second)


def _day(year: int, month: int, day: int) -> _Found:
    try:
        return dt.date(year, month, day), ""
    except ValueError:
        return None, "no_date"


def _english(said: str) -> _Found:
    """A date with the name of a month and a year, by dateutil; without a year it is not known which one is meant."""
    if not _MONTH_NAME.search(said) or not re.search(r"\b(19|20)\d{2}\b", said):
        return None, "no_date"
    from dateutil.parser import ParserError, parse

    try:
        found = [parse(said, default=dt.datetime(2000, 1, day)).date() for day in (1, 2)]
    except (ParserError, OverflowError, ValueError):
        return None, "no_date"
    if found[0] != found[1]:
        end = calendar.monthrange(found[0].year, found[0].month)[1]
        return found[0].replace(day=end), "month_only"
    return found[0], ""
