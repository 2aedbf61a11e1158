import json
import re
from importlib import resources

import pytest
from pydantic import ValidationError

from coach.domain.gap import FlagKind, GapCategory, QuestionAbout
from coach.drafting.intake import lexicon
from coach.drafting.intake.holidays import holidays
from coach.drafting.intake.lexicon import TermList, as_pattern
from coach.drafting.intake.messages import messages

FILES = ("categories", "deadlines", "flags", "metrics", "phrases", "roles", "units")


@pytest.mark.parametrize("file", FILES)
def test_every_term_compiles_and_matches_nothing_empty(file: str) -> None:
    for name, terms in lexicon.load(file).items():
        for term in (*terms.zh, *terms.en):
            assert not re.compile(as_pattern(term)).fullmatch(""), (name, term)


@pytest.mark.parametrize("file", FILES)
def test_patterns_are_bounded(file: str) -> None:
    raw = resources.files("coach.drafting.intake").joinpath("data", f"{file}.json").read_text("utf-8")
    terms = [t for row in json.loads(raw).values() for t in (*row["zh"], *row["en"])]
    assert not [t for t in terms if ".*" in t.replace("...", "") or ".+" in t]


def test_terms_say_what_they_are_for() -> None:
    assert all(terms.note for file in FILES for terms in lexicon.load(file).values())


def test_categories_are_those_of_the_domain() -> None:
    assert set(lexicon.load("categories")) <= {c.value for c in GapCategory}


def test_upper_case_terms_are_refused() -> None:
    with pytest.raises(ValidationError):
        TermList(note="n", zh=(), en=("SLA",))


def test_a_space_matches_a_hyphen_and_a_star_goes_on() -> None:
    assert re.fullmatch(as_pattern("first pass"), "first-pass")
    assert re.fullmatch(as_pattern("falsif*"), "falsified")
    assert not re.search(as_pattern("late"), "later plates")


def test_questions_exist_for_every_kind_and_in_both_languages() -> None:
    texts = messages()
    assert {about.value for about in QuestionAbout} <= set(texts.questions)
    assert all(m.zh and m.en for group in (texts.reasons, texts.questions) for m in group.values())
    assert {FlagKind.INJECTION.value, FlagKind.PII.value, FlagKind.TOO_VAGUE.value} <= set(texts.reasons)


def test_holidays_are_dated() -> None:
    assert all(h.fixed or h.days for h in holidays())
