"""A store on disk with every kind of file it can have, and the shapes a crash or a failing disk leaves them in."""

import shutil
from collections.abc import Callable
from pathlib import Path

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from tests.knowledge_base.world import EVERYTHING, open_kb, record

RECORDS = 1_200
"""Chroma writes its graph to files from 1,000 vectors on."""


def halve(path: Path) -> None:
    """What a crash leaves of a file that was being written."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def empty(path: Path) -> None:
    """What a crash leaves of a file that was just made."""
    path.write_bytes(b"")


def remove(path: Path) -> None:
    """A file that is gone."""
    path.unlink()


def spoil(path: Path) -> None:
    """Garbage of the same length."""
    path.write_bytes((b"\xde\xad\xbe\xef%n" * (path.stat().st_size // 6 + 1))[: path.stat().st_size])


SHAPES: dict[str, Callable[[Path], None]] = {"halved": halve, "emptied": empty, "removed": remove, "spoilt": spoil}


def build(template: Path, home: Path) -> None:
    """Fill a store so that all its files exist, and close it."""
    home.mkdir()
    shutil.copy(template, home / "coach.db")
    database, kb = reopened(home)
    kb.add([record(f"r{n}", f"exercise{n} for team{n % 7}", title=f"Exercise {n}") for n in range(RECORDS)])
    kb.add([record("cjk", "倾听、致歉与结束一次艰难的通话。", title="电话沟通", language="zh")])
    kb.search(EVERYTHING, "exercise7")
    kb.close()
    database.close()


def reopened(home: Path) -> tuple[Database, KnowledgeBase]:
    """The store of a home and its knowledge base."""
    database = Database(f"sqlite:///{home / 'coach.db'}", home=home)
    return database, open_kb(database)


def index_files(home: Path) -> list[str]:
    """Every file of the vector index: Chroma's own and ours."""
    folder = home / "vectors"
    return sorted(str(path.relative_to(home)) for path in folder.rglob("*") if path.is_file() and path.name != "lock")


def finds_everything(kb: KnowledgeBase) -> bool:
    """Whether records from all over the store are found."""
    for n in range(0, RECORDS, 97):
        if kb.search(EVERYTHING, f"exercise{n}")[0].record_id != f"r{n}":
            return False
    return kb.search(EVERYTHING, "电话沟通")[0].record_id == "cjk"
