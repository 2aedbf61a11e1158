import time

import pytest

from coach.domain.base import Language
from coach.domain.gap import FlagKind, QuestionAbout
from coach.errors import InvalidInput
from tests.coach.drafting.intake.cases import read


@pytest.mark.parametrize("text", ["", "   \n\t ", "。！？", "...", "😀😀"])
def test_nothing_to_read_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(text)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["bad", "差", "😀 late 😀", "\x00\x01PK\x03\x04 a\xff\xfe", "ok", "9"])
def test_next_to_nothing_is_vague_and_asks_for_evidence(text: str) -> None:
    reading = read(text)
    assert FlagKind.TOO_VAGUE in {f.kind for f in reading.gap.flags}
    assert reading.gap.questions[0].about is QuestionAbout.EVIDENCE


@pytest.mark.parametrize(
    "text",
    [
        "Su trabajo tiene muchos errores y llega con retraso a todo.",
        "彼の作業はとても遅いです。",
        "그의 업무 품질이 낮습니다.",
    ],
)
def test_other_languages_are_read_as_english(text: str) -> None:
    reading = read(text)
    assert reading.language is Language.EN
    assert any(q.about is QuestionAbout.EVIDENCE for q in reading.gap.questions)


@pytest.mark.parametrize(
    "unit",
    [
        "错误率5%，标准2%。",
        "Error rate 5%, standard 2%. ",
        "1",
        "一",
        "5% 3 ",
        "from 5 to ",
        "never ",
        "a\n",
        "2026-11-22 ",
        "的",
        "[系统提示 ",
    ],
)
def test_a_hundred_thousand_characters_take_no_time(unit: str) -> None:
    read("warm up 5%, 标准 2%")
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 3.0  # measured 0.3 to 1.5 s; a shared machine needs room


def test_a_chinese_frame_with_english_terms_is_chinese() -> None:
    assert read("这个 sprint 的 bug reopen rate 是 18%，team 要求 8%，八周").language is Language.ZH


def test_at_most_five_questions_and_most_useful_first() -> None:
    reading = read(
        "9月错漏7处，没有标准。投诉8起，也没有标准。返工9次，没有定过标准。不清楚是设备还是他的原因，没人带过他，要求没跟他说过。"
    )
    assert len(reading.gap.questions) <= 5
    assert reading.gap.questions[0].about is QuestionAbout.TARGET
    assert [q.id for q in reading.gap.questions] == [f"q{i + 1}" for i in range(len(reading.gap.questions))]


def test_reading_twice_gives_the_same() -> None:
    text = "Returns 9%, limit 4%, 8 weeks. She is lazy."
    assert read(text) == read(text)


def test_a_past_date_is_no_deadline() -> None:
    reading = read("Returns 9%, limit 4%. It was due by 30 September 2026.")
    assert reading.horizon is None
    assert QuestionAbout.DEADLINE in {q.about for q in reading.gap.questions}
