"""The project's own sentences: a broad set that the lexicons must go on judging well."""

import json
from pathlib import Path

import pytest

from coach.domain.wording import ToneCategory
from coach.tone.check import check_tone

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def rows(path: Path) -> list[tuple[str, bool, list[str]]]:
    return [(row["text"], row["label"] == "problem", row["categories"]) for row in json.loads(path.read_text("utf-8"))]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_precision_and_recall(language: str) -> None:
    cases = [case for path in FILES if path.stem.endswith(language) for case in rows(path)]
    said = [check_tone(text).problem for text, _, _ in cases]
    hits = sum(problem and found for (_, problem, _), found in zip(cases, said, strict=True))
    assert hits / sum(said) >= 0.97
    assert hits / sum(problem for _, problem, _ in cases) >= 0.95


def test_the_set_is_large_and_covers_every_category() -> None:
    cases = [case for path in FILES for case in rows(path)]
    assert len(cases) >= 300
    assert {category for _, _, categories in cases for category in categories} == set(ToneCategory)
