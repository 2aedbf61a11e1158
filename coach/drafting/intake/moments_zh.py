"""The grammar of Chinese expressions of time."""

# ruff: noqa: E501 - a rule of the grammar is one line

import datetime as dt
import re

from dateutil.relativedelta import relativedelta

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
from coach.drafting.intake.numerals import CHINESE, number

_N = rf"(?:(?<!\d)\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE}|几|数)"
_YEAR = r"(?:(?:(?P<year>20\d\d)\s?年|(?P<word>今年|明年|去年|前年|后年)的?)\s?)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月"
_PART = r"(?:份?的?(?P<part>底|末|初|上旬|中旬|下旬|中))?"
_WORDS = {"今年": 0, "本年": 0, "明年": 1, "去年": -1, "前年": -2, "后年": 2}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PARTS = {"初": 5, "上旬": 10, "中": 15, "中旬": 20}
_UNITS = {
    "天": "days",
    "日": "days",
    "周": "weeks",
    "星期": "weeks",
    "礼拜": "weeks",
    "月": "months",
    "季": "quarters",
    "年": "years",
}


def _year(match: re.Match[str], clock: Clock, month: int, day: int = 15) -> int:
    groups = match.groupdict()
    if groups.get("year"):
        return full_year(groups["year"])
    if groups.get("word"):
        return clock.as_of.year + _WORDS[groups["word"]]
    return likely_year(month, day, clock)


def _moment(match: re.Match[str], first: dt.date, last: dt.date, kind: MomentKind = MomentKind.DATE) -> Moment:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Moment(match.start(), match.end(), kind, first, last, months=months)


def _iso(match: re.Match[str], clock: Clock) -> Moment:
    day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    return _moment(match, day, day)


_DAY_BACK = 110
"""A day and month that lie longer ago than this mean next year's."""


def _slash(match: re.Match[str], clock: Clock) -> Moment:
    month, day = int(match[1]), int(match[2])
    date = dt.date(likely_year(month, day, clock, back=_DAY_BACK), month, day)
    return _moment(match, date, date)


def _day(match: re.Match[str], clock: Clock) -> Moment:
    month, day = int(number(match["month"]) or 0), int(number(match["day"]) or 0)
    named = match["year"] or match.groupdict().get("word")
    year = _year(match, clock, month, day) if named else likely_year(month, day, clock, back=_DAY_BACK)
    date = dt.date(year, month, day)
    return _moment(match, date, date)


def _month(match: re.Match[str], clock: Clock) -> Moment:
    month = int(number(match["month"]) or 0)
    year = _year(match, clock, month)
    part = match["part"]
    if part is None:
        return _moment(match, month_start(year, month), month_end(year, month), MomentKind.PERIOD)
    day = dt.date(year, month, _PARTS[part]) if part in _PARTS else month_end(year, month)
    return _moment(match, day, day)


def _span(match: re.Match[str], clock: Clock) -> Moment:
    last_month = int(number(match["to"]) or 0)
    first_month = int(number(match["month"]) or 0)
    year = _year(match, clock, first_month)
    first = month_start(year, first_month)
    last = month_end(year + (last_month < first_month), last_month)
    return _moment(match, first, last, MomentKind.PERIOD)


def _dated_span(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.PERIOD)


def _year_part(match: re.Match[str], clock: Clock) -> Moment:
    year = full_year(match["year"]) if match["year"] else clock.as_of.year + _WORDS.get(match["word"] or "今年", 0)
    month, day = {"中": (6, 30), "初": (1, 15)}.get(match["part"], (12, 31))
    return _moment(match, dt.date(year, month, day), dt.date(year, month, day))


def _month_part(match: re.Match[str], clock: Clock) -> Moment:
    ahead = {"下": 1, "上": -1}.get((match["which"] or "本")[0], 0)
    start = clock.as_of.replace(day=1) + relativedelta(months=ahead)
    day = start.replace(day=15) if match["part"] == "中" else month_end(start.year, start.month)
    return _moment(match, day, day)


def _quarter(match: re.Match[str], clock: Clock) -> Moment:
    groups = match.groupdict()
    year = full_year(groups["year"]) if groups["year"] else None
    if groups["word"]:
        year = clock.as_of.year + _WORDS[groups["word"]]
    named = bool(groups["fiscal"])
    fiscal = named or (clock.fiscal_month is not None and year is None)
    if named and groups["fiscal"][-1].isdigit():
        year = full_year(re.sub(r"\D", "", groups["fiscal"]))
    first, last = quarter_extent(_QUARTERS[groups["quarter"] or groups["q"]], year, clock, fiscal=fiscal)
    if not groups["part"]:
        return _moment(match, first, last, MomentKind.PERIOD)
    if year is None and last < clock.as_of:
        last += relativedelta(years=1)
    return _moment(match, last, last)


