"""When things happen: deadline, formal reviews, milestones, action dates and the rhythm of check-ins.

DOMAIN: 60 days by default, weekly one-to-ones, formal reviews at 30, 60 (and 90) days.
"""

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from coach.drafting.intake.reading import Horizon

DEFAULT_DAYS = 60
"""Length of a plan where the manager names no deadline."""
REVIEW_DAYS = (30, 60, 90)
"""Formal reviews, in days from the start."""
MAX_CHECK_INS = 24
"""Longer plans meet weekly first, then less often."""
_TOO_CLOSE = 14
"""A formal review this close to the deadline is the final review."""


def deadline_of(horizon: Horizon | None, as_of: dt.date) -> tuple[dt.date, Literal["text", "default"]]:
    """Return the day the plan ends and who set it; a stated day that is not in the future counts as not stated."""
    if horizon is not None and horizon.deadline > as_of:
        return horizon.deadline, "text"
    return as_of + dt.timedelta(days=DEFAULT_DAYS), "default"


def working_day(day: dt.date, earliest: dt.date, latest: dt.date) -> dt.date:
    """Move a weekend day to the Monday after, or the Friday before where Monday is too late; stay within bounds."""
    if day.weekday() >= 5:
        monday = day + dt.timedelta(days=7 - day.weekday())
        friday = day - dt.timedelta(days=day.weekday() - 4)
        day = monday if monday <= latest else friday
    return min(max(day, earliest), latest)


@dataclass(frozen=True)
class Calendar:
    """The dates of one plan, all after `start` and not after `end`."""

    start: dt.date
    """The day the plan counts from."""
    end: dt.date
    """The deadline."""

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    def at(self, share: float) -> dt.date:
        """Return the working day after `share` (0 to 1) of the plan."""
        return self.end if share >= 1 else self.after(round(self.days * share))

    def after(self, days: int) -> dt.date:
        """Return the working day `days` after the start, not before tomorrow and not after the deadline."""
        first = min(self.start + dt.timedelta(days=1), self.end)
        return working_day(self.start + dt.timedelta(days=days), first, self.end)

    def share(self, day: dt.date) -> float:
        """Return which share of the plan has passed on `day`, 0 to 1."""
        return min(max((day - self.start).days / self.days, 0.0), 1.0) if self.days > 0 else 1.0

    def reviews(self) -> tuple[tuple[dt.date, int | None], ...]:
        """Return the formal reviews: (day, 30 | 60 | 90 or None for one between and the last)."""
        found: list[tuple[dt.date, int | None]] = [
            (self.after(n), n) for n in REVIEW_DAYS if n <= self.days - _TOO_CLOSE
        ]
        if not found and self.days >= 14:
            found = [(self.at(0.5), None)]
        gap = self.days - REVIEW_DAYS[-1]
        if gap > 60:
            found.append((self.after(REVIEW_DAYS[-1] + gap // 2), None))
        last = self.days if self.days in REVIEW_DAYS else None
        return (*found, (self.after(self.days), last))

    def check_ins(self) -> tuple[dt.date, ...]:
        """Return the one-to-ones between start and deadline: weekly for eight weeks, then as the cap allows."""
        if self.days < 7:
            return tuple(sorted({self.after(1), self.end}))
        step, days, day = 7, [], 7
        weekly = min(self.days // 7, 8)
        rest = max(self.days // 7 - weekly, 0)
        later = 7 * max(1, math.ceil(rest / (MAX_CHECK_INS - 8)))
        while day < self.days - 2:
            days.append(self.after(day))
            step = 7 if len(days) < weekly else later
            day += step
        return tuple(sorted({*days, self.after(self.days)}))


def step_targets(
    baseline: float, target: float, shares: tuple[float, ...], *, avoid: Collection[float] = ()
) -> tuple[float | None, ...]:
    """Return the figures expected after each share of the time, rounded to something people say.

    The last share is the target itself; the others lie strictly between baseline and target, or are None where no
    sensible figure does (from 2 to 1 in whole steps). A step never lands on a figure of `avoid`: the other numbers of
    the text, which a reader would take it for.
    """
    step = _nice_step(abs(target - baseline) / (2 * max(len(shares), 1)))
    if float(baseline).is_integer() and float(target).is_integer() and abs(target - baseline) >= 2:
        step = max(step, 1.0) if abs(target - baseline) >= 2 * len(shares) else step
    low, high = sorted((baseline, target))
    found: list[float | None] = []
    for share in shares:
        if share >= 1:
            found.append(target)
            continue
        ideal = round((baseline + (target - baseline) * share) / step) * step
        tries = [round(ideal + shift * step, 6) for shift in (0, 0.5, -0.5, 1, -1)]
        before = [v for v in found if v is not None]
        fits = (v for v in tries if low < v < high and v not in avoid and _onward(before, v, target))
        found.append(next(fits, None))
    return tuple(found)


def _onward(before: list[float], value: float, target: float) -> bool:
    return not before or abs(target - value) <= abs(target - before[-1])


def _nice_step(size: float) -> float:
    """Round down to 1, 2 or 5 times a power of ten."""
    if size <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return max(n for n in (1, 2, 5) if n * power <= size * (1 + 1e-9)) * power
