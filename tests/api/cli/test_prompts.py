"""`coach prompts` as the person who keeps the prompts uses it."""

import json
from pathlib import Path

import pytest

from api.cli.group import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_PROMPTS_FOLDER", str(tmp_path))
    (tmp_path / "zh").mkdir()
    return tmp_path


def test_show_diff_and_check_of_an_own_prompt(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prompts", "show", "goal", "--lang", "zh", "--shipped"]) == 0
    shipped = capsys.readouterr().out
    (folder / "zh" / "goal.md.j2").write_text(shipped + "请简短。\n", encoding="utf-8")
    assert run(["prompts", "show", "goal", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == shipped + "请简短。\n"
    assert run(["prompts", "diff"]) == 0
    assert "+请简短。" in capsys.readouterr().out
    assert run(["prompts", "diff", "--json"]) == 0
    assert [(d["name"], d["language"]) for d in json.loads(capsys.readouterr().out)] == [("goal", "zh")]
    assert run(["prompts", "check"]) == 0


def test_check_fails_where_a_prompt_would_not_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "zh" / "goal.md.j2").write_text("{# inputs: #}\n{# description: d #}\n你好\n", encoding="utf-8")
    assert run(["prompts", "check", "--json"]) == 1
    assert [p["name"] for p in json.loads(capsys.readouterr().out)] == ["goal"]


def test_list_tells_whose_file_is_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prompts", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["origin"] for row in rows} == {"shipped"}
    assert {row["language"] for row in rows} == {"zh", "en"}


@pytest.mark.parametrize("words", [["show", "nothing"], ["diff", "nothing"]])
def test_an_unknown_prompt_is_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prompts", *words]) == 1
    assert "there is no prompt 'nothing'" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_PROMPTS_FOLDER", str(tmp_path / "gone"))
    assert run(["prompts", "list"]) == 2
