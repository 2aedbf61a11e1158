"""Which figures, dates and periods a line of a plan holds, spelled out or not: for comparing two wordings of it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.domain.base import Language
from coach.drafting.intake.numerals import CHINESE, DECIMAL, ENGLISH, number
from coach.drafting.model_rules import model_rules

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
"""Names of the months, lower case."""
_MONTH = "|".join(f"{month}|{month[:3]}\\.?" for month in MONTHS) + "|sept\\.?"
_DATES = (
    re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]"),
    re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH}),?\s+(?P<y>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b", re.IGNORECASE),
)
_LONE_MONTH = re.compile(rf"\b({_MONTH})(?![a-z])", re.IGNORECASE)
_DIGITS = re.compile(rf"{DECIMAL}[十百千万亿]*")
_WORD = re.compile(rf"\b(?:{ENGLISH})\b")
_MULTIPLES = {"twice": 2.0, "double": 2.0, "triple": 3.0, "half": 0.5, "halve": 0.5, "dozen": 12.0}
_MULTIPLE = re.compile(rf"\b({'|'.join(_MULTIPLES)})d?\b")
_UNITS = {
    "%": ("%", "％", "percent", "per cent"),
    "‰": ("‰",),
    "s": ("秒", "second"),
    "min": ("分钟", "minute", "min"),
    "h": ("小时", "个小时", "hour"),
    "days": ("天", "日", "个工作日", "工作日", "day", "working day"),
    "weeks": ("周", "星期", "week"),
    "months": ("个月", "month"),
    "quarters": ("季度", "个季度", "quarter"),
    "years": ("年", "year"),
}
_UNIT_WORDS = sorted(((word, unit) for unit, words in _UNITS.items() for word in words), key=lambda p: -len(p[0]))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


@dataclass(frozen=True)
class Figure:
    """A figure in running text: the same 3 is another figure with another unit."""

    value: float
    """The value; of a date its ordinal, of a month's name its number."""
    unit: str
    """`%`, a unit of time, `date`, `month`, or empty for everything else."""


def figures(text: str, language: Language) -> tuple[Figure, ...]:
    """Return all figures of a line, in their order."""
    text = text.translate(_FULL_WIDTH)
    found: list[tuple[int, Figure]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            found.append((match.start(), _date(match)))
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    found += [(m.start(), _figure(number(m[0]), text, m.end())) for m in _DIGITS.finditer(text)]
    found += _chinese(text) if language is Language.ZH else _english(text)
    return tuple(figure for _, figure in sorted(found, key=lambda pair: pair[0]))


def _date(match: re.Match[str]) -> Figure:
    month = match["m"]
    try:
        day = dt.date(int(match["y"]), int(month) if month.isdigit() else _month(month), int(match["d"]))
    except ValueError:  # 31 February: a figure of its own, found nowhere else
        return Figure(-1.0, "date")
    return Figure(float(day.toordinal()), "date")


def _month(name: str) -> int:
    return [month[:3] for month in MONTHS].index(name[:3].lower()) + 1


def _figure(value: float | None, text: str, end: int) -> Figure:
    after = text[end : end + 14].lstrip(" -").lower()
    unit = next((unit for word, unit in _UNIT_WORDS if after.startswith(word)), "")
    return Figure(value if value is not None else -1.0, unit)


def _english(text: str) -> Iterator[tuple[int, Figure]]:
    for match in _LONE_MONTH.finditer(text):
        if match[1][:1].isupper() and match[1].lower() not in ("mar", "may"):
            yield match.start(), Figure(float(_month(match[1])), "month")
    lower = text.lower()
    for match in _WORD.finditer(lower):
        figure = _figure(number(match[0]), lower, match.end())
        if match[0] != "one" or figure.unit:  # one thing is no figure, one week is
            yield match.start(), figure
    for match in _MULTIPLE.finditer(lower):
        yield match.start(), Figure(_MULTIPLES[match[1]], "")


def _chinese(text: str) -> Iterator[tuple[int, Figure]]:
    measured = re.compile(rf"(百分之)?({CHINESE})({model_rules(Language.ZH).measures})?")
    for match in measured.finditer(text):
        if match.start() and text[match.start() - 1].isdigit():
            continue  # 12万 is read with its digits
        figure = _figure(number(match[2]), text, match.end(2))
        if match[1]:
            yield match.start(), Figure(figure.value, "%")
        elif match[3] and (match[2] != "一" or figure.unit):  # 一份 is no figure, 一周 is
            yield match.start(), figure
