"""Whom a sentence is about changes neither the finding nor its severity."""

import pytest

from coach.domain.base import Language
from coach.tone.check import check_tone
from evals.bench.tone_fairness import LIMIT, changed, pairs


@pytest.mark.parametrize("language", list(Language))
def test_swapped_people_are_judged_alike(language: Language) -> None:
    groups = pairs(language)
    odd, total, sentences = changed(groups)
    assert total >= 240
    assert 100 * odd / total <= LIMIT, sentences
    found = [check_tone(group[0]).problem for group in groups.values()]
    assert sum(found) >= len(found) // 5  # a check that finds nothing would be fair too
