"""The vector index stays true to SQL: two owners, torn files, a restored backup."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.errors import StoreUnavailable
from tests.knowledge_base.world import CATALOGUE_RECORDS, EVERYTHING, WordEmbedder, open_kb, record


def best(kb: KnowledgeBase, text: str) -> str:
    return kb.search(EVERYTHING, text)[0].record_id


def test_two_processes_on_one_home_are_never_stale(database: Database) -> None:
    owner, other = open_kb(database), open_kb(database)
    owner.add(CATALOGUE_RECORDS)
    assert best(other, "lock-out protective equipment") == "en-safety"
    other.add([record("from-other", "kumquat marmalade")])
    assert best(owner, "kumquat marmalade") == "from-other"
    assert best(other, "kumquat marmalade") == "from-other"
    owner.add([record("from-other", "quince jelly")])
    other.delete(["en-excel"])
    assert best(other, "quince jelly") == "from-other"
    assert "en-excel" not in {p.record_id for p in owner.search(EVERYTHING, "Excel spreadsheets")}
    reports = owner.verify(), other.verify()
    assert [r.driver for r in reports] == ["chroma", "exact"]
    assert all(r.ok for r in reports)
    with pytest.raises(StoreUnavailable, match="another process"):
        other.rebuild()
    other.close()
    owner.close()


def test_the_next_process_owns_what_the_last_one_left(database: Database) -> None:
    first = open_kb(database)
    first.add(CATALOGUE_RECORDS)
    first.close()
    second = open_kb(database)
    assert second.verify().model_dump(include={"ok", "driver"}) == {"ok": True, "driver": "chroma"}
    second.close()


def tear_sqlite(folder: Path) -> None:
    next(folder.glob("chroma-*/chroma.sqlite3")).write_bytes(b"torn")


def empty_sqlite(folder: Path) -> None:
    next(folder.glob("chroma-*/chroma.sqlite3")).write_bytes(b"")


def remove_chroma(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("chroma-*")))


def remove_segments(folder: Path) -> None:
    for path in next(folder.glob("chroma-*")).iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def spoil_state(folder: Path) -> None:
    (folder / "state.json").write_text("{", encoding="utf-8")


def remove_state(folder: Path) -> None:
    (folder / "state.json").unlink()


DAMAGE = [tear_sqlite, empty_sqlite, remove_chroma, remove_segments, spoil_state, remove_state]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_recovers_alone_and_embeds_nothing(
    sqlite_database: Database, damage: Callable[[Path], None]
) -> None:
    first = open_kb(sqlite_database)
    first.add(CATALOGUE_RECORDS)
    first.close()
    damage(sqlite_database.home / "vectors")
    embedder = WordEmbedder()
    second = open_kb(sqlite_database, embedder=embedder)
    assert best(second, "lock-out protective equipment") == "en-safety"
    assert embedder.embedded == ["lock-out protective equipment"]
    second.close()
    third = open_kb(sqlite_database)
    report = third.verify()
    assert (report.ok, report.driver) == (True, "chroma")
    third.close()


def test_a_restored_backup_is_noticed(sqlite_database: Database) -> None:
    kb = open_kb(sqlite_database)
    kb.add(CATALOGUE_RECORDS[:4])
    kb.close()
    backup = sqlite_database.home / "backup.db"
    sqlite_database.close()
    shutil.copy(sqlite_database.home / "coach.db", backup)
    kb = open_kb(sqlite_database)
    kb.add(CATALOGUE_RECORDS)
    kb.close()
    restored = Database(f"sqlite:///{backup}", home=sqlite_database.home)
    kb = open_kb(restored)
    assert {p.record_id for p in kb.search(EVERYTHING, "Excel calls safety", k=20)} == {
        r.id for r in CATALOGUE_RECORDS[:4]
    }
    kb.close()
    assert open_kb(restored).verify().ok
    restored.close()
