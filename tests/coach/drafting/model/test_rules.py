"""The words and messages of the model engine exist alike in both languages, and figures are read alike."""

import datetime as dt

import pytest

from coach.domain.base import Language
from coach.drafting.model_figures import figures
from coach.drafting.model_rules import Problem, Reason, model_rules


@pytest.mark.parametrize("language", list(Language))
def test_every_problem_and_reason_has_words(language: Language) -> None:
    rules = model_rules(language)
    assert rules.messages.keys() == set(Problem)
    assert rules.reasons.keys() == set(Reason)
    assert rules.parts.keys() == {"goal", "resources", "commitments", "check_ins"}
    assert "{problem}" in rules.reasons[Reason.REJECTED]
    assert rules.forbidden
    assert rules.offerings
    assert rules.up
    assert rules.down


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在2026年12月31日前把返工率从6%降到3%", ["2026-12-31", "6%", "3%"]),
        ("三个月内每周一次", ["3months"]),
        ("两周内完成１２万单", ["2weeks", "120000"]),
        ("百分之五，一个月，每周两次", ["5%", "1months", "2"]),
        ("三周与3%不同", ["3weeks", "3%"]),
        ("统一做法，一起做一份清单，三方一致", []),
    ],
)
def test_chinese_figures(text: str, found: list[str]) -> None:
    assert spelled(text, Language.ZH) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bring it from 6% to 3.5% by 31 December 2026", ["6%", "3.5%", "2026-12-31"]),
        ("By March 3rd, 2027 or 2027-03-03", ["2027-03-03", "2027-03-03"]),
        ("Within three weeks you may do one thing", ["3weeks"]),
        ("In one month, twice a week, 12,000 units", ["1months", "2", "12000"]),
        ("Since June, forty-two times and a 30-minute talk", ["6month", "42", "30min"]),
        ("31 February 2027", ["-1date"]),
    ],
)
def test_english_figures(text: str, found: list[str]) -> None:
    assert spelled(text, Language.EN) == found


def spelled(text: str, language: Language) -> list[str]:
    return [
        str(dt.date.fromordinal(int(found.value)))
        if found.unit == "date" and found.value > 0
        else f"{found.value:.10g}{found.unit}"
        for found in figures(text, language)
    ]
