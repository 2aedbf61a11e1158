"""Holidays that managers use as deadlines, from `data/holidays.json`."""

import datetime as dt
import functools
import json
from importlib import resources

from pydantic import BaseModel, ConfigDict


class Holiday(BaseModel):
    """A holiday, its names, and its day in each year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    """As written in a text, lower case."""
    fixed: tuple[int, int] | None = None
    """Month and day where it is the same every year."""
    days: dict[int, dt.date] = {}
    """Year -> day where it moves."""


@functools.cache
def holidays() -> tuple[Holiday, ...]:
    """All holidays of the data file; raises ValidationError where it is malformed."""
    raw = json.loads(resources.files(__package__).joinpath("data", "holidays.json").read_text("utf-8"))
    return tuple(Holiday.model_validate(row) for row in raw)


def next_holiday(name: str, as_of: dt.date) -> dt.date | None:
    """The first day of that name after `as_of`; None where the file does not reach so far."""
    for holiday in holidays():
        if name in holiday.names:
            days = holiday.days.values()
            if holiday.fixed:
                days = [dt.date(year, *holiday.fixed) for year in (as_of.year, as_of.year + 1)]  # type: ignore[assignment]
            return min((day for day in days if day > as_of), default=None)
    return None