def _this_quarter_end(match: re.Match[str], clock: Clock) -> Moment:
    ahead = {"下": 1, "上": -1}.get((match["which"] or "本")[0], 0)
    start = month_start(clock.as_of.year, (clock.as_of.month - 1) // 3 * 3 + 1) + relativedelta(months=3 * ahead)
    last = start + relativedelta(months=3, days=-1)
    return _moment(match, last, last)


def _fiscal_end(match: re.Match[str], clock: Clock) -> Moment:
    last = fiscal_year_end(full_year(match["year"]) if match["year"] else None, clock)
    return _moment(match, last, last)


def _half_year(match: re.Match[str], clock: Clock) -> Moment:
    first_half = match["half"] == "上"
    if clock.fiscal_month and match["fiscal"]:
        start = fiscal_year_end(None, clock) + relativedelta(days=1, years=-1)
    else:
        start = month_start(clock.as_of.year + _WORDS.get(match["word"] or "今年", 0), 1)
    start += relativedelta(months=0 if first_half else 6)
    last = start + relativedelta(months=6, days=-1)
    return _moment(match, last, last) if match["part"] else _moment(match, start, last, MomentKind.PERIOD)


def _weekday(match: re.Match[str], clock: Clock) -> Moment:
    monday = clock.as_of - dt.timedelta(days=clock.as_of.weekday())
    monday += dt.timedelta(weeks={"下下": 2, "下": 1, "上": -1}.get(match["which"], 0))
    offset = "一二三四五六日".find((match["day"] or "末").replace("天", "日").replace("末", "日"))
    last = monday + dt.timedelta(days=offset)
    return _moment(match, last if match["day"] else monday, last)


def _near_day(match: re.Match[str], clock: Clock) -> Moment:
    day = clock.as_of + dt.timedelta(days={"今天": 0, "明天": 1, "后天": 2}[match[0]])
    return _moment(match, day, day)


def _holiday(match: re.Match[str], clock: Clock) -> Moment | None:
    from coach.drafting.intake.holidays import next_holiday

    day = next_holiday(match["name"], clock.as_of)
    return _moment(match, day, day) if day else None


def _length(match: re.Match[str]) -> tuple[relativedelta, float] | None:
    word = match["unit"]
    unit = _UNITS[word if word in _UNITS else word[0] if word[0] in _UNITS else word[-1]]
    half = match["half"]
    count = 0.5 if match["n"] == "半" else number(match["n"] or "一") if match["n"] not in ("几", "数") else None
    if count is None:
        return None
    count += 0.5 if half else 0
    return length_of(count, unit)


def length_of(count: float, unit: str) -> tuple[relativedelta, float]:
    """A length of `count` days, weeks, months, quarters or years, and the same in months."""
    if (count > 120 and unit != "days") or count > 1500:
        raise ValueError("not a length of time")
    if unit == "days":
        return relativedelta(days=round(count)), count / 30
    if unit == "weeks":
        return relativedelta(days=round(count * 7)), count / 4.3
    months = count * {"months": 1, "quarters": 3, "years": 12}[unit]
    return relativedelta(months=int(months), days=round(months % 1 * 30)), months


def _duration(match: re.Match[str], clock: Clock) -> Moment | None:
    length = _length(match)
    kind = MomentKind.DURATION
    return Moment(match.start(), match.end(), kind, length=length[0], months=length[1]) if length else None


def _window(match: re.Match[str], clock: Clock) -> Moment:
    length = _length(match)
    months = length[1] if length else None
    return Moment(match.start(), match.end(), MomentKind.WINDOW, months=months)


def _named_window(match: re.Match[str], clock: Clock) -> Moment:
    months = next((m for word, m in (("季", 3.0), ("月", 1.0), ("周", 0.25), ("年", 12.0)) if word in match[0]), None)
    return Moment(match.start(), match.end(), MomentKind.WINDOW, months=months)


def _bare_window(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.WINDOW)


def _rhythm(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(match.start(), match.end(), MomentKind.RHYTHM)


_LENGTH = rf"(?<!最后)(?P<n>{_N}|半)(?:个|整)?(?P<half>半)?(?P<unit>工作日|自然日|天|日|周|星期|礼拜|月|季度|季|年)(?!度|报|内生|纪|龄|级|轻|终|会)"
_FISCAL = r"(?P<fiscal>fy\s*'?(?:20)?\d\d|本?财年|财政年度)?"
RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)日?"), _iso),
    (re.compile(r"(?<![\d/.])(1[0-2]|0?[1-9])/(3[01]|[12]\d|0[1-9])(?![\d/%])"), _slash),
    (re.compile(rf"{_YEAR}{_MONTH}\s?(?P<day>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号]"), _day),
    (re.compile(rf"{_YEAR}{_MONTH}(?:份)?\s*(?:到|至|-|–|—|~|、|和|与)\s*(?:(?:20\d\d|今|明|本)年?)?(?P<to>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"), _span),
    (re.compile(rf"{_YEAR}(?P<month>1[0-2]|[1-9])\s*(?:到|至|-|–|~|、)\s*(?P<to>1[0-2]|[1-9])月份?"), _span),
    (re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]?\s*(?:算|算起|起算|起|开始)?\s*(?:到|至|-|–|—|~)\s*(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}[日号]"), _dated_span),
    (re.compile(rf"{_YEAR}{_MONTH}份?的?(?P<part>最后)一?个?(?:天|日|工作日)"), _month),
    (re.compile(rf"{_YEAR}{_MONTH}{_PART}份?(?![内之]|度)"), _month),
    (re.compile(r"(?:(?P<year>20\d\d)年|(?P<word>今年|明年|本年|后年)|年)(?P<part>底|末|中)(?!奖|考核|评|总结)"), _year_part),
    (re.compile(r"(?:(?P<year>20\d\d)年|(?P<word>今年|明年|本年)|年)(?:度)?的?(?P<part>最后)一天"), _year_part),
    (re.compile(r"(?P<which>下个?|本|这个?)月的?(?P<part>最后)一天"), _month_part),
    (re.compile(r"(?P<which>下个?|本|这个?)季度?的?(?P<part>最后)一天"), _this_quarter_end),
    (re.compile(r"(?<![腊正冬])(?P<which>下个?|本|这个?|上个?)?月(?P<part>底|末|中)(?!薪)"), _month_part),
    (re.compile(rf"{_YEAR}{_FISCAL}的?\s*(?:第?(?P<quarter>[一二三四1-4])季度|(?<![a-z])q(?P<q>[1-4])(?!\d))(?:\s?(?P<part>末|底|结束))?"), _quarter),
    (re.compile(r"(?P<which>下个?|本|这个?|上个?)?季度?(?P<part>末|底|结束)"), _this_quarter_end),
    (re.compile(r"(?:fy\s*'?(?P<year>(?:20)?\d\d)|本?财年|本?财政年度)(?:结束|年?末|年?底)"), _fiscal_end),
    (re.compile(r"(?P<word>今年|明年|去年)?(?P<fiscal>本?财年)?(?P<half>上|下)半年(?P<part>末|底|结束)?"), _half_year),
    (re.compile(r"(?P<which>下下|下|本|这|上)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?(?!期)"), _weekday),
    (re.compile(r"今天|明天|后天"), _near_day),
    (re.compile(r"(?P<name>元旦|除夕|年三十|腊月底|春节|过年|清明|五一|端午|中秋|国庆)"), _holiday),
    (re.compile(rf"(?:最近|过去|连续|近|前|上|这)(?:的|这)?{_LENGTH}"), _window),
    (re.compile(r"上个?月|上个?季度|上一季度|上一?周|上星期|本季度|这个?季度|当季|本季|这个月|本月|去年|今年(?:以来)?|近期|最近(?:一段时间)?|同期|全年|本学期|上学期|年初以来|(?<![半\d一二两三四五])年内"), _named_window),
    (re.compile(rf"(?:最近|过去|近|前|上|这)(?:的|这)?{_N}个?(?:迭代|冲刺|学期|批次|轮|版本|赛季)"), _bare_window),
    (re.compile(rf"第{_N}\s*(?:周|星期)?\s*(?:到|至|-|–|~|、|—)\s*第?{_N}\s*(?:周|个?星期|期|批|班次?)"), _bare_window),
    (re.compile(rf"(?:{_N}\s*(?:-|–|~|至|到))\s*{_LENGTH}"), _duration),
    (re.compile(_LENGTH), _duration),
    (re.compile(rf"每(?:隔)?(?:{_N}|半)?(?:个)?(?:天|日|周|星期|礼拜|月|季度|年|班)(?:[一二三四五六日末])?"), _rhythm),
)  # fmt: skip
