"""Offsets of matched words."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.places import folded, places_of, token_places
from knowledge_base.segmentation import segment


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("excel", "Excel is not excellence; EXCEL", ["Excel", "EXCEL"]),
        ("返工", "返工率高，反复返工", ["返工", "返工"]),
        ("数据", "數據透視", ["數據"]),
        ("ｅxcel", "İ😀 Excel", ["Excel"]),
        ("", "anything", []),
    ],
)
def test_a_word_is_found_as_the_text_writes_it(word: str, text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in places_of(word, text)] == found


def test_tokens_mark_whole_words_and_the_longest_chinese_ones() -> None:
    text = "Label errors: 貼標籤錯誤, ISO 9001, a b."
    marked = [text[a:b] for a, b in token_places(segment("labels 标签 ISO9001"), text)]
    assert marked[0] == "Label"
    assert "標籤" in marked
    assert "a" not in marked
    places = token_places(segment(text), text)
    assert all(after[0] >= before[1] for before, after in pairwise(places))
