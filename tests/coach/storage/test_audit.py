"""The audit log: nothing in it can be changed unseen."""

import random
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from coach.domain.audit import AuditEntry, BreakKind, hash_entry, hash_payload
from coach.errors import CoachError
from coach.review.record import verify_audit
from coach.storage.audit import record
from coach.storage.session import Database

ENTRIES = 40
_SQLITE_TRIGGERS = (
    "audit_is_never_changed",
    "audit_is_never_deleted",
    "audit_head_only_grows",
    "audit_head_is_never_deleted",
)


def _fill(database: Database, count: int = ENTRIES) -> None:
    with database.transaction() as session:
        for number in range(count):
            record(session, f"u{number % 3}", "test.done", ("thing", str(number)), number=number, text="因为")


def _unlock(database: Database) -> None:
    """What an attacker with the database in hand would do first."""
    with database.transaction() as session:
        if database.is_sqlite:
            for name in _SQLITE_TRIGGERS:
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
            session.execute(text("ALTER TABLE audit_head DISABLE TRIGGER ALL"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x' WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 1",
    ],
)
def test_the_database_itself_refuses_changes(statement: str, database: Database) -> None:
    _fill(database, 5)

    def tamper() -> None:
        with database.transaction() as session:
            session.execute(text(statement))

    with pytest.raises((DBAPIError, CoachError)):
        tamper()
    report = verify_audit(database)
    assert (report.ok, report.entries) == (True, 5)


def _tampered(seq: int, choice: random.Random) -> tuple[str, set[int]]:
    """A statement against entry `seq`, and the entries at one of which it must show."""
    other = seq + choice.randint(1, 5)
    column = choice.choice(["at", "actor", "action", "object_type", "object_id", "payload", "salt", "payload_hash",
                            "prev_hash", "hash", "id"])  # fmt: skip
    moves = ((seq, 1000), (other, seq), (1000, other))
    swap = ";".join(f"UPDATE audit SET seq = {to} WHERE seq = {origin}" for origin, to in moves)
    copied = (
        "'x' || substr(id, 2), at, actor, action, object_type, object_id, payload, salt, payload_hash, prev_hash, hash"
    )
    columns = copied.replace("'x' || substr(id, 2)", "id")
    return choice.choice(
        [
            (f"UPDATE audit SET {column} = 'forged' WHERE seq = {seq}", {seq, seq + 1}),
            (f"DELETE FROM audit WHERE seq = {seq}", {seq}),
            (f"DELETE FROM audit WHERE seq > {seq}", {seq + 1}),
            (f"DELETE FROM audit WHERE seq <= {seq}", {1}),
            (swap, {seq}),
            (
                f"INSERT INTO audit (seq, {columns}) SELECT {ENTRIES + 1}, {copied} FROM audit WHERE seq = {seq}",
                {ENTRIES + 1},
            ),
        ]
    )


def test_fifty_tamperings_are_found_where_they_were_done(database: Database) -> None:
    _fill(database)
    _unlock(database)
    choice = random.Random(7)
    for _ in range(50):
        statement, shows_at = _tampered(choice.randint(2, ENTRIES - 6), choice)
        with database.engine.connect() as connection:
            for part in statement.split(";"):
                connection.execute(text(part))
            report = _verify_on(database, connection)
            connection.rollback()
        assert report, statement
        assert report[0][0] in shows_at, (statement, report[:3])
    assert verify_audit(database).ok


def _verify_on(database: Database, connection: object) -> list[tuple[int, BreakKind]]:
    from sqlalchemy.orm import Session

    from coach.domain.audit import find_breaks
    from coach.storage.audit import entries, head

    session = Session(bind=connection)  # type: ignore[arg-type]  # a connection, inside its transaction
    return [(each.seq, each.kind) for each in find_breaks(entries(session), head=head(session))]


def test_a_forger_who_rewrites_one_hash_is_found_at_the_next(database: Database) -> None:
    _fill(database)
    _unlock(database)
    with database.transaction() as session:
        row = session.execute(text("SELECT * FROM audit WHERE seq = 7")).one()._mapping
        forged = AuditEntry(
            **{**row, "payload": '{"number":99}', "payload_hash": hash_payload(row["salt"], '{"number":99}')}
        )
        values = {"payload": forged.payload, "payload_hash": forged.payload_hash, "hash": hash_entry(forged)}
        changed = "UPDATE audit SET payload = :payload, payload_hash = :payload_hash, hash = :hash WHERE seq = 7"
        session.execute(text(changed), values)
    report = verify_audit(database)
    assert [each.seq for each in report.breaks] == [8]


def test_entries_of_many_threads_make_one_chain(database: Database) -> None:
    def add(name: str) -> None:
        for number in range(10):
            with database.transaction() as session:
                record(session, name, "test.done", ("thing", str(number)))

    threads = [threading.Thread(target=add, args=(f"u{number}",)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    report = verify_audit(database)
    assert (report.ok, report.entries) == (True, 40)
