"""How much of a title a query holds."""

import numpy as np
import pytest

from knowledge_base.titles import grams, overlap, weights

TITLES = ["营销员", "市场营销专业人员", "美发师", "analyse financial data", "write reports", "Listening to the end"]


def best(query: str) -> str:
    return TITLES[int(np.argmax(overlap(query, TITLES, weights(TITLES))))]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("区域营销代表", "营销员"),
        ("美發師助理", "美发师"),
        ("You will be analysing data of financial markets", "analyse financial data"),
        ("Reporting and writing", "write reports"),
    ],
)
def test_the_title_that_is_held_comes_first(query: str, title: str) -> None:
    assert best(query) == title


def test_a_whole_title_is_about_one_and_half_a_title_much_less() -> None:
    shares = overlap("write reports", ["write reports", "write music", "", "paint"], weights(TITLES))
    assert shares[0] == pytest.approx(1.0)
    assert 0 < shares[1] < 0.4
    assert shares[2:].tolist() == [0, 0]


@pytest.mark.parametrize("query", ["", "😀", "。", "\ud83d"])
def test_nothing_to_hold_is_nothing_held(query: str) -> None:
    assert overlap(query, TITLES, weights(TITLES)).tolist() == [0] * len(TITLES)
    assert overlap("reports", [], weights([])).tolist() == []
    assert len(grams(query)) == 0
