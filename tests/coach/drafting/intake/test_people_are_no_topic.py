"""A person or a talk with them is never what a goal is about."""

import datetime as dt

import pytest

from coach.domain.gap import GapDescription
from coach.drafting.intake.read import read_gap


@pytest.mark.parametrize(
    "text",
    [
        "Dorian does not produce good work. Dorian needs to be supervised all the time.",
        "She is new here and needs to improve herself in every way.",
    ],
)
def test_a_person_is_no_topic(text: str) -> None:
    reading = read_gap(GapDescription(text=text, as_of=dt.date(2026, 11, 22)))
    named = {(s.metric or "").casefold() for s in reading.gap.statements}
    assert not named & {"dorian", "herself"}


def test_how_often_it_was_talked_about_is_no_measure() -> None:
    text = "Two conversations and three reminders have not helped. Her filing is late: 9 of 40 folders in October."
    reading = read_gap(GapDescription(text=text, as_of=dt.date(2026, 11, 22)))
    assert all(s.baseline not in (2, 3) for s in reading.gap.statements)
