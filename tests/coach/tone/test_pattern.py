"""The pattern language."""

import re

import pytest

from coach.tone.pattern import Part, parse


def matches(source: str, text: str, language: str = "en") -> bool:
    vocabulary = {"very": Part("(?:so|very)", frozenset({"so", "very"}))}
    return parse(source, language=language, vocabulary=vocabulary).compiled.search(text) is not None


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("you (really )?forget~", "you really forget", True),
        ("you (really )?forget~", "you forgets", True),
        ("you {very}? slow", "you very slow", True),
        ("be( more| less)? quick", "be quick", True),
        ("you ... late", "you were often late", True),
        ("you ... late", "you left, late", False),
        ("late$", "you are late.", True),
        ("late$", "you are late again", False),
        ("^never", "stop; never", True),
        ("^never", "you never", False),
        ("# days", "took 3 days", True),
        ("lazy", "crazylazy", False),
    ],
)
def test_signs(source: str, text: str, expected: bool) -> None:
    assert matches(source, text) is expected


def test_marked_stretch_is_a_group() -> None:
    found = parse("you [never]", language="en", vocabulary={}).compiled.search("you never call")
    assert found is not None
    assert found.group("mark") == "never"


@pytest.mark.parametrize("source", ["(a", "a)", "?", "{nobody}", "[a"])
def test_wrong_signs_are_named(source: str) -> None:
    with pytest.raises(ValueError, match=re.escape(source[0])):
        parse(source, language="en", vocabulary={})


def test_no_pattern_repeats_without_bound() -> None:
    part = parse("a ... b (c|d)? {very}", language="en", vocabulary={"very": Part("so", frozenset({"so"}))}).part
    assert "*" not in part.regex
    assert "+" not in part.regex
