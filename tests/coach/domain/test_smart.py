"""The SMART rules: each criterion is judged by facts, and says why."""

import datetime as dt
from typing import Any

import pytest

from coach.domain import smart_reasons
from coach.domain.base import Language
from coach.domain.gap import Direction
from coach.domain.smart import GoalFacts, check_goal

AS_OF = dt.date(2026, 3, 2)


def facts(**changes: Any) -> GoalFacts:
    values: dict[str, Any] = {
        "language": Language.EN,
        "as_of": AS_OF,
        "metric": "rework rate",
        "unit": "%",
        "direction": Direction.DOWN,
        "baseline": 6,
        "target": 2,
        "data_source": "QA sheet",
        "deadline": AS_OF + dt.timedelta(days=60),
    }
    return GoalFacts(**{**values, **changes})


def test_a_complete_goal_meets_all_five() -> None:
    assert check_goal(facts()).all_met


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        ({"vague": True}, "specific"),
        ({"metric": None}, "specific"),
        ({"metric": None}, "measurable"),
        ({"unit": "none"}, "measurable"),
        ({"target": None}, "measurable"),
        ({"target": None}, "achievable"),
        ({"baseline": None}, "achievable"),
        ({"disputed": True}, "achievable"),
        ({"baseline": 1}, "achievable"),
        ({"target": 120, "baseline": 90, "direction": Direction.UP}, "achievable"),
        ({"target": 2, "deadline": AS_OF + dt.timedelta(days=10)}, "achievable"),
        ({"target": 0.2, "deadline": AS_OF + dt.timedelta(days=40)}, "achievable"),
        ({"answers_gap": False}, "relevant"),
        ({"deadline": None}, "time_bound"),
        ({"deadline": AS_OF}, "time_bound"),
    ],
)
def test_what_is_missing_is_not_met(changes: dict[str, Any], criterion: str) -> None:
    mark = getattr(check_goal(facts(**changes)), criterion)
    assert not mark.met
    assert mark.reason


def test_a_zero_standard_with_weeks_to_go_is_a_duty_not_a_dream() -> None:
    marks = check_goal(facts(baseline=3, target=0, deadline=AS_OF + dt.timedelta(days=42)))
    assert marks.achievable.met


def test_a_default_deadline_counts_but_says_so() -> None:
    assumed = check_goal(facts(deadline_assumed=True)).time_bound
    assert assumed.met
    assert assumed.reason != check_goal(facts()).time_bound.reason


def test_a_figure_without_a_named_source_is_measurable_and_asks_for_one() -> None:
    mark = check_goal(facts(data_source=None)).measurable
    assert mark.met
    assert "where" in mark.reason


def test_reasons_exist_in_both_languages() -> None:
    every_key = smart_reasons.keys()
    for key in every_key:
        zh, en = (smart_reasons.reason(key, language) for language in (Language.ZH, Language.EN))
        assert any("\u4e00" <= c <= "\u9fff" for c in zh)
        assert en.isascii()
