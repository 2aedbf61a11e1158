"""The data files: complete in both languages, with known slots, in wording that passes our own checks."""

import re

import pytest

from coach.domain.base import Language
from coach.domain.gap import GapCategory
from coach.drafting import templates
from coach.tone.check import check_tone

SLOT = re.compile(r"\{(\w+)\}")


def every_template(language: Language) -> list[str]:
    texts: list[str] = []
    for kind in templates.actions(language).values():
        texts += [t.text for stage in (kind.learn, kind.practise, kind.alone, kind.keep) for t in stage]
        texts += [kind.check, kind.drill]
    for topic in templates.topics():
        texts += [topic.side(language).learn, topic.side(language).practise]
    texts += [cause.side(language).text for cause in templates.causes()]
    for sentence in templates.phrases(language).sentences.values():
        texts += [sentence] if isinstance(sentence, str) else list(sentence)
    return texts


def test_both_languages_have_the_same_sentences_and_slots() -> None:
    zh, en = (templates.phrases(language).sentences for language in (Language.ZH, Language.EN))
    assert zh.keys() == en.keys()
    for key, sentence in zh.items():
        assert isinstance(sentence, str) is isinstance(en[key], str), key


def test_gate_messages_exist_in_both_languages() -> None:
    assert templates.gate_messages(Language.ZH).keys() == templates.gate_messages(Language.EN).keys()


@pytest.mark.parametrize("language", Language)
def test_every_category_has_every_stage(language: Language) -> None:
    assert set(templates.actions(language)) == set(GapCategory)


def test_unknown_slots_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown slots"):
        templates.Template.model_validate({"owner": "employee", "text": "see {salary}"})


def test_filled_values_are_not_expanded_again() -> None:
    assert templates.fill("for {a}", a="{b}") == "for {b}"
    with pytest.raises(KeyError):
        templates.fill("for {a}")


@pytest.mark.parametrize("language", Language)
def test_causes_and_word_lists_are_valid_patterns(language: Language) -> None:
    patterns = [p for c in templates.causes() for p in c.side(language).cues]
    patterns += [*templates.sources(language), *templates.attitude_words()]
    patterns += [p for name in ("dismissal", "rating") for p in templates.gate_words(name, language)]
    assert all(re.compile(p) for p in patterns)
    assert not any(re.search(p, "") for p in patterns)


@pytest.mark.parametrize("language", Language)
def test_our_own_wording_hurts_nobody(language: Language) -> None:
    harsh = {t: check_tone(SLOT.sub("x", t), language=language).suggestions for t in every_template(language)}
    assert {t: [s.text for s in found] for t, found in harsh.items() if found} == {}


def test_topics_have_distinct_names_and_lower_case_cues_can_match() -> None:
    ids = [t.id for t in templates.topics()]
    assert len(ids) == len(set(ids))
