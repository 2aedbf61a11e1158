import json

import pytest

from api.cli.group import run

TEXT = "You always hand it in late, on 3 May by a day. You are lazy."


def test_only_what_was_chosen_is_applied(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tone", TEXT, "--apply", "2"]) == 0
    said = capsys.readouterr().out
    assert "[ ] 1. always" in said
    assert "[x] 2. " in said
    assert "You always hand it in late" in said.splitlines()[-1]
    assert "lazy" not in said.splitlines()[-1]


def test_a_revision_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tone", TEXT, "--apply", "none", "--register", "formal", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["rewrite"] == TEXT
    assert made["speech"] == "formal"
    assert made["balance"]["problems"] == 2


def test_what_is_no_number_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tone", TEXT, "--apply", "first"]) != 0
    assert "no numbers of changes" in capsys.readouterr().err
