"""The SMART check of a free statement and of a drafted goal."""

import datetime as dt

import pytest

from coach.domain.base import Language
from coach.drafting.goal_check import check_smart, check_statement, is_attitude
from coach.drafting.grounded import GroundedEngine
from tests.coach.drafting.fakes import AS_OF, brief, statement

DEADLINE = "30 May 2026"


@pytest.mark.parametrize(
    "text",
    [
        f"Reduce the solder rework rate from 6% to 2% by {DEADLINE}, measured in the QA sample sheet.",
        "2026年5月30日前，把焊接返工率从6%降到2%以内，以质检抽检记录为准。",
    ],
)
def test_a_complete_statement_meets_all(text: str) -> None:
    marks = check_statement(text, as_of=AS_OF)
    assert marks.all_met, marks


@pytest.mark.parametrize(
    ("text", "open_marks"),
    [
        ("Reduce the solder rework rate from 6% to 2%.", {"time_bound"}),
        (f"Reduce the solder rework rate of 6% by {DEADLINE}.", {"measurable", "achievable"}),
        ("Be more proactive.", {"measurable", "achievable", "time_bound"}),
        ("工作态度再积极一些。", {"measurable", "achievable", "time_bound"}),
    ],
)
def test_what_is_missing_is_named(text: str, open_marks: set[str]) -> None:
    marks = check_statement(text, as_of=AS_OF)
    found = {name for name in type(marks).model_fields if not getattr(marks, name).met}
    assert open_marks <= found
    assert all(getattr(marks, name).reason for name in found)


def test_reasons_follow_the_language_asked_for() -> None:
    mark = check_statement("Be more proactive.", as_of=AS_OF, language=Language.ZH).time_bound
    assert "截止" in mark.reason


def test_a_drafted_goal_carries_the_marks_it_deserves() -> None:
    text = "Rework is 6%, the standard is 2%."
    goal = GroundedEngine().draft(brief(text, statement(text))).goals[0]
    assert check_smart(goal, as_of=AS_OF, language=Language.EN) == goal.smart
    stray = goal.model_copy(update={"addresses": (), "deadline": AS_OF - dt.timedelta(days=1)})
    marks = check_smart(stray, as_of=AS_OF, language=Language.EN)
    assert not marks.relevant.met
    assert not marks.time_bound.met


def test_attitudes_are_told_from_things_one_can_count() -> None:
    assert is_attitude("工作态度")
    assert is_attitude("better attitude")
    assert not is_attitude("rework rate")
    assert not is_attitude("返工率")
