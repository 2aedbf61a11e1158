"""Whether a plan is the right step."""

from coach.domain.base import Language
from coach.domain.draft import RouteTo
from coach.domain.gap import FlagKind, QuestionAbout
from coach.drafting.routing import route_of
from tests.coach.drafting.fakes import flag, question, reading, statement

TEXT = "Rework is 6%, the standard is 2%."


def test_a_plain_gap_may_have_a_plan() -> None:
    assert route_of(reading(TEXT, statement(TEXT))).to is RouteTo.PLAN


def test_conduct_and_protected_facts_go_to_hr_first_with_both_reasons() -> None:
    flags = [flag(FlagKind.CONDUCT_NOT_CAPABILITY, "x"), flag(FlagKind.PROTECTED_STATUS, "y")]
    route = route_of(reading(TEXT, statement(TEXT), flags=flags, questions=[question(QuestionAbout.SUPPORT_GIVEN)]))
    assert route.to is RouteTo.HR_FIRST
    assert len(route.reasons) == 4


def test_doubts_about_expectation_or_support_mean_coaching_first() -> None:
    for about in (QuestionAbout.EXPECTATION_COMMUNICATED, QuestionAbout.SUPPORT_GIVEN):
        route = route_of(reading(TEXT, statement(TEXT), questions=[question(about)]))
        assert route.to is RouteTo.COACH_FIRST


def test_reasons_are_in_the_drafts_language() -> None:
    route = route_of(reading("不行。", language=Language.ZH, flags=[flag(FlagKind.TOO_VAGUE, "不行")]))
    assert route.to is RouteTo.PLAN
    assert "事例" in route.reasons[0]
