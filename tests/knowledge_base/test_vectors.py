"""The vector index stays true to SQL: two owners, torn files, a restored backup."""

import shutil

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.errors import StoreUnavailable
from tests.knowledge_base.world import CATALOGUE_RECORDS, EVERYTHING, open_kb, record


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
    assert [r.driver for r in reports] == (["chroma", "exact"] if database.is_sqlite else ["pgvector", "pgvector"])
    assert all(r.ok for r in reports)
    if database.is_sqlite:
        with pytest.raises(StoreUnavailable, match="another process"):
            other.rebuild()
    other.close()
    owner.close()


def test_the_next_process_owns_what_the_last_one_left(database: Database) -> None:
    first = open_kb(database)
    first.add(CATALOGUE_RECORDS)
    first.close()
    second = open_kb(database)
    driver = "chroma" if database.is_sqlite else "pgvector"
    assert second.verify().model_dump(include={"ok", "driver"}) == {"ok": True, "driver": driver}
    second.close()


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
