"""Signed-in browsers: a random secret in the cookie, its hash in the store."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import delete

from coach.domain.people import User
from coach.storage.clock import now
from coach.storage.passwords import hash_token, new_token
from coach.storage.session import Database
from coach.storage.tables import SessionRow, UserRow
from coach.storage.users import end_sessions, to_user

IDLE = dt.timedelta(hours=2)
"""A session ends when nothing was asked for so long."""
ABSOLUTE = dt.timedelta(hours=12)
"""A session ends after so long, however busy."""
_NOTICE = dt.timedelta(minutes=1)
"""How exactly idleness is counted; a write per request would be too dear."""


class Sessions:
    """Who is signed in.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def start(self, user: User) -> str:
        """Sign in: return the secret for the cookie; it is never stored. Old sessions of anybody are swept."""
        secret, moment = new_token(), self._clock()
        row = SessionRow(id_hash=hash_token(secret), user_id=user.id, created_at=moment, seen_at=moment)
        row.expires_at = moment + ABSOLUTE
        with self._database.transaction() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires_at < moment))
            session.add(row)
        return secret

    def find(self, secret: str) -> User | None:
        """The account of a cookie; None where the session is unknown, over, or its account switched off."""
        moment = self._clock()
        with self._database.reading() as session:
            row = session.get(SessionRow, hash_token(secret))
            if row is None or moment >= row.expires_at or moment - row.seen_at >= IDLE:
                return None
            account = session.get(UserRow, row.user_id)
        if account is None or account.disabled:
            return None
        if moment - row.seen_at > _NOTICE:
            self._touch(row.id_hash, moment)
        return to_user(account)

    def end(self, secret: str) -> None:
        """Sign out; quiet where there is no such session."""
        with self._database.transaction() as session:
            session.execute(delete(SessionRow).where(SessionRow.id_hash == hash_token(secret)))

    def end_all(self, user_id: str) -> None:
        """Sign an account out everywhere."""
        with self._database.transaction() as session:
            end_sessions(session, user_id)

    def _touch(self, id_hash: str, moment: dt.datetime) -> None:
        with self._database.transaction() as session:
            row = session.get(SessionRow, id_hash)
            if row is not None:
                row.seen_at = moment
