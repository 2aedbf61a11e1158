from pathlib import Path

import pytest

from api.bootstrap import Application
from api.cli.group import run


@pytest.fixture
def home(tmp_path: Path, application: Application, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the demo people in it, named by the environment as for a command."""
    monkeypatch.setenv("COACH_HOME", str(application.settings.home))
    return application.settings.home


def test_a_backup_comes_back_whole(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["backup", str(tmp_path / "all.zip"), "--json"]) == 0
    assert list(home.glob("backup-*")) == []
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "other"))
    assert run(["restore", str(tmp_path / "all.zip"), "--json"]) == 0
    restored = Application()
    assert restored.users.find("manager@example.com") is not None
    restored.close()


def test_nothing_is_overwritten(home: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_bytes(b"x")
    assert run(["backup", str(taken)]) == 2
    assert run(["restore", str(taken)]) == 2
    assert taken.read_bytes() == b"x"


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "empty"))
    (tmp_path / "no.zip").write_bytes(b"not a zip")
    assert run(["restore", str(tmp_path / "no.zip")]) == 2
