"""The ranking rules, one by one."""

import numpy as np
import pytest

from knowledge_base.fusion import (
    FusionSettings,
    Pool,
    Usual,
    balanced_order,
    evidence,
    falling,
    first_places,
    standardised,
    usual_similarity,
    word_credit,
)

SETTINGS = FusionSettings(floor=4.0, share=2)


def pool(similarity: list[float], bm25: list[float], languages: list[str]) -> Pool:
    return Pool(np.array(similarity), np.array(bm25), np.array(languages))


def test_similarity_is_judged_inside_its_language() -> None:
    usual = {"en": Usual(0.3, 0.1), "zh": Usual(0.1, 0.1)}
    level = standardised(pool([0.5, 0.5], [0, 0], ["en", "zh"]), usual)
    assert level == pytest.approx([2.0, 4.0])


def test_a_document_without_a_matching_word_gets_no_credit() -> None:
    credit = word_credit(pool([0, 0, 0, 0], [0, 8, 4, 0], ["zh", "en", "en", "en"]))
    assert credit.tolist() == [0, 1, 0.5, 0]


def test_a_small_language_leans_on_the_whole_pool() -> None:
    samples = {"en": np.random.default_rng(1).normal(0.2, 0.1, 400), "zh": np.array([0.9])}
    usual = usual_similarity(samples, FusionSettings())
    assert usual["zh"].mean == pytest.approx(0.24, abs=0.05)
    assert usual["en"].mean == pytest.approx(0.2, abs=0.02)
    assert usual_similarity({}, FusionSettings()) == {}


def test_the_other_language_gets_its_places_only_above_the_floor() -> None:
    fused = np.array([9.0, 8.0, 7.0, 6.0, 5.0])
    foreign = np.array([False, False, False, True, True])
    above, below = np.array([5.0] * 5), np.array([3.0] * 5)
    assert balanced_order(fused, above, foreign, SETTINGS) == [0, 3, 1, 4, 2]
    assert balanced_order(fused, below, foreign, SETTINGS) == [0, 1, 2, 3, 4]


def test_the_end_of_the_list_is_open_to_another_language() -> None:
    order, foreign = [0, 1, 2, 3, 4, 5], np.array([False, False, False, False, True, True])
    settings = FusionSettings(reserve=0.5, reserve_floor=2.5, allowance=0.5)
    close, under_floor = np.array([5.0, 5, 3, 3, 2.6, 2.7]), np.array([5.0, 5, 2, 2, 2.4, 2.4])
    clearly_worse = np.array([5.0, 5, 4, 4, 2.6, 2.7])
    assert first_places(order, close, foreign, k=4, settings=settings) == [0, 1, 5, 4]
    assert first_places(order, under_floor, foreign, k=4, settings=settings) == [0, 1, 2, 3]
    assert first_places(order, clearly_worse, foreign, k=4, settings=settings) == [0, 1, 2, 3]
    assert first_places(order, close, foreign, k=1, settings=settings) == [0]


def test_agreement_is_stronger_evidence_than_either_kind_alone() -> None:
    level = np.array([6.0, 1.0])
    agreeing = evidence(pool([0.4, 0.1], [4.0, 0.0], ["en", "en"]), level, total_weight=5.0)
    apart = evidence(pool([0.4, 0.1], [0.0, 4.0], ["en", "en"]), level, total_weight=5.0)
    assert agreeing == pytest.approx(1.4)
    assert apart == pytest.approx(0.4 + 1 / 6)


def test_shown_scores_fall_along_the_list() -> None:
    assert falling(np.array([0.9, 0.4, 0.7, 0.5])).tolist() == [0.9, 0.7, 0.7, 0.5]
