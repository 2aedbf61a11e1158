"""Keys for scripts: shown once, stored as a hash."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.base import Model
from coach.domain.people import Actor, User
from coach.domain.policy import Act, may
from coach.errors import InvalidInput, NotSignedIn
from coach.storage.access import missing, storable
from coach.storage.audit import record
from coach.storage.clock import new_id, now
from coach.storage.passwords import hash_token, new_token
from coach.storage.session import Database
from coach.storage.tables import ApiKeyRow, UserRow
from coach.storage.users import to_user

PREFIX = "coach_"
"""How every key begins, so that a leaked one is recognised."""
LASTS = dt.timedelta(days=90)
"""How long a key works where nothing else is asked."""


class Scope(StrEnum):
    """What a key may be used for; never more than its account may do."""

    READ = "read"
    WRITE = "write"


class ApiKey(Model):
    """A key without its secret."""

    id: str
    """Stable id."""
    user_id: str
    """The account it acts for."""
    name: str
    """What it is for."""
    scopes: frozenset[Scope]
    """What it may be used for."""
    created_at: dt.datetime
    """When it was made (UTC)."""
    expires_at: dt.datetime | None
    """When it stops working (UTC)."""
    revoked: bool
    """Whether it was withdrawn."""


class ApiKeys:
    """Keys and the accounts they act for.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def make(
        self, name: str, *, by: Actor, scopes: frozenset[Scope], lasts: dt.timedelta = LASTS
    ) -> tuple[ApiKey, str]:
        """Make a key for one's own account; return it with its secret, which is shown this once.

        Raises:
            InvalidInput: no name, no scope, or no time.
        """
        if not name.strip() or not scopes or lasts <= dt.timedelta(0):
            raise InvalidInput("a key needs a name, a scope and some time to live", "give all three")
        secret, moment = PREFIX + new_token(), self._clock()
        row = ApiKeyRow(
            id=new_id(), key_hash=hash_token(secret), user_id=by.user_id, name=storable(name.strip(), what="name"),
            scopes=sorted(scope.value for scope in scopes), created_at=moment, expires_at=moment + lasts,
        )  # fmt: skip
        with self._database.transaction() as session:
            session.add(row)
            session.flush()
            record(session, by.user_id, "api_key.made", ("api_key", row.id), scopes=row.scopes)
        return _to_key(row), secret

    def find(self, secret: str) -> tuple[User, frozenset[Scope]]:
        """The account a key acts for, and what the key may be used for.

        Raises:
            NotSignedIn: the key is unknown, withdrawn or over, or its account switched off.
        """
        with self._database.reading() as session:
            row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.key_hash == hash_token(secret)))
            account = session.get(UserRow, row.user_id) if row else None
        if row is None or account is None or account.disabled or not self._works(row):
            raise NotSignedIn("this key does not work (any more)", "make a new one on the account page")
        return to_user(account), _to_key(row).scopes

    def list(self, by: Actor) -> list[ApiKey]:
        """One's own keys, newest first."""
        query = select(ApiKeyRow).where(ApiKeyRow.user_id == by.user_id).order_by(ApiKeyRow.id.desc())
        with self._database.reading() as session:
            return [_to_key(row) for row in session.scalars(query)]

    def revoke(self, key_id: str, *, by: Actor) -> None:
        """Withdraw a key of one's own, or as an administrator anybody's.

        Raises:
            NotFound: there is no such key.
        """
        with self._database.transaction() as session:
            row = _own(session, key_id, by)
            row.revoked_at = row.revoked_at or self._clock()
            record(session, by.user_id, "api_key.revoked", ("api_key", key_id))

    def _works(self, row: ApiKeyRow) -> bool:
        return row.revoked_at is None and (row.expires_at is None or self._clock() < row.expires_at)


def _own(session: Session, key_id: str, by: Actor) -> ApiKeyRow:
    row = session.get(ApiKeyRow, key_id)
    if row is None or (row.user_id != by.user_id and not may(by, Act.MANAGE_USERS)):
        raise missing("key")
    return row


def _to_key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id, user_id=row.user_id, name=row.name, scopes=frozenset(Scope(each) for each in row.scopes),
        created_at=row.created_at, expires_at=row.expires_at, revoked=row.revoked_at is not None,
    )  # fmt: skip
