"""Every file of a store, torn in every shape: the next start recovers alone and finds everything."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.knowledge_base.torn import SHAPES, build, finds_everything, index_files, reopened


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("torn") / "home"
    build(sqlite_template, home)
    return home


def torn(whole: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the store for each file and shape."""
    for name in index_files(whole):
        for shape, tear in SHAPES.items():
            home = folder / f"{name.replace('/', '_')}-{shape}"
            shutil.copytree(whole, home)
            tear(home / name)
            yield f"{name} {shape}", home
            shutil.rmtree(home)


def test_every_file_in_every_shape(whole: Path, tmp_path: Path) -> None:
    recovered = []
    for case, home in torn(whole, tmp_path):
        started = subprocess.run([sys.executable, "-c", _START, str(home)], capture_output=True, text=True, check=False)
        assert started.returncode == 0, f"{case}: {started.stdout[-500:]}{started.stderr[-2000:]}"
        recovered.append(case)
    assert len(recovered) == len(index_files(whole)) * len(SHAPES)
    sys.stdout.write(f"{len(recovered)} torn files, {len(recovered)} recovered\n")


def start(home: Path) -> None:
    """What one process does: search, wait for the repair, verify, search again."""
    database, kb = reopened(home)
    assert finds_everything(kb), "exact search answers meanwhile"
    kb.close()
    assert kb.verify().model_dump(include={"ok", "driver"}) == {"ok": True, "driver": "chroma"}
    assert finds_everything(kb)
    kb.close()
    database.close()


_START = "import sys; from pathlib import Path; from tests.soak.test_torn_files import start; start(Path(sys.argv[1]))"
