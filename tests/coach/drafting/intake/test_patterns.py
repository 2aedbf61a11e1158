"""One pattern a text: the name of the measure, the date, the flags, the vague ones; `patterns/*.json`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.coach.drafting.intake.cases import read

FOLDER = Path(__file__).parent / "patterns"


def rows(name: str) -> list[Any]:
    found = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return [pytest.param(row, id=row["id"]) for row in found]


def names_in(text: str) -> set[str]:
    return {(s.metric or "").casefold() for s in read(text).gap.statements}


@pytest.mark.parametrize("row", rows("names"))
def test_the_name_is_one_a_reader_recognises(row: dict[str, Any]) -> None:
    found = names_in(row["text"])
    assert found & set(row["names"])
    assert found <= set(row["names"])
    if row.get("all"):
        assert found == set(row["names"])


@pytest.mark.parametrize("row", rows("deadlines"))
def test_the_date(row: dict[str, Any]) -> None:
    horizon = read(row["text"]).horizon
    assert (horizon.deadline.isoformat() if horizon else "") == row["deadline"]


@pytest.mark.parametrize("row", rows("flags"))
def test_the_flags(row: dict[str, Any]) -> None:
    gap = read(row["text"]).gap
    raised = {flag.kind.value for flag in gap.flags}
    assert set(row["flags"]) <= raised
    assert not raised & set(row["absent"])
    if "gaps" in row:
        assert len(gap.statements) == row["gaps"]


@pytest.mark.parametrize("row", rows("vague"))
def test_a_text_without_figures(row: dict[str, Any]) -> None:
    gap = read(row["text"]).gap
    found = names_in(row["text"])
    assert bool(found) == bool(row["names"])
    assert found <= set(row["names"])
    assert {question.about.value for question in gap.questions} == set(row["ask"])
    assert set(row["flags"]) <= {flag.kind.value for flag in gap.flags}
