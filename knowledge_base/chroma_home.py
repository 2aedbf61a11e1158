"""The folder Chroma lives in: one owner, a note of what was last seen there, and a look by a child before opening.

<folder>/lock          held by the owning process
<folder>/state.json    {"folder": "chroma-3", "applied": <change number>, "files": {name: [bytes, changed at]}}
<folder>/chroma-3/     Chroma's own files; a rebuild fills chroma-4 and then `state.json` is replaced
"""

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import numpy as np

from knowledge_base.embeddings import Vectors
from knowledge_base.errors import StoreCorrupt, StoreUnavailable
from knowledge_base.following import CANARIES, must_find
from knowledge_base.store import ChromaIndex, Shelf

_CHILD_SECONDS = 120


class ChromaHome:
    """Where the vector index of a home lies on disk."""

    def __init__(self, folder: Path) -> None:
        """Nothing is created before `acquire`."""
        self._folder = folder
        self._lock: IO[str] | None = None
        self._current = "chroma-1"

    def acquire(self) -> bool:
        """Become the owner; False where another process (or another object of this one) is.

        Raises:
            StoreUnavailable: the folder cannot be written.
        """
        if self._lock is not None:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = (self._folder / "lock").open("a", encoding="utf-8")
        except OSError as error:
            raise StoreUnavailable(
                f"the folder of the vector index cannot be used ({error.strerror})", "check its permissions and disk"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._lock = handle
        return True

    def release(self) -> None:
        """Let another process own the folder."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def open(self, canaries: Callable[[], Mapping[Shelf, Vectors]]) -> tuple[ChromaIndex, int]:
        """Open what is there and return it with the number of the last change it holds (0: new and empty).

        Args:
            canaries: gives vectors that must be found; asked where a file is not as we left it.

        Raises:
            StoreCorrupt: what lies there cannot be opened or does not answer.
        """
        state = self._read()
        self._current = str(state.get("folder", self._current))
        folder = self._folder / self._current
        if not state:
            shutil.rmtree(folder, ignore_errors=True)
        elif not folder.is_dir():
            raise StoreCorrupt("the folder of the vector index is gone", "it is rebuilt from SQL")
        elif state.get("files") != _prints(folder):
            _look_in_child(folder, canaries())
        applied = state.get("applied", 0)
        return ChromaIndex(folder), applied if isinstance(applied, int) else 0

    def fresh(self) -> Path:
        """Return a new folder for a rebuild, beside the one in use."""
        number = 1 + max([0, *(_number(path) for path in self._folder.glob("chroma-*"))])
        return self._folder / f"chroma-{number}"

    def adopt(self, folder: Path, *, applied: int) -> None:
        """Make a rebuilt folder the one in use and remove the others."""
        self._current = folder.name
        self.note(applied)
        for other in self._folder.glob("chroma-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def note(self, applied: int) -> None:
        """Write down up to which change the folder in use has come, and what its files look like."""
        state = {"folder": self._current, "applied": applied, "files": _prints(self._folder / self._current)}
        draft = self._folder / "state.json.new"
        try:
            draft.write_text(json.dumps(state), encoding="utf-8")
            os.replace(draft, self._folder / "state.json")
        except OSError as error:
            raise StoreUnavailable(
                f"the state of the vector index cannot be written ({error.strerror})", "free some disk space"
            ) from error

    def _read(self) -> dict[str, object]:
        try:
            state = json.loads((self._folder / "state.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreCorrupt("the state of the vector index cannot be read", "it is rebuilt from SQL") from error
        return state if isinstance(state, dict) else {}


def look(folder: Path, asked: Mapping[Shelf, Vectors]) -> None:
    """Open a folder and ask for vectors that stand there; they must find themselves.

    Raises:
        StoreCorrupt: they do not.
    """
    index = ChromaIndex(folder)
    must_find(index, {shelf: rows for shelf, rows in asked.items() if shelf in index.count()})
    for shelf, ids in index.ids().items():
        some = sorted(ids)[:: max(1, len(ids) // CANARIES)]
        must_find(index, {shelf: np.stack(list(index.read(shelf, some).values()))})


def _look_in_child(folder: Path, asked: Mapping[Shelf, Vectors]) -> None:
    """Let a child process look first: torn files can take the whole process down (RELIABILITY 1)."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[2])\nfrom knowledge_base.chroma_home import child; child(sys.argv[1])"
    )
    command = [sys.executable, "-c", code, str(folder), str(Path(__file__).resolve().parents[1])]
    given = io.BytesIO()
    np.savez(given, allow_pickle=False, **{"/".join(shelf): rows for shelf, rows in asked.items()})
    try:
        done = subprocess.run(command, input=given.getvalue(), capture_output=True, timeout=_CHILD_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise StoreCorrupt("the vector index does not answer", "it is rebuilt from SQL") from error
    if done.returncode != 0:
        raise StoreCorrupt("the vector index cannot be opened", "it is rebuilt from SQL")


def child(folder: str) -> None:
    """What the child does: `look`, with the vectors that come through standard input."""
    with np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False) as given:
        look(Path(folder), {Shelf(*name.split("/")): given[name] for name in given.files})


def _prints(folder: Path) -> dict[str, list[int]]:
    """Length and time of the last change of every file: as long as they stay, nobody wrote there but us."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): [path.stat().st_size, path.stat().st_mtime_ns] for path in files}


def _number(path: Path) -> int:
    digits = path.name.removeprefix("chroma-")
    return int(digits) if digits.isdigit() else 0
