import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.chunking import chunk, chunk_spans
from knowledge_base.tokens import count_tokens

ALPHABET = "ab c\n。，.! ?字词句段；\t\u3000😀é1"


@settings(max_examples=60, deadline=None)
@given(st.text(ALPHABET, max_size=600), st.integers(8, 40), st.integers(0, 4))
def test_chunks_are_slices_in_order_that_fit_and_cover(text: str, max_tokens: int, overlap: int) -> None:
    spans = chunk_spans(text, max_tokens=max_tokens, overlap=overlap)
    chunks = chunk(text, max_tokens=max_tokens, overlap=overlap)
    assert chunks == [text[start:end] for start, end in spans]
    covered = 0
    for (start, end), part in zip(spans, chunks, strict=True):
        assert part == part.strip() != ""
        assert count_tokens(part) <= max_tokens
        assert not text[covered:start].strip()
        assert end > covered
        covered = end
    assert not text[covered:].strip()


def test_ends_at_sentences_in_both_languages() -> None:
    zh = chunk("先看数据，再定目标。每周复盘一次！遇到困难怎么办？马上说出来。" * 4, max_tokens=40, overlap=0)
    en = chunk(
        "Look at the data first. Then agree on a goal! Who helps? The mentor does. " * 8, max_tokens=40, overlap=0
    )
    assert all(part[-1] in "。！？" for part in zh)
    assert all(part[-1] in ".!?" for part in en)


def test_the_next_chunk_repeats_the_last_sentences() -> None:
    text = " ".join(f"Sentence number {n} says something." for n in range(40))
    chunks = chunk(text, max_tokens=60, overlap=20)
    assert all(later.split(". ")[0] in earlier for earlier, later in pairwise(chunks))


def test_a_short_text_is_one_chunk_and_white_space_none() -> None:
    assert chunk("  one goal, one measure \n") == ["one goal, one measure"]
    assert chunk(" \n\t ") == []


@pytest.mark.parametrize(("max_tokens", "overlap"), [(7, 0), (20, 11), (20, -1)])
def test_limits_that_cannot_work_are_refused(max_tokens: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="max_tokens"):
        chunk("text", max_tokens=max_tokens, overlap=overlap)


def test_a_long_line_without_borders_is_cut_in_good_time() -> None:
    started = time.perf_counter()
    chunks = chunk("字" * 200_000)
    assert sum(map(len, chunks)) == 200_000
    assert time.perf_counter() - started < 10
