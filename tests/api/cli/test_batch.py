"""The contract of the batch commands: what is read of a row, and one row out for each row in."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.bootstrap import Application
from api.cli.group import run

ROWS = [
    {"id": "zh", "text": "分拣差错率4%，标准1%以内，2027年1月底前达标。", "as_of": "2026-11-23", "role": "分拣员"},
    {"id": "en", "text": "Mislabels 6% in October, limit 2%, by 29 January 2027.", "as_of": "2026-11-23"},
]
OTHERS = {"gaps": [{"baseline": 99}], "must_flag": ["pii"], "lang_hint": "fr", "notes": "look", "tags": ["x"]}


@pytest.fixture(autouse=True)
def home(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(application.settings.home))


def _batch(tmp_path: Path, command: str, rows: list[Any]) -> list[Any]:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert run([command, "--batch", str(source), "--out", str(out)]) == 0
    return [_stable(json.loads(line)) for line in out.read_text(encoding="utf-8").splitlines()]


def _stable(row: Any) -> Any:
    """The row without what differs between two runs: where the draft is stored, and how long it took."""
    if "draft" in row:
        row["draft"].pop("id")
        row["draft"]["provenance"].pop("seconds")
    return row


@pytest.mark.parametrize("command", ["draft", "tone"])
def test_no_other_field_changes_anything(tmp_path: Path, command: str) -> None:
    plain = _batch(tmp_path, command, ROWS)
    assert [row["id"] for row in plain] == ["zh", "en"]
    assert plain == _batch(tmp_path, command, [row | OTHERS for row in ROWS])


def test_a_field_that_counts_does_change_something(tmp_path: Path) -> None:
    later = [row | {"as_of": "2026-12-24"} for row in ROWS]
    assert _batch(tmp_path, "draft", ROWS) != _batch(tmp_path, "draft", later)


def test_a_bad_row_is_an_error_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = _batch(tmp_path, "draft", [{"id": "a", "text": ""}, "not json", {"id": "b"}, ROWS[1]])
    assert [row["id"] for row in rows] == ["a", "line-2", "b", "en"]
    assert ["error" in row for row in rows] == [True, True, True, False]


def test_a_batch_without_a_place_for_its_answers_is_wrong_use(tmp_path: Path) -> None:
    assert run(["draft", "--batch", str(tmp_path / "none.jsonl")]) == 2
