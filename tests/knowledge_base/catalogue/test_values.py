import datetime as dt
from typing import Any

import pytest

from knowledge_base.catalogue.dates import day_order
from knowledge_base.catalogue.fields import Field
from knowledge_base.catalogue.values import ColumnHints, read_cell

NONE = ColumnHints()


def read(field: Field, cell: Any, hints: ColumnHints = NONE) -> tuple[Any, str]:
    found = read_cell(field, cell, hints)
    return found.value, found.trouble


@pytest.mark.parametrize(
    ("cell", "hours", "trouble"),
    [
        ("3", 3, ""), (3, 3, ""), (1.5, 1.5, ""), ("1.5小时", 1.5, ""), ("90分钟", 1.5, ""),
        ("1h30", None, "no_duration"),
        ("1h 30min", 1.5, ""), ("2天", 16, "days_as_hours"), ("两天半", 20, "days_as_hours"),
        ("半天", 4, "days_as_hours"),
        ("2 x 3h", 6, ""), ("1:30", 1.5, ""), ("half a day", 4, "days_as_hours"), ("3个半小时", 3.5, ""),
        ("一会儿", None, "no_duration"), ("3 to 5 h", None, "no_duration"), ("99999", None, "no_duration"),
        ("-", None, ""), ("待定", None, ""), ("1 week", 40, "days_as_hours"),
    ],
)  # fmt: skip
def test_lengths(cell: Any, hours: float | None, trouble: str) -> None:
    assert read(Field.HOURS, cell) == (hours, trouble)


def test_a_number_counts_in_the_unit_of_the_heading() -> None:
    assert read(Field.HOURS, "90", ColumnHints(unit="分钟")) == (1.5, "")
    assert read(Field.HOURS, 2, ColumnHints(unit="days")) == (16, "days_as_hours")


@pytest.mark.parametrize(
    ("cell", "amount", "trouble"),
    [
        ("免费", {"cost": 0}, ""), ("Free of charge", {"cost": 0}, ""), (0, {"cost": 0}, ""),
        ("¥1,200/人", {"cost": 1200, "currency": "CNY"}, ""), ("￥3,000.00/人", {"cost": 3000, "currency": "CNY"}, ""),
        ("1.2万元", {"cost": 12000, "currency": "CNY"}, ""), ("USD 99.50", {"cost": 99.5, "currency": "USD"}, ""),
        ("$1,000", {"cost": 1000, "currency": "USD"}, ""), ("€ 450", {"cost": 450, "currency": "EUR"}, ""),
        ("800", {"cost": 800}, ""), ("面议", None, "on_request"), ("800-1200", None, "no_amount"),
        ("-50", None, "no_amount"), ("看情况", None, "no_amount"), ("=B2*2", None, "formula"),
    ],
)  # fmt: skip
def test_prices(cell: Any, amount: dict[str, Any] | None, trouble: str) -> None:
    assert read(Field.COST, cell) == (amount, trouble)


@pytest.mark.parametrize(
    ("cell", "day", "trouble"),
    [
        ("2026-12-08", "2026-12-08", ""), ("2026年12月8日", "2026-12-08", ""), ("2026/3/1 09:00", "2026-03-01", ""),
        ("2026-12-08T00:00:00", "2026-12-08", ""), ("20261208", "2026-12-08", ""), (46364, "2026-12-08", ""),
        ("8 December 2026", "2026-12-08", ""), ("Dec 8, 2026", "2026-12-08", ""), ("31/12/2026", "2026-12-31", ""),
        ("12/31/2026", "2026-12-31", ""), ("03/04/2026", None, "ambiguous_date"), ("下周", None, "relative_date"),
        ("next month", None, "relative_date"), ("2026-02-30", None, "no_date"), ("soon", None, "relative_date"),
        ("2027年3月", "2027-03-31", "month_only"), ("March 2027", "2027-03-31", "month_only"),
        ("abc", None, "no_date"), ("8 December", None, "no_date"),
        ("2026-03-01 至 2026-05-01", "2026-05-01", ""),
    ],
)  # fmt: skip
def test_dates(cell: Any, day: str | None, trouble: str) -> None:
    assert read(Field.VALID_UNTIL, cell) == (day, trouble)


def test_of_a_span_a_session_is_its_first_day() -> None:
    assert read(Field.NEXT_SESSION, "2026-03-01 至 2026-05-01") == ("2026-03-01", "")


def test_no_end_and_any_time_are_no_dates_and_no_trouble() -> None:
    assert read(Field.VALID_UNTIL, "长期有效") == (None, "")
    assert read(Field.NEXT_SESSION, "on demand") == (None, "")


def test_other_cells_of_the_column_tell_day_from_month() -> None:
    assert day_order(["03/04/2026", "31/12/2026"]) == "day"
    assert day_order(["03/04/2026", "12/31/2026"]) == "month"
    assert day_order(["31/12/2026", "12/31/2026"]) is None
    assert read(Field.VALID_UNTIL, "03/04/2026", ColumnHints(order="day")) == (str(dt.date(2026, 4, 3)), "")


@pytest.mark.parametrize(
    ("field", "cell", "value", "trouble"),
    [
        (Field.SKILLS, "沟通、表达；倾听", ["沟通", "表达", "倾听"], ""), (Field.SKILLS, "a/b", ["a", "b"], ""),
        (Field.SKILLS, ["#x", "x", "y"], ["x", "y"], ""), (Field.PREREQUISITES, "无", [], ""),
        (Field.PREREQUISITES, "会用Excel，懂函数；有权限", ["会用Excel，懂函数", "有权限"], ""),
        (Field.LEVEL, "初级", "basic", ""), (Field.LEVEL, "★★★", "advanced", ""),
        (Field.LEVEL, "L9", "L9", "unknown_level"),
        (Field.LANGUAGE, "英文", "en", ""), (Field.LANGUAGE, "zh-CN", "zh", ""),
        (Field.LANGUAGE, "Klingon", None, "no_language"),
        (Field.MANDATORY, "是", True, ""), (Field.MANDATORY, "选修", False, ""),
        (Field.MANDATORY, "?", None, "no_yes_no"),
        (Field.URL, "www.firm.example/a", "https://www.firm.example/a", ""),
        (Field.URL, "see intranet", None, "bad_link"),
        (Field.STATUS, "已下架", True, ""), (Field.STATUS, "上架", None, ""), (Field.ID, 1001.0, "1001", ""),
        (Field.TEXT, "x" * 100_001, None, "cell_too_long"), (Field.CURRENCY, "人民币", "CNY", ""),
    ],
)  # fmt: skip
def test_other_cells(field: Field, cell: Any, value: Any, trouble: str) -> None:
    assert read(field, cell) == (value, trouble)


def test_what_is_read_is_what_drafting_reads_again() -> None:
    """One reading: the typed facts of a resource come back from what an import stores."""
    from knowledge_base.resources import ResourceFacts

    stored = {
        f.value: read(f, c)[0]
        for f, c in ((Field.LEVEL, "中级"), (Field.HOURS, "2天"), (Field.VALID_UNTIL, "2027年3月"))
    }
    facts = ResourceFacts.of(stored)
    assert (facts.level, facts.hours, facts.valid_until) == ("intermediate", 16, dt.date(2027, 3, 31))
