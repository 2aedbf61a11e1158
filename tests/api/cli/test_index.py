"""`coach index` of past plans: what they have in common is proposed to HR, and drafting waits for the decision."""

import json
from pathlib import Path

import pytest

from api.cli.group import run
from api.startup import DEMO


def test_cards_are_proposed_once_and_wait_for_hr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    assert run(["index", str(DEMO / "plans.jsonl"), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["assumed"][0]["kind"] == "plan"
    assert "wait for HR" in said.err
    assert run(["user", "add", "hr@firm.example", "--role", "hr"]) == 0
    capsys.readouterr()
    assert run(["precedents", "list", "--as", "hr@firm.example", "--json"]) == 0
    cards = json.loads(capsys.readouterr().out)
    assert {card["status"] for card in cards} == {"proposed"}
    assert run(["index", str(DEMO / "plans.jsonl"), "--json"]) == 0
    assert "wait for HR" not in capsys.readouterr().err
