"""Accounts, sessions and keys: nothing readable is stored, and everything ends."""

import datetime as dt

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from coach.domain.people import NewUser, Role
from coach.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotSignedIn
from coach.storage.api_keys import ApiKeys, Scope
from coach.storage.session import Database
from coach.storage.sessions import ABSOLUTE, IDLE, Sessions
from coach.storage.users import RESET_LASTS, Users
from tests.coach.storage.world import Cast

GOOD = "ein langes Kennwort 密码"
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now


def _new(email: str = " Ana@Firm.example ") -> NewUser:
    return NewUser(email=email, name="Ana", roles=frozenset({Role.HR}), password=SecretStr(GOOD))


def test_signing_in_needs_the_right_password_of_a_living_account(database: Database, cast: Cast) -> None:
    users = Users(database)
    user = users.add(_new(), by=cast.admin)
    assert users.check_password("ANA@firm.example", GOOD) == user
    for email, password in (("ana@firm.example", GOOD + "!"), ("nobody@firm.example", GOOD), ("lnd@firm.example", "")):
        with pytest.raises(NotSignedIn) as error:
            users.check_password(email, password)
        assert error.value.what == "the address or the password is wrong"
    users.change(user.id, by=cast.admin, disabled=True)
    with pytest.raises(NotSignedIn):
        users.check_password("ana@firm.example", GOOD)


def test_no_secret_is_stored_readable(database: Database) -> None:
    users = Users(database)
    user = users.add(_new())
    token = users.start_reset(user.email)
    secret = Sessions(database).start(user)
    _, key = ApiKeys(database).make("script", by=user.actor, scopes=frozenset({Scope.READ}))
    tables = ("users", "sessions", "password_resets", "api_keys", "audit")
    with database.reading() as session:
        stored = str([session.execute(text(f"SELECT * FROM {table}")).all() for table in tables])
    for each in (GOOD, token, secret, key):
        assert str(each) not in stored
    assert "$argon2id$" in stored


def test_a_reset_token_works_once_and_not_for_long(database: Database) -> None:
    clock = Clock()
    users = Users(database, clock=clock)
    user = users.add(_new())
    secret = Sessions(database, clock=clock).start(user)
    first, second = users.start_reset(user.email), users.start_reset(user.email)
    assert first is not None
    assert second is not None
    assert users.start_reset("nobody@firm.example") is None
    with pytest.raises(InvalidInput):
        users.finish_reset(first, "short")
    users.finish_reset(first, GOOD + " neu")
    assert users.check_password(user.email, GOOD + " neu") == user
    assert Sessions(database, clock=clock).find(secret) is None
    clock.now += RESET_LASTS
    for token in (first, second, "made up"):
        with pytest.raises(InvalidInput, match="link"):
            users.finish_reset(token, GOOD)


def test_sessions_end_by_idleness_by_age_and_by_hand(database: Database) -> None:
    clock = Clock()
    user = Users(database, clock=clock).add(_new())
    sessions = Sessions(database, clock=clock)
    idle, busy, ended = (sessions.start(user) for _ in range(3))
    sessions.end(ended)
    assert sessions.find(ended) is None
    assert sessions.find("made up") is None
    clock.now += IDLE - dt.timedelta(seconds=1)
    assert sessions.find(busy) == user
    clock.now += dt.timedelta(seconds=2)
    assert sessions.find(idle) is None
    while clock.now < START + ABSOLUTE:
        assert sessions.find(busy) == user
        clock.now += IDLE / 2
    assert sessions.find(busy) is None


def test_keys_end_by_age_and_by_hand_and_with_their_account(database: Database, cast: Cast) -> None:
    clock = Clock()
    users, keys = Users(database, clock=clock), ApiKeys(database, clock=clock)
    user = users.add(_new())
    key, secret = keys.make("script", by=user.actor, scopes=frozenset({Scope.READ}), lasts=dt.timedelta(days=1))
    assert keys.find(secret) == (user, frozenset({Scope.READ}))
    assert [each.name for each in keys.list(user.actor)] == ["script"]
    with pytest.raises(NotFound):
        keys.revoke(key.id, by=cast.hr)
    keys.revoke(key.id, by=user.actor)
    _, old = keys.make("old", by=user.actor, scopes=frozenset({Scope.WRITE}), lasts=dt.timedelta(hours=1))
    _, last = keys.make("last", by=user.actor, scopes=frozenset({Scope.WRITE}))
    clock.now += dt.timedelta(hours=1)
    assert keys.find(last)[0] == user
    users.change(user.id, by=cast.admin, disabled=True)
    for each in (secret, old, last, "coach_made-up"):
        with pytest.raises(NotSignedIn):
            keys.find(each)


def test_only_administrators_run_accounts_and_never_lock_themselves_out(database: Database, cast: Cast) -> None:
    users = Users(database)
    with pytest.raises(NotAllowed):
        users.add(_new(), by=cast.hr)
    with pytest.raises(NotAllowed):
        users.list(cast.hr)
    with pytest.raises(NotAllowed):
        users.set_password(cast.hr.user_id, GOOD, by=cast.manager)
    with pytest.raises(NotAllowed):
        users.change(cast.admin.user_id, by=cast.admin, roles=frozenset({Role.HR}))
    assert users.change(cast.lnd.user_id, by=cast.admin, roles=frozenset({Role.HR})).roles == {Role.HR}
    with pytest.raises(InvalidInput):
        users.change(cast.lnd.user_id, by=cast.admin, roles=frozenset())
    with pytest.raises(NotFound):
        users.get("nobody")


@pytest.mark.parametrize("email", ["", "no-at", "@x", "a@", "two words@x.example", "x" * 300 + "@y"])
def test_an_address_must_be_one(email: str, database: Database) -> None:
    with pytest.raises(InvalidInput):
        Users(database).add(_new(email))


def test_an_address_and_an_employee_have_one_account(database: Database, cast: Cast) -> None:
    users = Users(database)
    with pytest.raises(Conflict):
        users.add(_new("HR@firm.example"))
    with pytest.raises(Conflict):
        users.add(_new("new@firm.example").model_copy(update={"employee_id": "E10"}))
    assert users.count() == len(cast)
    assert users.find("hr@FIRM.example") is not None
