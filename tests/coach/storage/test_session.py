"""The store: one commit, our words for its failures, both databases alike."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from coach.errors import Conflict, Corrupt, Unavailable
from coach.storage.clock import new_id, now
from coach.storage.session import Database
from coach.storage.tables import SecretRow


def _names(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.execute(text("SELECT name FROM secrets")).scalars())


def _add(database: Database, name: str, *, value: bytes = b"1", then: type[Exception] | None = None) -> None:
    with database.transaction() as session:
        session.add(SecretRow(name=name, value=value))
        session.flush()
        if then is not None:
            raise then


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _add(database, "a", then=ZeroDivisionError)
    assert _names(database) == set()


def test_a_transaction_inside_another_is_part_of_it(database: Database) -> None:
    called: list[str] = []
    with database.transaction() as session:
        session.add(SecretRow(name="outer", value=b"1"))
        with database.transaction() as inner:
            inner.add(SecretRow(name="inner", value=b"1"))
            database.after_commit(lambda: called.append("committed"))
        with pytest.raises(KeyError):
            _add(database, "undone", then=KeyError)
        assert called == []
    assert (_names(database), called) == ({"outer", "inner"}, ["committed"])


def test_after_commit_is_not_called_where_nothing_was_committed(database: Database) -> None:
    called: list[str] = []

    def fail() -> None:
        with database.transaction():
            database.after_commit(lambda: called.append("committed"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert called == []
    with pytest.raises(RuntimeError):
        database.after_commit(lambda: None)


def test_another_thread_never_joins(database: Database) -> None:
    seen: list[set[str]] = []
    with database.transaction() as session:
        session.add(SecretRow(name="mine", value=b"1"))
        session.flush()
        other = threading.Thread(target=lambda: seen.append(_names(database)))
        other.start()
        other.join()
    assert seen == [set()]


def test_a_second_row_of_the_same_key_is_a_conflict(database: Database) -> None:
    _add(database, "a")
    with pytest.raises(Conflict):
        _add(database, "a")


def test_writers_of_several_threads_all_succeed(database: Database) -> None:
    def add(number: int) -> None:
        for step in range(10):
            _add(database, f"{number}-{step}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(_names(database)) == 40


def test_sqlite_is_opened_as_promised(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", home=tmp_path)
    with database.reading() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        version = session.execute(text("SELECT sqlite_version()")).scalar_one()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_a_file_that_is_no_database_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "coach.db").write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    with pytest.raises(Corrupt) as error:
        Database(f"sqlite:///{tmp_path / 'coach.db'}", home=tmp_path).migrate()
    assert "restore" in error.value.hint


def test_a_torn_file_is_corrupt(sqlite_template: Path, tmp_path: Path) -> None:
    whole = sqlite_template.read_bytes()
    (tmp_path / "coach.db").write_bytes(whole[:4096] + b"\xff" * 4096 * 3 + whole[4096 * 4 :])
    with pytest.raises(Corrupt):
        Database(f"sqlite:///{tmp_path / 'coach.db'}", home=tmp_path).migrate()


def test_a_busy_store_says_so(database: Database) -> None:
    hasty = Database(database.url, home=database.home, patience=0.1)
    lock = "SELECT 1" if database.is_sqlite else "LOCK TABLE secrets"
    with database.transaction() as holder:
        holder.execute(text(lock))
        with pytest.raises(Unavailable, match="busy"):
            _add(hasty, "a")
    hasty.close()


def test_a_full_disk_says_so(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's disk cannot be filled from here")
    with database.reading() as session:
        session.execute(text("PRAGMA max_page_count = 10"))
    with pytest.raises(Unavailable, match="full") as error:
        _add(database, "a", value=b"x" * 10_000_000)
    assert str(database.home) in error.value.hint
    assert _names(database) == set()


def test_a_database_that_is_not_there_says_so(tmp_path: Path) -> None:
    nowhere = Database("postgresql+psycopg://nobody@127.0.0.1:1/none", home=tmp_path)
    with pytest.raises(Unavailable, match="reached"):
        nowhere.migrate()
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(Unavailable):
        Database("sqlite:///x", home=blocked / "home")


def test_ids_sort_by_time_and_never_repeat() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert (len(ids[0]), ids[0][14]) == (36, "7")
    assert now().utcoffset() is not None
