import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language import detect_language, stop_words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("团队", "zh"),
        ("客服 CSAT 连续两个季度低于 85", "zh"),
        ("請在三個月內改善回覆速度", "zh"),
        ("The response time has been too long.", "en"),
        ("hello", "en"),
        ("He is late with the café's naïve façade", "en"),
        ("Bonjour, je voudrais améliorer mon français", "other"),
        ("Die Mitarbeiterin muss ihre Leistung verbessern", "other"),
        ("El empleado llega tarde a la oficina", "other"),
        ("研修の計画を立てています", "other"),
        ("Привет, как дела", "other"),
        ("안녕하세요 반갑습니다", "other"),
        ("123 45%", "other"),
        ("", "other"),
    ],
)
def test_tells_chinese_and_english_from_the_rest(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_an_english_text_with_one_chinese_name_stays_english() -> None:
    assert detect_language("The plan for the service desk was written by 王芳 and signed in March.") == "en"


def test_code_and_addresses_do_not_make_a_chinese_page_english() -> None:
    page = (
        "用法如下。\n```python\n"
        + "result = compute_everything(value)\n" * 30
        + "```\n结束，见 https://example.com/a/b/c/d"
    )
    assert detect_language(page) == "zh"


@given(st.text())
def test_answers_for_any_text(text: str) -> None:
    assert detect_language(text) in ("zh", "en", "other")


def test_no_stop_word_list_is_thin() -> None:
    assert all(len(words) >= 15 for words in stop_words().words.values())
