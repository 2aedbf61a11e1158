"""The grammar of English expressions of time (the text is folded: lower case, plain quotes)."""

# ruff: noqa: E501 - a rule of the grammar is one line

import datetime as dt
import re

from dateutil.relativedelta import relativedelta

from coach.drafting.intake.holidays import next_holiday
from coach.drafting.intake.moments import (
    Clock,
    Moment,
    MomentKind,
    Rule,
    fiscal_year_end,
    full_year,
    likely_year,
    month_end,
    month_start,
    quarter_extent,
)
from coach.drafting.intake.moments_zh import length_of
from coach.drafting.intake.numerals import ENGLISH, number

_MONTHS = {
    name: i + 1
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_M = rf"(?<![a-z0-9])(?P<month>{_MONTH_WORD})(?![a-z0-9])"
_Y = r"(?:,?\s+(?:of\s+)?(?P<year>20\d\d))?"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_UNIT = r"(?:calendar\s+|full\s+|working\s+|business\s+)?(?P<unit>days?|weeks?|wks?|fortnights?|months?|quarters?|years?|yrs?)(?![a-z])"
_N = rf"(?:(?<!\d)\d{{1,4}}(?:\.\d{{1,2}})?|{ENGLISH}|half\s+an?|a\s+couple\s+of|an?|a\s+few|several)"


def _month_of(word: str) -> int:
    return _MONTHS[word[:3]]


def _year_of(match: re.Match[str], clock: Clock, month: int, day: int = 15) -> int:
    year = match.groupdict().get("year")
    return int(year) if year else likely_year(month, day, clock)


def _on(match: re.Match[str], day: dt.date) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.DATE, day, day)


def _period(match: re.Match[str], first: dt.date, last: dt.date) -> Moment:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Moment(match.start(), match.end(), MomentKind.PERIOD, first, last, months=months)


