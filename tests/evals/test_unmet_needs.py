"""The needs that "nothing fits" was set on, and those it is checked on."""

import json
from collections import Counter
from pathlib import Path

ROWS = [
    json.loads(line)
    for line in (Path(__file__).resolve().parents[2] / "evals/datasets/unmet_needs.jsonl")
    .read_text("utf-8")
    .splitlines()
]


def test_both_halves_hold_needs_of_every_kind_in_both_languages() -> None:
    cells = Counter((r["half"], r["catalogue"], r["lang"], r["answerable"]) for r in ROWS)
    assert len(cells) == 16
    assert min(cells.values()) >= 9


def test_every_need_is_there_once() -> None:
    assert len({r["id"] for r in ROWS}) == len({r["text"] for r in ROWS}) == len(ROWS)
