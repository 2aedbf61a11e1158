import pytest

from coach.drafting.intake.numerals import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("1,200", 1200), ("0.05", 0.05), ("1.2万", 12_000), ("三十五", 35), ("十", 10), ("十二", 12),
        ("一百零五", 105), ("一百二", 120), ("三万二", 32_000), ("两千", 2000), ("零点五", 0.5), ("二〇", 20),
        ("twenty-five", 25), ("two hundred", 200), ("two and a half", 2.5), ("twelve", 12), ("3千", 3000),
    ],
)  # fmt: skip
def test_numerals(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "many", "几", "Q3", "5%"])
def test_other_words_are_no_number(text: str) -> None:
    assert number(text) is None
