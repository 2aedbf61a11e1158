"""Expressions of time in a text: dates, named periods, windows that look back, durations, rhythms.

The grammars are in `moments_zh` and `moments_en`; this module has their types and settles overlaps.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dateutil.relativedelta import relativedelta


class MomentKind(StrEnum):
    """What an expression of time is."""

    DATE = "date"
    PERIOD = "period"
    WINDOW = "window"
    DURATION = "duration"
    RHYTHM = "rhythm"


@dataclass(frozen=True)
class Moment:
    """One expression of time."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last."""
    kind: MomentKind
    """What it is."""
    first: dt.date | None = None
    """First day of a date or period."""
    last: dt.date | None = None
    """Last day of a date or period."""
    length: relativedelta | None = None
    """How long a duration or window is."""
    months: float | None = None
    """Length of a period or window in months, where that is known."""


@dataclass(frozen=True)
class Clock:
    """What relative expressions count from."""

    as_of: dt.date
    """The day of the text."""
    fiscal_month: int | None = None
    """First month of the fiscal year where the text defines one."""
    fiscal_year_ends: bool = True
    """Whether FY2027 is the year that ends in 2027 (else the one that starts in 2027)."""


Build = Callable[[re.Match[str], Clock], Moment | None]
"""Makes a moment of a match, or None where it is not one after all."""
Rule = tuple[re.Pattern[str], Build]
"""One rule of a grammar."""


def find_moments(plain: str, clock: Clock, rules: Sequence[Rule]) -> tuple[Moment, ...]:
    """All expressions of time, in order, not overlapping; the longer wins, then the earlier rule."""
    found = sorted(_matches(plain, clock, rules), key=lambda m: m.start - m.end)
    taken = bytearray(len(plain))
    kept: list[Moment] = []
    for moment in found:
        if not any(taken[moment.start : moment.end]):
            taken[moment.start : moment.end] = b"\1" * (moment.end - moment.start)
            kept.append(moment)
    return tuple(sorted(kept, key=lambda m: m.start))


def _matches(plain: str, clock: Clock, rules: Sequence[Rule]) -> Iterator[Moment]:
    for rule, build in rules:
        for match in rule.finditer(plain):
            try:
                moment = build(match, clock)
            except (ValueError, OverflowError):  # 31 February, year 99999: not a date
                continue
            if moment is not None:
                yield moment


def month_start(year: int, month: int) -> dt.date:
    """First day of a month."""
    return dt.date(year, month, 1)


def month_end(year: int, month: int) -> dt.date:
    """Last day of a month."""
    return dt.date(year, month, 1) + relativedelta(months=1, days=-1)


def likely_year(month: int, day: int, clock: Clock, *, back: int = 150) -> int:
    """The year of a date written without one: the occurrence closest to today, the past one up to `back` days ago."""
    for year in (clock.as_of.year, clock.as_of.year + 1, clock.as_of.year - 1):
        candidate = dt.date(year, month, min(day, 28))
        if -back <= (candidate - clock.as_of).days <= 365 - back:
            return year
    return clock.as_of.year


def quarter_extent(quarter: int, year: int | None, clock: Clock, *, fiscal: bool) -> tuple[dt.date, dt.date]:
    """First and last day of a quarter; without a year the latest one that has begun or the one to come next.

    Raises ValueError where a fiscal quarter is meant and the text does not define the fiscal year.
    """
    if fiscal and clock.fiscal_month is None:
        raise ValueError("fiscal year not defined")
    month = clock.fiscal_month if fiscal and clock.fiscal_month else 1
    if year is not None:
        start = _year_start(year, month, clock, fiscal=fiscal) + relativedelta(months=3 * (quarter - 1))
        return start, start + relativedelta(months=3, days=-1)
    start = month_start(clock.as_of.year - 1, month) + relativedelta(months=3 * (quarter - 1))
    while start + relativedelta(years=1) <= clock.as_of:
        start += relativedelta(years=1)
    return start, start + relativedelta(months=3, days=-1)


def _year_start(year: int, month: int, clock: Clock, *, fiscal: bool) -> dt.date:
    ends_next_year = fiscal and month != 1 and clock.fiscal_year_ends
    return month_start(year - 1 if ends_next_year else year, month)


def fiscal_year_end(year: int | None, clock: Clock) -> dt.date:
    """Last day of a fiscal year; without a number the one that runs now. Raises ValueError where it is not defined."""
    if clock.fiscal_month is None:
        raise ValueError("fiscal year not defined")
    if year is not None:
        return _year_start(year, clock.fiscal_month, clock, fiscal=True) + relativedelta(years=1, days=-1)
    start = month_start(clock.as_of.year, clock.fiscal_month)
    start -= relativedelta(years=1) if start > clock.as_of else relativedelta()
    return start + relativedelta(years=1, days=-1)


def full_year(text: str) -> int:
    """2026 for "2026" and for "26"."""
    return int(text) if len(text) == 4 else 2000 + int(text)
