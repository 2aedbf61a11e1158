"""Sentences written before the rules were read; the second half is never looked at when rules are changed."""

import pytest

from coach.domain.base import Language
from coach.tone.check import check_tone
from evals.samples import DATASETS, load_dataset

FLOORS = {"dev": 0.95, "test": 0.8}


@pytest.mark.parametrize("half", ["dev", "test"])
@pytest.mark.parametrize("language", list(Language))
def test_fresh_sentences(half: str, language: Language) -> None:
    samples = [s for s in load_dataset(DATASETS / f"tone_fresh_{half}.jsonl").samples if s.language == language.value]
    said = [check_tone(s.input["text"], language=language).problem for s in samples]
    hits = sum(found and s.target["problem"] for found, s in zip(said, samples, strict=True))
    precision = hits / sum(said)
    recall = hits / sum(s.target["problem"] for s in samples)
    assert 2 * precision * recall / (precision + recall) >= FLOORS[half]
    assert precision >= 0.9
