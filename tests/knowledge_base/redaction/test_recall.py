"""The sentences written for this project; floors a little under what was measured."""

import pytest

from evals.bench.redaction import count
from evals.bench.redaction_sets import made_identifiers, own_names, staff_mentions, templates
from knowledge_base.redaction import Redactor


def test_every_label_of_the_own_sentences_is_a_stretch_of_its_text() -> None:
    rows = own_names()
    assert len({row.id for row in rows}) == len(rows) >= 500
    assert sum(len(row.spans) for row in rows) >= 300
    assert all(0 <= s.start < s.end <= len(row.text) for row in rows for s in row.spans)
    assert all(not row.spans for row in rows if row.id.startswith("tempting"))


@pytest.mark.parametrize(("language", "floor"), [("zh", 0.82), ("en", 0.90), ("mixed", 0.95)])
def test_names_of_the_own_sentences(language: str, floor: float) -> None:
    tally = count([row for row in own_names() if row.language == language], Redactor())
    assert tally.recall(["name"]) >= floor
    assert tally.wrong_share <= 0.02


def test_identifiers_are_found_whole() -> None:
    tally = count(made_identifiers(24), Redactor())
    assert {kind: tally.recall([kind]) for kind in tally.asked if tally.recall([kind]) < 0.995} == {}


def test_staff_are_found_in_every_sentence() -> None:
    tally = count(staff_mentions(), Redactor(names=templates().staff.names))
    assert tally.asked["staff"] > 400
    assert tally.recall(["staff"]) >= 0.995
