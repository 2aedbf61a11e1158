"""A record that was forgotten is nowhere: not in SQL, words, vectors, caches, nor in a byte of their files."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from coach.precedents.memory import Memory
from coach.precedents.service import Precedents
from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.records import Kind, Record
from tests.coach.storage.world import Cast
from tests.knowledge_base.world import CATALOGUE_RECORDS, EVERYTHING, open_kb, record

WORDS = ("Zorblaxine", "蓝鲸铆钉", "quibbledash")


@pytest.fixture
def kb(database: Database) -> Iterator[KnowledgeBase]:
    opened = open_kb(database)
    opened.add(CATALOGUE_RECORDS)
    opened.add([_secret("first text")])
    opened.add([_secret("second text")])
    yield opened
    opened.close()


def _secret(body: str) -> Record:
    said = f"{WORDS[0]} {body}。{WORDS[1]}很难 {WORDS[2]}"
    return record(f"plan-{WORDS[2]}", said, title=f"{WORDS[0]} 计划", kind=Kind.PLAN, goals=[f"{WORDS[1]} goal"])


def test_nothing_is_left_of_a_forgotten_record(database: Database, kb: KnowledgeBase, cast: Cast) -> None:
    assert kb.search(EVERYTHING, WORDS[0])[0].record_id == f"plan-{WORDS[2]}"
    assert left(database), "the words stand in the files before, else this test proves nothing"
    started = time.perf_counter()
    done = Memory(database, kb, Precedents(database)).forget([f"plan-{WORDS[2]}"], by=cast.hr)
    assert time.perf_counter() - started < 60
    assert done.records == 1
    assert all(f"plan-{WORDS[2]}" != p.record_id for p in kb.search(EVERYTHING, WORDS[0], k=50))
    assert kb.resource(f"plan-{WORDS[2]}") is None
    assert f"plan-{WORDS[2]}" not in kb.ids()
    assert kb.verify().ok
    kb.close()
    assert left(database) == []
    assert left_in_rows(database) == []


def left(database: Database) -> list[str]:
    """Files of the home, and of PostgreSQL's tables, that hold a byte of it; not its write-ahead log."""
    needles = [word.encode() for word in WORDS]
    files = [path for path in database.home.rglob("*") if path.is_file()]
    if not database.is_sqlite:
        files += _postgres_files(database)
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


def _postgres_files(database: Database) -> list[Path]:
    with database.engine.connect() as connection:
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        oid = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
    return [path for path in (folder / "base" / str(oid)).iterdir() if path.is_file()]


def left_in_rows(database: Database) -> list[str]:
    """Tables of the knowledge base and of the audit log with a value that holds it."""
    tables = ("kb_records", "kb_chunks", "kb_tombstones", "kb_cards", "kb_card_plans", "audit")
    with database.reading() as session:
        return [
            table
            for table in tables
            for row in session.execute(text(f"SELECT * FROM {table}"))
            if any(word in str(tuple(row)) for word in WORDS)
        ]
