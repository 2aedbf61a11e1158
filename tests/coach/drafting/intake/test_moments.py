import datetime as dt

import pytest

from coach.drafting.intake import moments_en, moments_zh
from coach.drafting.intake.fiscal import clock_of
from coach.drafting.intake.moments import Moment, MomentKind, find_moments
from coach.drafting.intake.source import fold

AS_OF = dt.date(2026, 11, 22)


def moments(text: str) -> tuple[Moment, ...]:
    plain = fold(text)
    return find_moments(plain, clock_of(plain, AS_OF), (*moments_zh.RULES, *moments_en.RULES))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2027-01-31", "2027-01-31"), ("2027年3月5日", "2027-03-05"),
        ("1月底", "2027-01-31"), ("明年2月底", "2027-02-28"),
        ("年底", "2026-12-31"), ("本月底", "2026-11-30"),
        ("下个月底", "2026-12-31"), ("春节", "2027-02-06"), ("元旦", "2027-01-01"),
        ("明年一季度末", "2027-03-31"),
        ("5 March 2027", "2027-03-05"), ("March 5, 2027", "2027-03-05"),
        ("end of January 2027", "2027-01-31"),
        ("the end of Q1 2027", "2027-03-31"), ("end of the year", "2026-12-31"),
        ("mid-February", "2027-02-15"), ("tomorrow", "2026-11-23"),
        ("28 Feb", "2027-02-28"), ("下周五", "2026-11-27"),
        ("Christmas", "2026-12-25"), ("十二月十五日", "2026-12-15"),
    ],
)  # fmt: skip
def test_dates(text: str, last: str) -> None:
    if text == "下周五":  # 22 November 2026 is a Sunday: next week starts the day after
        last = "2026-11-27"
    (moment,) = moments(text)
    assert moment.kind is MomentKind.DATE
    assert moment.last == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("FY2026（2026年4月1日至2027年3月31日）第四季度末", "2027-03-31"),
        ("our fiscal year starts on 1 July 2026; the end of FY27 Q3", "2027-03-31"),
        ("fiscal year 2027 began on 1 October 2026, end of Q1 FY2027", "2026-12-31"),
        ("财年从4月开始，本财年Q4末", "2027-03-31"),
        ("the financial year ends 30 June, by the end of FY27", "2027-06-30"),
    ],
)
def test_fiscal_dates_need_the_definition_in_the_text(text: str, last: str) -> None:
    assert dt.date.fromisoformat(last) in {m.last for m in moments(text) if m.kind is MomentKind.DATE}


def test_an_undefined_fiscal_quarter_is_no_date() -> None:
    assert not [m for m in moments("by the end of FY27 Q3") if m.kind is MomentKind.DATE]


@pytest.mark.parametrize(
    "text", ["近三个月", "最近两个半月", "上个季度", "the last two quarters", "last month", "Q3", "8月到10月"]
)
def test_windows(text: str) -> None:
    assert moments(text)[0].kind in (MomentKind.WINDOW, MomentKind.PERIOD)


@pytest.mark.parametrize(
    ("text", "days"),
    [("八周", 56), ("45天", 45), ("ten weeks", 70), ("six to eight weeks", 56), ("60 days", 60), ("半个月", 15)],
)
def test_durations(text: str, days: int) -> None:
    (moment,) = moments(text)
    assert moment.length is not None
    assert ((AS_OF + moment.length) - AS_OF).days == days


@pytest.mark.parametrize("text", ["2027-02-31", "99999年", "13月45日"])
def test_impossible_dates_are_left_alone(text: str) -> None:
    assert not [m for m in moments(text) if m.kind is MomentKind.DATE]
