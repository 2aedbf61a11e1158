import time

from knowledge_base.tokens import count_tokens, estimate_tokens


def test_counts_as_the_encoding_does() -> None:
    assert count_tokens("hello world") == 2
    assert count_tokens("") == 0
    assert 4 <= count_tokens("绩效改进计划") <= 12


def test_a_text_that_is_no_valid_unicode_is_counted() -> None:
    assert count_tokens("a\ud800b") >= 2


def test_a_million_characters_without_a_space_take_no_time() -> None:
    started = time.perf_counter()
    assert count_tokens("a" * 1_000_000) > 100_000
    assert time.perf_counter() - started < 5


def test_the_estimate_is_on_the_safe_side_for_ordinary_text() -> None:
    for text in (
        "目标是在三个月内把差错率降到百分之一以下。",
        "Lower the error rate to one percent within three months.",
    ):
        assert 0.8 * count_tokens(text) <= estimate_tokens(text) <= 2.5 * count_tokens(text)
    assert estimate_tokens("") == 0
    assert estimate_tokens("a") == 1
