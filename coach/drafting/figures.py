"""Figures as people write them: value and unit, in zh and en."""

import datetime as dt

from coach.domain.base import Language

_RATES = {
    "h": ("每小时", "an hour"),
    "shift": ("每班", "a shift"),
    "day": ("日均", "a day"),
    "week": ("每周", "a week"),
    "month": ("每月", "a month"),
    "quarter": ("每季度", "a quarter"),
    "year": ("每年", "a year"),
}
_UNITS = {
    "s": ("{}秒", "{} seconds"),
    "min": ("{}分钟", "{} minutes"),
    "h": ("{}小时", "{} hours"),
    "days": ("{}天", "{} days"),
    "%": ("{}%", "{}%"),
    "‰": ("{}‰", "{}‰"),
    "per_10000": ("万分之{}", "{} per 10,000"),
    "CNY": ("{}元", "CNY {}"),
    "USD": ("{}美元", "${}"),
    "score": ("{}分", "{}"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def plain(value: float) -> str:
    """Return the number without a needless fraction, thousands separated: 12,000 or 3.5."""
    rounded = round(value, 6)
    if float(rounded).is_integer():
        return f"{int(rounded):,}" if abs(rounded) >= 10_000 else str(int(rounded))
    return f"{rounded:,.6f}".rstrip("0").rstrip(".")


def figure(value: float, unit: str, language: Language, *, word: str = "") -> str:
    """Return value and unit as people write them: 5%, 每月12万元, 14 a month, 3.5 working days.

    Args:
        value: in `unit`.
        unit: a unit of CONTRACTS, with a rate after a slash or without.
        language: zh or en.
        word: the counting word the manager used (票, working days); replaces the plain one of counts and days.
    """
    base, _, rate = unit.partition("/")
    zh = language is Language.ZH
    number = _zh_number(value) if zh else plain(value)
    if word and base in ("count", "days"):
        said = f"{number}{word}" if zh else _singular(f"{number} {word}", value)
    else:
        pattern = _UNITS.get(base, ("{}", "{}"))[0 if zh else 1]
        said = pattern.format(number) if zh else _singular(pattern.format(number), value)
    if zh and rate and base == "count" and not word:
        said += "次"
    if not rate:
        return said
    before, after = _RATES.get(rate, (f"每{rate}", f"per {rate}"))
    return f"{before}{said}" if zh else f"{said} {after}"


def _singular(said: str, value: float) -> str:
    return said.removesuffix("s") if value == 1 and said[-2:-1].isalpha() else said


def _zh_number(value: float) -> str:
    """12万 for 120,000: ten thousands where that takes at most two decimals."""
    if abs(value) >= 10_000 and round(value / 100) * 100 == value:
        return f"{plain(value / 10_000)}万"
    return plain(value)


def day(value: dt.date, language: Language) -> str:
    """Return the date as written in running text: 2026年12月31日 or 31 December 2026."""
    if language is Language.ZH:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
