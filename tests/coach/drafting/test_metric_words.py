"""Names of metrics inside sentences."""

from typing import Any

import pytest

from coach.domain.base import Language
from coach.domain.gap import Direction, GapCategory
from coach.drafting.grounded import GroundedEngine
from coach.drafting.metric_words import counting_word, is_concrete, metric_name, name_in_sentence, short_name
from tests.coach.drafting.fakes import brief, span, statement


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rework rate", "the rework rate"),
        ("Rework rate", "the rework rate"),
        ("his rework rate on line 2", "the rework rate on line 2"),
        ("NPS", "NPS"),
        ("NPS score", "the NPS score"),
        ("late reports", "late reports"),
        ("late reports per client", "late reports per client"),
        ("calls he takes get dropped", "calls dropped"),
    ],
)
def test_english_names(name: str, said: str) -> None:
    assert name_in_sentence(name, statement("x"), Language.EN) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("返工率", "返工率"), ("她的返工率", "返工率"), ("他班组的完成率", "完成率"), ("其他差错", "其他差错")],
)
def test_chinese_names(name: str, said: str) -> None:
    assert name_in_sentence(name, statement("x"), Language.ZH) == said


@pytest.mark.parametrize(
    ("name", "unit", "language", "said"),
    [
        ("invoice queries", "h", Language.EN, "the time for invoice queries"),
        ("reply time", "h", Language.EN, "the reply time"),
        ("工单处理", "min", Language.ZH, "工单处理用时"),
        ("处理时长", "min", Language.ZH, "处理时长"),
    ],
)
def test_a_duration_is_called_one(name: str, unit: str, language: Language, said: str) -> None:
    assert name_in_sentence(name, statement("x", unit=unit), language) == said


def test_the_second_mention_is_shorter() -> None:
    one = statement("x")
    assert short_name("the scrap rate on the cell sheet", one, Language.EN) == "the scrap rate"
    assert short_name("visits in May", one, Language.EN) == "visits in May"
    attitude = statement("x", unit="none", target=None, baseline=None)
    assert short_name("工作态度", attitude, Language.ZH) == "约定的指标"


def test_a_name_that_may_not_be_said_is_replaced_by_topic_or_kind() -> None:
    text = "Zoe's changeover is slow."

    def named(**changes: Any) -> str:
        one = statement(text, metric="Zoe's changeover", category=GapCategory.CYCLE_TIME)
        made = brief(text, one, names=("Zoe",), safe_text="[NAME1]'s changeover is slow.", **changes)
        return metric_name(one, made.reading)

    assert named() == "changeover"
    assert named(withheld=(span(text, "changeover"),)) == "the time taken"


def test_counting_words() -> None:
    zh = statement("每月8票错单", unit="count/month", metric="错单")
    assert counting_word(zh, brief(zh.text, zh, language=Language.ZH)) == "票"
    weeks = statement("八个月内每月8", unit="count/month", metric="错单")
    assert counting_word(weeks, brief(weeks.text, weeks, language=Language.ZH)) == ""
    en = statement("within 2 business days", unit="days", direction=Direction.DOWN)
    assert counting_word(en, brief(en.text, en)) == "business days"


@pytest.mark.parametrize(
    ("text", "metric", "name"),
    [
        ("Her motivation has gone down lately.", "gone down lately", "motivation"),
        ("He shows up with half the forms missing.", "shows up with half", None),
        ("She is an amazing player.", "an amazing player", None),
        ("Changeover drags on and on.", "drags on and on", "Changeover"),
        ("Teamwork needs work.", "teamwork", "teamwork"),
    ],
)
def test_an_unmeasured_gap_is_named_by_a_noun_or_not_at_all(text: str, metric: str, name: str | None) -> None:
    one = statement(text, metric=metric, unit="none", baseline=None, target=None, category=GapCategory.OTHER)
    made = brief(text, one)
    assert is_concrete(one, made.reading) is (name is not None)
    if name:
        assert metric_name(one, made.reading) == name
        assert name_in_sentence(name, one, Language.EN) == name.lower()


def test_a_gap_that_is_about_nothing_gets_no_goal_and_asks_for_examples() -> None:
    text = "She is an amazing player."
    kind = GapCategory.OTHER
    one = statement(text, metric="is an amazing player", unit="none", baseline=None, target=None, category=kind)
    body = GroundedEngine().draft(brief(text, one))
    assert body.goals == ()
    assert len(body.commitments) == 1
