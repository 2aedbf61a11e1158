from typing import get_args

from knowledge_base.redaction import IdentifierType
from knowledge_base.redaction.lexicon import (
    chinese_names,
    english_cues,
    english_names,
    labels,
    order_labels,
    placeholders,
)


def test_every_type_has_a_word_in_both_languages() -> None:
    assert {frozenset(words) for words in placeholders().values()} == {frozenset(get_args(IdentifierType))}
    assert all(len(set(words.values())) == len(words) for words in placeholders().values())


def test_labels_are_lower_case_and_announce_one_thing_only() -> None:
    listed = [word for label in labels().values() for word in label.labels]
    assert all(word == word.lower() for word in listed)
    assert not set(listed) & set(order_labels())


def test_chinese_lists_agree_with_each_other() -> None:
    names = chinese_names()
    assert names.before_weak - names.before <= names.before_weak
    assert names.after_strong <= names.after | names.titles | {"这个人"}
    assert all(len(name) >= 2 for name in names.compound_surnames)
    assert all(word[0] in "小老阿" for word in names.not_nicknames)


def test_english_given_names_are_sorted_into_one_list() -> None:
    names = english_names()
    clear = {word for line in names.given.values() for word in line.split()}
    assert len(clear) > 5_000
    assert not clear & set(names.given_words.split())
    assert not clear & english_cues().not_surnames - {"august"}
