import json
from pathlib import Path

import pytest

from api.cli.group import run
from tests.knowledge_base.catalogue.files import ROWS, export


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, object]:
    assert run(["catalogue", *argv, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_preview_then_exactly_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(export(tmp_path / "lms.csv"))
    preview = answer(capsys, "preview", path, "--map", "provider=讲师", "--save-mapping", "lms")
    assert preview["counts"]["new"] == 3  # type: ignore[index]
    assert run(["catalogue", "import", path]) == 2
    assert run(["catalogue", "import", path, "--preview", str(preview["id"])]) == 1
    done = answer(capsys, "import", path, "--mapping", "lms", "--preview", str(preview["id"]))
    assert done["preview_id"] == preview["id"]
    export(tmp_path / "lms.csv", ROWS[:1])
    again = answer(capsys, "import", path, "--mapping", "lms", "--whole", "--yes")
    assert again["withdrawn"] == 2
    assert answer(capsys, "report")["records"] == 1


def test_wrong_use_is_said(tmp_path: Path) -> None:
    path = str(export(tmp_path / "lms.csv"))
    assert run(["catalogue", "preview", str(tmp_path / "none.csv")]) == 2
    assert run(["catalogue", "preview", path, "--map", "nothing=讲师"]) == 2
    assert run(["catalogue", "preview", path, "--map", "title=没有"]) == 1
    assert run(["catalogue", "unmet", "--mark", "gap:safety", "--state", "sourcing"]) == 2
