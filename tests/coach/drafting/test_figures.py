"""Figures and dates as people write them."""

import datetime as dt

import pytest

from coach.domain.base import Language
from coach.drafting.figures import day, figure, plain


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (5, "%", "5%", "5%"),
        (1.5, "‰", "1.5‰", "1.5‰"),
        (30, "min", "30分钟", "30 minutes"),
        (1, "h", "1小时", "1 hour"),
        (150_000, "CNY/month", "每月15万元", "CNY 150,000 a month"),
        (52_500, "USD", "5.25万美元", "$52,500"),
        (8, "count/month", "每月8次", "8 a month"),
        (4.2, "score", "4.2分", "4.2"),
        (3, "per_10000", "万分之3", "3 per 10,000"),
        (7, "none", "7", "7"),
        (9, "count/truck", "每truck9次", "9 per truck"),
    ],
)
def test_value_and_unit(value: float, unit: str, zh: str, en: str) -> None:
    assert figure(value, unit, Language.ZH) == zh
    assert figure(value, unit, Language.EN) == en


def test_the_managers_counting_word_is_kept() -> None:
    assert figure(8, "count/month", Language.ZH, word="票") == "每月8票"
    assert figure(2, "days", Language.EN, word="working days") == "2 working days"
    assert figure(2, "min", Language.ZH, word="票") == "2分钟"
    assert figure(1, "days", Language.EN, word="working days") == "1 working day"


def test_numbers_have_no_needless_fraction() -> None:
    assert [plain(v) for v in (3.0, 3.5, 1234.0, 12_345.0, 0.1 + 0.2)] == ["3", "3.5", "1234", "12,345", "0.3"]


def test_dates() -> None:
    assert day(dt.date(2026, 3, 9), Language.ZH) == "2026年3月9日"
    assert day(dt.date(2026, 3, 9), Language.EN) == "9 March 2026"
