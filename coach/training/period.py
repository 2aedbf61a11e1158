"""The stretch of time a report is about."""

import datetime as dt

from coach.domain.base import Model
from coach.errors import InvalidInput


class Period(Model):
    """Days, both included."""

    start: dt.date
    """First day."""
    end: dt.date
    """Last day."""

    def holds(self, day: dt.date) -> bool:
        """Whether a day is in it."""
        return self.start <= day <= self.end


def period_of(start: dt.date | None, end: dt.date | None, *, today: dt.date) -> Period:
    """The days asked for; by default from the first day of the last whole quarter to today.

    Raises:
        InvalidInput: it ends before it begins.
    """
    last = end or today
    first = start or min(last_quarter(today), last)
    if first > last:
        raise InvalidInput("The period ends before it begins.", "Give an earlier first day.")
    return Period(start=first, end=last)


def last_quarter(today: dt.date) -> dt.date:
    """The first day of the quarter before the one of today."""
    month = 3 * ((today.month - 1) // 3) + 1
    return dt.date(today.year, month - 3, 1) if month > 3 else dt.date(today.year - 1, 10, 1)
