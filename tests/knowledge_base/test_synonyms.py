"""Synonyms: the data file, and how a query meets words it does not hold."""

from collections import Counter

import pytest

from knowledge_base.asking import SYNONYM_WORDS, asked_words, widened
from knowledge_base.synonyms import MOST_ADDED, synonym_list, synonyms


def test_every_group_has_other_words_and_none_twice() -> None:
    words = synonym_list()
    for group in (*words.zh, *words.en):
        assert len(set(group)) == len(group) >= 2
        assert all(word == word.strip() != "" for word in group)
    assert [group for group, count in Counter((*words.zh, *words.en)).items() if count > 1] == []


def test_every_word_finds_the_others_of_its_group() -> None:
    words = synonym_list()
    for group in (*words.zh, *words.en):
        for word in group:
            others = [other for other in group if other not in word and other.lower() not in word.lower()]
            found = set(synonyms().added(word))
            assert len(found) == MOST_ADDED or set(others) <= found, (word, others)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("货车司机", "驾驶员"),
        ("客服電腦操作", "计算机"),
        ("repairs machines", "mend"),
        ("Lawyers wanted", "attorney"),
    ],
)
def test_a_text_is_widened(text: str, other: str) -> None:
    assert other in synonyms().added(text)
    assert widened(text).startswith(text)
    assert other in widened(text)


def test_what_the_text_holds_is_not_added_and_other_words_weigh_less() -> None:
    assert "驾驶员" not in synonyms().added("司机，驾驶员")
    asked = asked_words("司机")
    assert "司机" in asked.typed
    assert asked.added["驾驶员"] == SYNONYM_WORDS


@pytest.mark.parametrize("text", ["", "…", "😀", "zzz qqq", "司" * 10_000])
def test_a_text_without_known_words_stays_as_it_is(text: str) -> None:
    assert synonyms().added(text) == ()


def test_a_long_text_is_widened_by_some_words_only() -> None:
    everything = " ".join(word for group in (*synonym_list().zh, *synonym_list().en) for word in group[:1])
    assert len(synonyms().added(everything)) == MOST_ADDED
