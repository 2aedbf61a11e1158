import pytest

from coach.drafting.intake.quantities import Quantity, find_quantities
from coach.drafting.intake.roles import Role, assign_roles
from coach.drafting.intake.source import open_source


def only(text: str) -> Quantity:
    (quantity,) = [q for q in find_quantities(open_source(text), ()) if q.unit != "scope"]
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5%", 5, "%"), ("百分之五", 5, "%"), ("九成五", 95, "%"),
        ("3‰", 3, "‰"), ("千分之三", 3, "‰"), ("万分之四", 4, "per_10000"),
        ("2 per 1,000", 2, "‰"), ("4 in every 1,000", 4, "‰"),
        ("每百台5台", 5, "%"), ("3 in 20", 15, "%"), ("13 of 20", 65, "%"),
        ("抽查50份有9份", 18, "%"), ("九小时", 9, "h"), ("半天", 0.5, "days"),
        ("4h", 4, "h"), ("72h", 72, "h"), ("两个半小时", 2.5, "h"),
        ("3天半", 3.5, "days"), ("1小时20分", 80, "min"),
        ("6分30秒", 390, "s"), ("5分半", 5.5, "min"), ("3 working days", 3, "days"),
        ("¥12万", 120_000, "CNY"), ("$450k", 450_000, "USD"),
        ("5000元", 5000, "CNY"), ("1.2万单", 12_000, "count"),
        ("3.1分", 3.1, "score"), ("3.9 out of 5", 3.9, "score"),
        ("二十五分钟", 25, "min"), ("５％", 5, "%"), ("98.5 percent", 98.5, "%"),
    ],
)  # fmt: skip
def test_forms(text: str, value: float, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("月均¥12万", "/month"),
        ("25 calls a week", "/week"),
        ("每周8单", "/week"),
        ("40 units per hour", "/hour"),
        ("日均45单", "/day"),
    ],
)
def test_rates(text: str, rate: str) -> None:
    assert only(text).rate == rate


@pytest.mark.parametrize(
    "text",
    [
        "12个人",
        "七号线",
        "op 40",
        "a squad (9 people)",
        "31家经销商",
        "35岁",
        "6 machines",
        "one of 11 advisors",
        "WH-0932",
        "P1",
    ],
)
def test_sizes_and_labels_are_no_figures(text: str) -> None:
    assert not [q for q in find_quantities(open_source(text), ()) if q.unit != "scope"]


def test_a_band_is_one_quantity_and_from_to_are_two() -> None:
    band = only("between 92% and 95%")
    assert (band.value, band.high) == (92, 95)
    assert len(find_quantities(open_source("from 8% to 3%"), ())) == 2


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("差错率5%，标准2%以内", ["baseline", "standard"]),
        ("78% against a target of 75%", ["baseline", "standard"]),
        ("should be at least 90%; she is at 82%", ["standard", "baseline"]),
        ("从8%降到3%，希望年底前", ["baseline", "standard"]),
        ("it slipped from 97% to 90%", ["baseline", "baseline"]),
        ("team average is 92%", ["context"]),
        ("同事们平均95%", ["context"]),
        ("QA 84 is fine", ["context"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    source = open_source(text)
    parts = assign_roles(source, find_quantities(source, ()))
    assert [p.role for p in parts] == [Role(r) for r in roles]
