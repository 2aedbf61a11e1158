"""Reads the figure and the date in an answer, knowing what was asked."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.domain.gap import Answer, QuestionAbout
from coach.drafting.intake import moments_en, moments_zh
from coach.drafting.intake.bounds import Bound
from coach.drafting.intake.fiscal import clock_of
from coach.drafting.intake.moments import Moment, MomentKind, find_moments
from coach.drafting.intake.quantities import find_quantities
from coach.drafting.intake.quantity import SCALES, Quantity, QuantityKind
from coach.drafting.intake.reading import Horizon
from coach.drafting.intake.roles import Role, assign_roles
from coach.drafting.intake.source import Source, is_readable, open_source

_FAMILIES = (frozenset(("s", "min", "h", "days")), frozenset(("%", "‰", "per_10000")))
_RATED = ("count", "CNY", "USD", "GBP", "EUR")


@dataclass(frozen=True)
class Figure:
    """A figure of an answer."""

    quantity: Quantity
    """As written, with its place in the description's text."""
    bound: Bound | None
    """Whether the words make it a least or a most."""


def figure_in(answer: Answer, unit: str, as_of: dt.date) -> Figure | None:
    """The figure that answers a question about a baseline or target in `unit`; None where there is none that fits.

    Of several, one in the unit's own kind wins, then one whose words say it is what was asked for.
    """
    if not is_readable(answer.text):
        return None
    source = open_source(answer.text)
    parts = assign_roles(source, find_quantities(source, _moments(source, as_of)))
    wanted = Role.STANDARD if answer.about is QuestionAbout.TARGET else Role.BASELINE
    fitting = [p for p in parts if _fits(p.quantity, unit)]
    if not fitting:
        return None
    best = min(fitting, key=lambda p: (_is_bare(p.quantity), p.role is Role.CONTEXT, p.role is not wanted))
    return Figure(_moved(best.quantity, answer.start or 0), best.bound)


def amounts_in(text: str, unit: str, as_of: dt.date) -> frozenset[float]:
    """The values a text states in a unit of this kind, in that unit; bare numbers and dates are none."""
    if not is_readable(text) or unit == "none":
        return frozenset()
    source = open_source(text)
    found = find_quantities(source, _moments(source, as_of))
    fitting = [q for q in found if _fits(q, unit) and not _is_bare(q)]
    return frozenset(v for q in fitting for v in value_in(q, unit) if v is not None)


def value_in(quantity: Quantity, unit: str) -> tuple[float, float | None]:
    """The value, and the upper end of a band, in the statement's unit."""
    name = unit.partition("/")[0]
    factor = 1.0
    if any(quantity.unit in family and name in family for family in _FAMILIES):
        factor = SCALES[quantity.unit] / SCALES[name]
    elif _is_bare(quantity) and name == "%" and 0 < quantity.value < 1:
        factor = 100.0
    high = None if quantity.high is None else round(quantity.high * factor, 6)
    return round(quantity.value * factor, 6), high


def unit_of(quantity: Quantity) -> str:
    """The unit of a quantity for a statement that had none."""
    unit = "count" if _is_bare(quantity) else quantity.unit
    return unit + quantity.rate if unit in _RATED else unit


def horizon_in(answer: Answer, as_of: dt.date) -> Horizon | None:
    """The date an answer names: a day, a period's end, or a length of time from `as_of`; None where none is ahead."""
    if not is_readable(answer.text) or answer.start is None:
        return None
    source = open_source(answer.text)
    for moment in _moments(source, as_of):
        day = _day(moment, as_of)
        if day is not None and day > as_of:
            span = source.trimmed(moment.start, moment.end)
            words = source.text[span.start : span.end]
            return Horizon(day, "text", words, answer.start + span.start, answer.start + span.end)
    return None


def _moments(source: Source, as_of: dt.date) -> Sequence[Moment]:
    return find_moments(source.plain, clock_of(source.plain, as_of), (*moments_zh.RULES, *moments_en.RULES))


def _day(moment: Moment, as_of: dt.date) -> dt.date | None:
    if moment.kind is MomentKind.DURATION and moment.length is not None:
        return as_of + moment.length
    return moment.last if moment.kind in (MomentKind.DATE, MomentKind.PERIOD) else None


def _fits(quantity: Quantity, unit: str) -> bool:
    name = unit.partition("/")[0]
    if quantity.unit == "scope":
        return False
    if name == "none" or _is_bare(quantity) or quantity.unit == name:
        return True
    if any(quantity.unit in family and name in family for family in _FAMILIES):
        return True
    counted = (QuantityKind.COUNT, QuantityKind.SCORE)
    return name in ("count", "score") and quantity.kind in counted and bool(re.search(r"count|score", quantity.unit))


def _is_bare(quantity: Quantity) -> bool:
    return quantity.kind is QuantityKind.BARE


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
