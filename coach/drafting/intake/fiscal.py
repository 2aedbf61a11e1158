"""Finds where a text defines its fiscal year, so that its quarters get calendar dates."""

import datetime as dt
import re

from coach.drafting.intake.moments import Clock, full_year
from coach.drafting.intake.numerals import number

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EN_MONTH = rf"(?P<month>{'|'.join(_NAMES)})[a-z]*"
_ZH_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
_FY = r"(?:fy\s*'?(?P<fy>(?:20)?\d\d)?|fiscal(?:\s+year)?(?:\s+(?P<fy2>20\d\d))?|financial\s+year|财年|财政年度)"
_BETWEEN = r"[^。.!?\n%\d]{0,24}?"
_STARTS = re.compile(
    rf"{_FY}(?:{_BETWEEN}(?:(?P<year>20\d\d)\s*年\s*)?{_ZH_MONTH}(?:\d{{1,2}}[日号])?(?P<verb>[^。\n]{{0,4}}?(?:到|至|-|–|—|~|起|开始|(?:算)))"
    rf"|{_BETWEEN}(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<em>{'|'.join(_NAMES)})[a-z]*(?:\s+\d{{1,2}})?(?:,?\s+(?P<ey>20\d\d))?\s*(?P<to>to|-|–|—|through|until)\s)"
)
_BEGINS = re.compile(
    rf"{_FY}[^。.!?\n]{{0,20}}?(?:starts?|begins?|began|started|runs?\s+from|opens?)\s+(?:on\s+|in\s+|from\s+)?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<em>{'|'.join(_NAMES)})[a-z]*(?:\s+\d{{1,2}})?(?:,?\s+(?P<ey>20\d\d))?"
)
_ENDS = re.compile(
    rf"{_FY}[^。.!?\n]{{0,20}}?(?:ends?|closes?|ending|ended)\s+(?:on\s+|in\s+)?(?:the\s+)?(?:end\s+of\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<em>{'|'.join(_NAMES)})[a-z]*(?:\s+\d{{1,2}})?(?:,?\s+(?P<ey>20\d\d))?"
)


def clock_of(plain: str, as_of: dt.date) -> Clock:
    """The clock of a text: today, and the fiscal year where the text defines one."""
    if not re.search(r"fy|fiscal|financial year|财年|财政年度", plain):
        return Clock(as_of)
    for found in _STARTS.finditer(plain):
        return _from_start(found, as_of)
    for found in _BEGINS.finditer(plain):
        return _from_start(found, as_of)
    for found in _ENDS.finditer(plain):
        month = _NAMES.index(found["em"]) % 12 + 2
        return Clock(as_of, month if month <= 12 else 1, True)
    return Clock(as_of)


def _from_start(found: re.Match[str], as_of: dt.date) -> Clock:
    groups = found.groupdict()
    month = _NAMES.index(groups["em"]) + 1 if groups.get("em") else int(number(groups["month"]) or 0)
    if not 1 <= month <= 12:
        return Clock(as_of)
    year = groups.get("year") or groups.get("ey")
    label = groups.get("fy") or groups.get("fy2")
    # Where the text says both "FY2026" and the year it starts in, that settles the naming. Otherwise the English habit
    # is to name a fiscal year after the year it ends in, the Chinese one after the year it starts in.
    if year and label:
        return Clock(as_of, month, full_year(label) != int(year))
    return Clock(as_of, month, bool(groups.get("em")))
