"""Dates and steps of a plan."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.drafting.schedule import MAX_CHECK_INS, Calendar, deadline_of, step_targets
from tests.coach.drafting.fakes import AS_OF, until


def calendar(days: int) -> Calendar:
    return Calendar(AS_OF, AS_OF + dt.timedelta(days=days))


def test_the_texts_deadline_stands_and_a_missing_or_past_one_is_sixty_days() -> None:
    assert deadline_of(until(40), AS_OF) == (AS_OF + dt.timedelta(days=40), "text")
    assert deadline_of(None, AS_OF) == (AS_OF + dt.timedelta(days=60), "default")
    assert deadline_of(until(-3), AS_OF) == (AS_OF + dt.timedelta(days=60), "default")


@pytest.mark.parametrize(("days", "reviews"), [(30, [None, 30]), (60, [30, 60]), (90, [30, 60, 90]), (56, [30, None])])
def test_formal_reviews_follow_the_presets(days: int, reviews: list[int | None]) -> None:
    assert [n for _, n in calendar(days).reviews()] == reviews


@given(st.integers(min_value=1, max_value=900))
def test_every_date_lies_inside_the_plan(days: int) -> None:
    plan = calendar(days)
    dates = [*plan.check_ins(), *(d for d, _ in plan.reviews()), plan.at(0.1), plan.at(1), plan.after(14)]
    assert all(plan.start < d <= plan.end for d in dates)
    assert 1 <= len(plan.check_ins()) <= MAX_CHECK_INS + 2
    assert list(plan.check_ins()) == sorted(set(plan.check_ins()))


def test_nobody_meets_on_a_weekend_where_there_is_a_choice() -> None:
    start = dt.date(2026, 3, 1)
    plan = Calendar(start, start + dt.timedelta(days=63))
    assert all(d.weekday() < 5 for d in plan.check_ins())


@pytest.mark.parametrize(
    ("baseline", "target", "steps"),
    [
        (6, 2, (4.0, 2)),
        (48, 30, (39.0, 30)),
        (3.0, 4.2, (3.6, 4.2)),
        (70, 96, (83.0, 96)),
        (150_000, 200_000, (175_000, 200_000)),
    ],
)
def test_steps_are_figures_people_say(baseline: float, target: float, steps: tuple[float, ...]) -> None:
    found = step_targets(baseline, target, (0.5, 1.0))
    assert found[-1] == target
    assert found[0] == pytest.approx(steps[0], rel=0.06)


@given(
    st.floats(min_value=0, max_value=1e6, allow_nan=False),
    st.floats(min_value=0, max_value=1e6, allow_nan=False),
    st.lists(st.floats(min_value=0.05, max_value=0.95), min_size=0, max_size=4),
)
def test_steps_lie_between_and_never_turn_back(baseline: float, target: float, shares: list[float]) -> None:
    found = step_targets(baseline, target, (*sorted(shares), 1.0))
    inside = [v for v in found[:-1] if v is not None]
    low, high = sorted((baseline, target))
    assert found[-1] == target
    assert all(low < v < high for v in inside)
    assert inside == sorted(inside, reverse=baseline > target)
