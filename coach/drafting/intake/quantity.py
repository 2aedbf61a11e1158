"""The type of a written quantity."""

from dataclasses import dataclass
from enum import StrEnum


class QuantityKind(StrEnum):
    """What can be compared with what."""

    SHARE = "share"
    TIME = "time"
    MONEY = "money"
    SCORE = "score"
    COUNT = "count"
    MEASURE = "measure"
    """An amount of energy, material or the like, in the unit as written."""
    BARE = "bare"


SCALES = {
    **{"s": 1 / 60, "min": 1.0, "h": 60.0, "days": 1440.0},
    **{"%": 0.01, "‰": 0.001, "per_10000": 0.0001},
}
"""Factors that bring times to minutes and shares to fractions."""


@dataclass(frozen=True)
class Quantity:
    """One quantity as written."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last, unit included."""
    value: float
    """In `unit`."""
    kind: QuantityKind
    """What it can be compared with."""
    unit: str
    """A unit of CONTRACTS without rate; "none" for a bare number."""
    rate: str = ""
    """"/month" ... where the text says so."""
    noun: str = ""
    """The counted noun or Chinese measure word."""
    high: float | None = None
    """Upper end where it is a band, `value` being the lower."""
    ratio: bool = False
    """Written as "n of m" or "n per m"."""
    whole: float | None = None
    """The m of "n of m", so that a standard given as a count of the same sample can be compared."""

    @property
    def scaled(self) -> float:
        """The value in minutes or as a fraction where the unit is a time or a share, else as it is."""
        return self.value * SCALES.get(self.unit, 1.0)
