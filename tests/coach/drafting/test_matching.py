"""Industry, topics, causes and shared words."""

import pytest

from coach.domain.base import Language
from coach.drafting.matching import as_written, causes_in, cue_in, industry_of, shared_terms, topics_in


@pytest.mark.parametrize(
    ("stated", "role", "text", "industry"),
    [
        ("software", None, "", "internet"),
        ("Retail_Service", None, "", "services"),
        ("制造业", None, "", "manufacturing"),
        (None, "仓库拣货员", "", "logistics"),
        (None, None, "Two invoices were paid twice.", "finance"),
        (None, None, "hello", "general"),
        ("space mining", None, "", "general"),
    ],
)
def test_industry(stated: str | None, role: str | None, text: str, industry: str) -> None:
    assert industry_of(stated, role, text) == industry


def test_a_topic_is_recognised_in_either_language() -> None:
    (zh, *_), (en, *_) = topics_in("冲压线换型太慢"), topics_in("changeover at the press takes long")
    assert zh.id == en.id == "changeover"
    assert cue_in(zh, "A course on Changeover for setters") == "Changeover"


def test_latin_cues_match_at_the_start_of_words_only() -> None:
    assert not [t for t in topics_in("the scheme was misleading") if t.id in ("lead_conversion", "sales_script")]


@pytest.mark.parametrize(
    ("text", "language", "cause"),
    [
        ("电脑只有两台,扫描仪不够用。", Language.ZH, "equipment_short"),
        ("上个月刚换了新系统", Language.ZH, "new_system"),
        ("这件事从来没有书面标准", Language.ZH, "no_standard"),
        ("We are short-staffed on Mondays.", Language.EN, "staff_short"),
        ("She was never shown how the form works.", Language.EN, "thin_training"),
        ("He attended the spring refresher.", Language.EN, "already_trained"),
    ],
)
def test_causes(text: str, language: Language, cause: str) -> None:
    assert cause in [c.id for c, _ in causes_in(text, language)]


def test_no_cause_in_a_plain_statement() -> None:
    assert causes_in("Rework is 6%, standard 2%.", Language.EN) == ()


def test_shared_words_are_telling_ones_as_written() -> None:
    shared = shared_terms("labelling errors per month", "Reduce labelling errors this month")
    assert as_written(shared, "labelling errors per month") == ("labelling", "errors")
