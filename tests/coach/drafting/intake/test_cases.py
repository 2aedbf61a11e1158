from typing import Any

import pytest

from coach.domain.gap import FlagKind, QuestionAbout
from tests.coach.drafting.intake.cases import Case, load_cases, read

CASES = load_cases()
SOFT_FLAGS = {FlagKind.HARSH_TONE}


def ids(case: Case) -> str:
    return case.id


def test_there_are_texts_of_every_language_and_enough() -> None:
    assert len(CASES) >= 60
    assert {case.lang for case in CASES} == {"zh", "en", "mixed"}
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_gaps(case: Case) -> None:
    statements = list(read(case.text).gap.statements)
    assert len(statements) == len(case.gaps)
    for expected in case.gaps:
        found = [s for s in statements if expected.values_agree(s)]
        assert found, [(s.metric, s.baseline, s.target, s.unit, s.target_range) for s in statements]
        assert found[0].direction == expected.direction
        if "name" not in case.weak:
            assert any(expected.names_it(s) for s in found), [s.metric for s in statements]


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_deadline(case: Case) -> None:
    horizon = read(case.text).horizon
    if case.skip_deadline:
        pytest.skip("more than one date could be meant")
    assert (horizon.deadline if horizon else None) == case.deadline


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_flags(case: Case) -> None:
    raised = {flag.kind for flag in read(case.text).gap.flags}
    assert set(case.flags) <= raised
    assert raised - set(case.flags) <= SOFT_FLAGS


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_questions(case: Case) -> None:
    asked = {question.about for question in read(case.text).gap.questions}
    ignored = {QuestionAbout.DEADLINE} if case.skip_deadline else set()
    assert asked - ignored == set(case.ask) - ignored


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_every_offset_points_at_its_text(case: Case) -> None:
    reading = read(case.text)
    spans: list[Any] = [*reading.gap.statements, *reading.gap.flags, *reading.withheld]
    spans += [evidence for s in reading.gap.statements for evidence in s.evidence]
    assert all(case.text[s.start : s.end] == s.text for s in spans)
    assert all(s.period is None or s.period in case.text for s in reading.gap.statements)
    if reading.horizon:
        assert case.text[reading.horizon.start : reading.horizon.end] == reading.horizon.text
