"""A store with a torn file recovers alone, without embedding, and finds everything; every shape runs in `make soak`."""

import shutil
from pathlib import Path

import pytest

from tests.knowledge_base.torn import SHAPES, build, finds_everything, index_files, reopened


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("torn") / "home"
    build(sqlite_template, home)
    return home


def matching(home: Path, part: str) -> str:
    return next(name for name in index_files(home) if part in name)


@pytest.mark.parametrize(
    ("part", "shape"),
    [
        ("data_level0.bin", "halved"),
        ("header.bin", "emptied"),
        ("chroma.sqlite3", "halved"),
        ("chroma.sqlite3", "removed"),
        ("state.json", "spoilt"),
    ],
)
def test_a_torn_file_is_repaired_from_sql(whole: Path, tmp_path: Path, part: str, shape: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole, home)
    SHAPES[shape](home / matching(home, part))
    database, kb = reopened(home)
    assert finds_everything(kb)
    kb.close()
    assert kb.verify().model_dump(include={"ok", "driver"}) == {"ok": True, "driver": "chroma"}
    kb.close()
    database.close()


def test_there_are_files_to_tear(whole: Path) -> None:
    names = {Path(name).name for name in index_files(whole)}
    assert {"state.json", "chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin"} <= names
