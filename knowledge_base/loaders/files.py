"""Which files there are under the paths somebody wants indexed."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge_base.errors import BadRecord

_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini"})


def find_files(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    """List the files under the paths as (root, file), in a stable order, each file once.

    The root of a file given by itself is its folder. Hidden files and folders, office lock files (`~$...`) and linked
    folders are passed over; files of other kinds are listed, so that `load_file` can say that it does not read them.

    Raises:
        BadRecord: a path does not exist.
    """
    found: list[tuple[Path, Path]] = []
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise BadRecord(f"{path.name!r} does not exist", "check the path")
        root, files = (path, _under(path)) if path.is_dir() else (path.parent, iter((path,)))
        for file in files:
            if (real := file.resolve()) not in seen:
                seen.add(real)
                found.append((root, file))
    return found


def _under(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            file = Path(parent, name)
            if not name.startswith((".", "~$")) and name.lower() not in _LEFTOVERS and file.is_file():
                yield file