def _day(match: re.Match[str], clock: Clock) -> Moment:
    month, day = _month_of(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"] else likely_year(month, day, clock, back=_DAY_BACK)
    return _on(match, dt.date(year, month, day))


def _written_in_figures(match: re.Match[str], clock: Clock) -> Moment:
    """31/01/2027, 1/31/2027; where both orders make a date (03/04/2027) none is taken, and the deadline is asked."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if one <= 12 and two <= 12 and one != two:
        return Moment(match.start(), match.end(), MomentKind.PERIOD)
    month, day = (two, one) if one > 12 else (one, two)
    return _on(match, dt.date(year, month, day))


def _month(match: re.Match[str], clock: Clock) -> Moment | None:
    if match["month"] in ("may", "mar", "march") and not match["year"] and not match["lead"]:
        return None  # the verb and the modal
    month = _month_of(match["month"])
    year = _year_of(match, clock, month)
    return _period(match, month_start(year, month), month_end(year, month))


def _month_end(match: re.Match[str], clock: Clock) -> Moment:
    month = _month_of(match["month"])
    year = _year_of(match, clock, month)
    part = match["part"]
    if part.startswith("mid"):
        return _on(match, dt.date(year, month, 15))
    return _on(match, month_end(year, month) if part[0] in "elc" else month_start(year, month))


def _last_day(match: re.Match[str], clock: Clock) -> Moment:
    month = _month_of(match["month"])
    day = month_end(_year_of(match, clock, month), month)
    if match["last"] != "day":
        day -= dt.timedelta(days=(day.weekday() - _WEEKDAYS.index(match["last"])) % 7)
    return _on(match, day)


def _span(match: re.Match[str], clock: Clock) -> Moment:
    last_month = _month_of(match["to"])
    first_month = _month_of(match["month"])
    year = _year_of(match, clock, first_month)
    return _period(match, month_start(year, first_month), month_end(year + (last_month < first_month), last_month))


def _bare_span(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.PERIOD)


def _quarter(match: re.Match[str], clock: Clock) -> Moment:
    groups = match.groupdict()
    number_text = groups.get("q") or groups["word"]
    quarter = int(number_text) if number_text.isdigit() else _ORDINALS[number_text]
    year_text = groups.get("fy") or groups.get("year") or groups.get("year2")
    fiscal = bool(groups.get("fiscal") or groups.get("year2")) or (clock.fiscal_month is not None and not year_text)
    first, last = quarter_extent(quarter, full_year(year_text) if year_text else None, clock, fiscal=fiscal)
    if not groups.get("part"):
        return _period(match, first, last)
    return _on(match, last if year_text or last >= clock.as_of else last + relativedelta(years=1))


def _relative_end(match: re.Match[str], clock: Clock) -> Moment:
    ahead = 1 if (match["which"] or "").startswith("next") else 0
    unit = match["unit"]
    if unit in ("week",):
        day = clock.as_of + dt.timedelta(days=(4 - clock.as_of.weekday()) % 7 + 7 * ahead)
    elif unit == "month":
        start = clock.as_of.replace(day=1) + relativedelta(months=ahead)
        day = month_end(start.year, start.month)
    elif unit == "quarter":
        start = month_start(clock.as_of.year, (clock.as_of.month - 1) // 3 * 3 + 1)
        day = start + relativedelta(months=3 + 3 * ahead, days=-1)
    elif match["fiscal"]:
        day = fiscal_year_end(None, clock) + relativedelta(years=ahead)
    else:
        day = dt.date(clock.as_of.year + ahead, 12, 31)
    return _on(match, day)


def _fiscal_end(match: re.Match[str], clock: Clock) -> Moment:
    return _on(match, fiscal_year_end(full_year(match["fy"]), clock))


def _weekday(match: re.Match[str], clock: Clock) -> Moment:
    offset = (_WEEKDAYS.index(match["day"]) - clock.as_of.weekday()) % 7 or 7
    day = clock.as_of + dt.timedelta(days=offset)
    if (match["which"] or "").startswith("last"):
        day -= dt.timedelta(days=7)
    return _on(match, day)


def _near(match: re.Match[str], clock: Clock) -> Moment:
    if match[0] in ("today", "tomorrow"):
        return _on(match, clock.as_of + dt.timedelta(days=int(match[0] == "tomorrow")))
    monday = clock.as_of + dt.timedelta(days=7 - clock.as_of.weekday())
    return Moment(match.start(), match.end(), MomentKind.DATE, monday, monday + dt.timedelta(days=4))


def _holiday(match: re.Match[str], clock: Clock) -> Moment | None:
    day = next_holiday(match[0], clock.as_of)
    return _on(match, day) if day else None


def _count(text: str) -> float | None:
    if text.startswith("half"):
        return 0.5
    if "couple" in text:
        return 2
    return None if text in ("a few", "several") else number(text)


def _length(match: re.Match[str]) -> tuple[relativedelta, float] | None:
    count = _count(match["n"]) if match["n"] else 1.0
    if count is None:
        return None
    unit = {"d": "days", "w": "weeks", "m": "months", "q": "quarters", "y": "years", "f": "weeks"}[match["unit"][0]]
    return length_of(count * (2 if match["unit"].startswith("f") else 1), unit)


def _duration(match: re.Match[str], clock: Clock) -> Moment | None:
    length = _length(match)
    if length is None:
        return None
    return Moment(match.start(), match.end(), MomentKind.DURATION, length=length[0], months=length[1])


def _window(match: re.Match[str], clock: Clock) -> Moment | None:
    if match["unit"] == "day" and not match["n"]:
        return None  # "the last day of term"
    length = _length(match)
    return Moment(match.start(), match.end(), MomentKind.WINDOW, months=length[1] if length else None)


def _named_window(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.WINDOW)


def _rhythm(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.RHYTHM)


_DAY_BACK = 110
"""A day and month that lie longer ago than this mean next year's: "until 30 June", said in November."""
_PART = r"(?:the\s+)?(?P<part>end|close|late|mid(?:dle)?|beginning|start|early)(?:[\s-]+of)?(?:[\s-]+the)?[\s-]+"
_PER = "|".join(
    f"(?<={noun} )" for noun in ("hour", "hours", "minutes", "once", "twice", "times", "session", "sessions")
)
_TO = r"\s*(?:to|-|–|—|until|through|thru|and|&|/)\s*"
_DAYED = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH_WORD}(?:\s+\d{{1,2}}(?!\d)(?:st|nd|rd|th)?)?(?:,?\s+20\d\d)?"
_FISCAL = r"(?P<fiscal>(?:fy|fiscal(?:\s+year)?|financial\s+year)\s*'?)"
RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<![\d/.])(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})(?P=sep)(?P<year>20\d\d)(?!\d)"), _written_in_figures),
    (re.compile(rf"(?<![\d.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH_WORD})(?![a-z0-9]){_Y}"), _day),
    (re.compile(rf"{_M}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|\.\d|,\d|\s*%){_Y}"), _day),
    (re.compile(rf"{_PART}{_M}{_Y}"), _month_end),
    (re.compile(rf"(?:the\s+)?last\s+(?:(?:calendar|working|business)\s+)?(?P<last>day|{'|'.join(_WEEKDAYS)})\s+(?:of|in)\s+{_M}{_Y}"), _last_day),
    (re.compile(rf"(?<![a-z])(?:(?:from|between)\s+)?{_M}{_Y}{_TO}(?:(?:the\s+end\s+of|late|mid|early)[\s-]+)?(?P<to>{_MONTH_WORD})(?![a-z0-9])(?:\s+20\d\d)?(?:\s+(?:combined|average))?"), _span),
    (re.compile(rf"(?<![a-z0-9])(?:(?:from|between)\s+)?{_DAYED}{_TO}(?:(?:late|mid|early)[\s-]+)?\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH_WORD}(?![a-z0-9])(?:,?\s+20\d\d)?"), _bare_span),
    (re.compile(rf"(?<![a-z0-9])(?:(?:from|between)\s+){_DAYED}{_TO}{_DAYED}(?![a-z0-9])"), _bare_span),
    (re.compile(rf"(?P<lead>(?:in|for|of|during|since|until|till|by|to|before|from|last|next|all)\s+)?{_M}{_Y}"), _month),
    (re.compile(rf"(?:{_PART})?(?:{_FISCAL}(?P<fy>(?:20)?\d\d)?[\s,]*)?(?<![a-z])q(?P<q>[1-4])(?![a-z0-9])(?:\s+(?:of\s+)?(?:(?:fy|fiscal(?:\s+year)?)\s*'?(?P<year2>(?:20)?\d\d)|(?P<year>20\d\d)))?"), _quarter),
    (re.compile(rf"(?:{_PART})?(?:the\s+)?(?P<word>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter(?:\s+of\s+{_FISCAL}?(?P<year>20\d\d))?"), _quarter),
    (re.compile(r"(?:the\s+)?end\s+of\s+(?P<which>(?:this|the|our|next|the\s+current|the\s+next)\s+)?(?P<fiscal>fiscal\s+|financial\s+)?(?P<unit>week|month|quarter|year)(?![a-z])"), _relative_end),
    (re.compile(r"(?P<which>next\s+)?(?P<fiscal>fiscal\s+|financial\s+)?(?P<unit>year|month|quarter)[\s-]end(?![a-z])"), _relative_end),
    (re.compile(r"(?:the\s+)?end\s+of\s+(?:fy|fiscal(?:\s+year)?|financial\s+year)\s*'?(?P<fy>(?:20)?\d\d)(?!\d)"), _fiscal_end),
    (re.compile(rf"(?P<which>(?:next|this|last)\s+)?(?P<day>{'|'.join(_WEEKDAYS)})(?![a-z])"), _weekday),
    (re.compile(r"(?<![a-z])(?:today|tomorrow|next\s+week)(?![a-z])"), _near),
    (re.compile(r"(?<![a-z])(?:christmas|xmas|easter|chinese new year|spring festival|new year(?:'s day)?)(?![a-z])"), _holiday),
    (re.compile(rf"(?<![a-z])(?:(?:last|past|previous|preceding|prior|trailing|recent)\s+)(?:(?P<n>{_N})\s+)?{_UNIT}"), _window),
    (re.compile(r"(?<![a-z])(?:(?:this|the\s+current)\s+(?:month|quarter|year|term|semester|week)|the\s+same\s+(?:window|period|months?|dates|quarter)|same\s+(?:window|period|months?|dates|quarter)|year\s+to\s+date|ytd|last\s+(?:term|semester|sprint|season|half)|recently|lately|h[12](?![a-z0-9]))"), _named_window),
    (re.compile(rf"(?:{_PER})(?:a|per)\s+(?:day|week|fortnight|month|quarter)(?![a-z])"), _rhythm),
    (re.compile(rf"(?<![a-z0-9.,])(?:{_N}\s*(?:to|-|–|or)\s*)(?P<n>{_N})[\s-]*{_UNIT}"), _duration),
    (re.compile(rf"(?<![a-z0-9.,])(?P<n>{_N})[\s-]*{_UNIT}"), _duration),
    (re.compile(rf"(?<![a-z])(?:every|each|once\s+an?)\s+(?:(?:other|second|third|{_N})\s+)?(?:day|week|fortnight|month|quarter|year|shift|{'|'.join(_WEEKDAYS)})s?(?![a-z])|(?<![a-z])(?:fortnightly|bi-?weekly)(?![a-z])"), _rhythm),
)  # fmt: skip
