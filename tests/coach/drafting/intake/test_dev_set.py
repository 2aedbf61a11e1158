"""Floors on the shared development set, read at run time; nothing of it is copied here."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from coach.domain.gap import GapDescription
from coach.drafting.intake.read import read_gap
from coach.drafting.intake.reading import Reading

GOLD = Path(__file__).resolve().parents[4] / ".." / "shared" / "data" / "gold" / "gaps_dev.jsonl"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not GOLD.exists(), reason="../shared/data/gold is not here")]
FACTOR = {"%": 0.01, "‰": 0.001, "per_10000": 0.0001, "min": 1, "h": 60, "days": 1440, "s": 1 / 60}


def rows() -> list[tuple[dict[str, Any], Reading]]:
    loaded = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines() if line.strip()]
    return [(r, read_gap(GapDescription(text=r["text"], as_of=dt.date.fromisoformat(r["as_of"])))) for r in loaded]


def plain(value: float | None, unit: str) -> float | None:
    return None if value is None else round(value * FACTOR.get(unit.partition("/")[0], 1), 9)


def test_gaps_and_their_figures() -> None:
    wanted = found = extra = 0
    for row, reading in rows():
        mine = [(plain(s.baseline, s.unit), plain(s.target, s.unit), s.direction.value) for s in reading.gap.statements]
        for gap in row["gaps"]:
            expected = (plain(gap["baseline"], gap["unit"]), plain(gap["target"], gap["unit"]), gap["direction"])
            wanted += 1
            if expected in mine:
                mine.remove(expected)
                found += 1
        extra += len(mine)
    assert found / wanted >= 0.95
    assert extra <= 1


def test_deadlines_flags_and_questions() -> None:
    for row, reading in rows():
        assert (reading.horizon.deadline.isoformat() if reading.horizon else None) == row["horizon"]["deadline"]
        flags = {flag.kind.value for flag in reading.gap.flags}
        soft = {"harsh_tone", "too_vague"}
        assert set(row["must_flag"]) - soft <= flags
        assert flags - soft <= set(row["must_flag"])
        assert set(row["must_ask"]) <= {q.about.value for q in reading.gap.questions}


def test_nothing_withheld_stays_in_the_safe_text() -> None:
    for row, reading in rows():
        secret = [*row["pii"], *row["spans"]["injection"], *row["spans"]["protected"], *row["spans"]["conduct"]]
        assert not [s for s in secret if s in reading.safe_text]
