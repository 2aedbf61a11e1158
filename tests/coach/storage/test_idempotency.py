"""A write sent again is done once."""

import threading

import pytest
from pydantic import JsonValue
from sqlalchemy import func, select

from coach.domain.people import Actor, Role
from coach.errors import Conflict
from coach.storage.audit import record
from coach.storage.idempotency import Idempotency
from coach.storage.session import Database
from coach.storage.tables import AuditRow

ME = Actor(user_id="me", roles=frozenset({Role.MANAGER}))


def test_concurrent_repeats_have_one_effect_and_one_answer(database: Database) -> None:
    keys = Idempotency(database)
    answers: list[JsonValue] = []

    def send(key: str) -> None:
        def effect() -> JsonValue:
            with database.transaction() as session:
                return {"entry": record(session, "me", "test.effect", ("test", key)).seq}

        answers.append(keys.once(key, by=ME, request={"key": key}, effect=effect))

    threads = [threading.Thread(target=send, args=(f"key-{number % 4}",)) for number in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == 16
    assert len({str(answer) for answer in answers}) == 4
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(AuditRow.action == "test.effect")) == 4


def test_a_key_serves_one_request_and_is_free_after_a_failure(database: Database) -> None:
    keys = Idempotency(database)
    with pytest.raises(ZeroDivisionError):
        keys.once("k", by=ME, request={"a": 1}, effect=lambda: 1 // 0)
    assert keys.once("k", by=ME, request={"a": 1}, effect=lambda: "done") == "done"
    with pytest.raises(Conflict):
        keys.once("k", by=ME, request={"a": 2}, effect=lambda: "other")
