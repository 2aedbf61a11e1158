"""The ranking rules, one by one."""

import numpy as np
import pytest

from knowledge_base.fusion import (
    FusionSettings,
    Pool,
    Usual,
    evidence,
    fused,
    standardised,
    support,
    supporters,
    usual_similarity,
    word_credit,
)

SETTINGS = FusionSettings()


def pool(similarity: list[float], bm25: list[float], languages: list[str], titles: list[float] | None = None) -> Pool:
    held = np.array(titles or [0.0] * len(bm25))
    return Pool(np.array(similarity), np.array(bm25), held, np.array(languages))


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


def test_a_held_title_counts_beside_meaning_and_words() -> None:
    given = pool([0.5, 0.5], [0, 3], ["en", "en"], titles=[1.0, 0.0])
    scores = fused(given, np.array([2.0, 2.0]), SETTINGS)
    assert scores.said.tolist() == [2.0, 2.0 + SETTINGS.words]
    assert scores.total.tolist() == [2.0 + SETTINGS.titles, 2.0 + SETTINGS.words]
    assert scores.at(np.array([1])).said.tolist() == [2.0 + SETTINGS.words]


def test_only_a_pool_of_several_languages_has_supporters() -> None:
    total = np.array([1.0, 5.0, 3.0, 4.0])
    two = np.array(["en", "en", "zh", "zh"])
    assert supporters(total, two, FusionSettings(supported=1)).tolist() == [1, 3]
    assert supporters(total, np.array(["en"] * 4), SETTINGS).tolist() == []


def test_a_translation_follows_the_passage_that_leads() -> None:
    said = np.array([8.0, 1.0, 1.0, 1.0])
    vectors = np.array([[1, 0], [1, 0], [0, 1], [1, 0]], dtype=np.float32)
    languages = np.array(["en", "zh", "zh", "en"])
    settings = FusionSettings(support=1.0, likeness=0.2, lead=2.0)
    assert support(said, vectors, languages, settings) == pytest.approx([0, 6.0, 0, 0])
    assert support(np.minimum(said, 2.0), vectors, languages, settings).tolist() == [0, 0, 0, 0]


def test_agreement_is_stronger_evidence_than_either_kind_alone() -> None:
    level, total = np.array([6.0, 1.0]), np.array([6.0, 1.0])
    agreeing = evidence(pool([0.4, 0.2], [4.0, 0.0], ["en", "en"]), level, total, total_weight=5.0)
    apart = evidence(pool([0.4, 0.2], [0.0, 4.0], ["en", "en"]), level, total, total_weight=5.0)
    titled = evidence(pool([0.4, 0.2], [0.0, 0.0], ["en", "en"], titles=[0.5, 0.0]), level, total, total_weight=5.0)
    assert agreeing == pytest.approx(0.3 + 0.5 + 0.8 * 0.8)
    assert apart == pytest.approx(0.3 + 0.5 / 6 + 0.8 * 0.8)
    assert titled == pytest.approx(0.3 + 0.3)


def test_words_nobody_has_do_not_count_against_a_long_need() -> None:
    def of(total_weight: float) -> float:
        return evidence(pool([0.4], [20.0], ["en"]), np.array([6.0]), np.array([6.0]), total_weight=total_weight)

    assert of(40.0) == of(400.0) < of(25.0)
