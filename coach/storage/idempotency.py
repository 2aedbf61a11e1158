"""A write that is sent again is done once, and answered the same."""

import datetime as dt
import hashlib
from collections.abc import Callable

from pydantic import JsonValue
from sqlalchemy import delete
from sqlalchemy.orm import Session

from coach.domain.audit import canonical
from coach.domain.people import Actor
from coach.errors import Conflict
from coach.storage.access import storable
from coach.storage.clock import now
from coach.storage.once import add_unless_there
from coach.storage.session import Database
from coach.storage.tables import IdempotencyRow

KEPT = dt.timedelta(days=2)
"""How long an answer is kept."""


class Idempotency:
    """The keys of writes and their answers.

    Args:
        database: the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def once(self, key: str, *, by: Actor, request: dict[str, JsonValue], effect: Callable[[], JsonValue]) -> JsonValue:
        """Do `effect` the first time this account uses the key, and return the stored answer every other time.

        Args:
            key: chosen by the caller; counts for this account only.
            by: who asks.
            request: what is asked for; the same key with another request is refused.
            effect: does the work through our services, all inside one transaction, and returns the answer.

        Raises:
            Conflict: the key was used for another request.
            Exception: whatever `effect` raises; then nothing is kept and the key is free.
        """
        fingerprint = hashlib.sha256(canonical(request).encode("utf-8", "surrogatepass")).hexdigest()
        identity = (by.user_id, storable(key, what="key"))
        with self._database.transaction() as session:
            session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < now() - KEPT))
            values = {"user_id": identity[0], "key": identity[1], "fingerprint": fingerprint, "created_at": now()}
            if not add_unless_there(session, IdempotencyRow, answer=None, **values):
                return _earlier(session, identity, fingerprint)
            answer = effect()
            session.get_one(IdempotencyRow, identity).answer = answer
            return answer


def _earlier(session: Session, identity: tuple[str, str], fingerprint: str) -> JsonValue:
    row = session.get_one(IdempotencyRow, identity, populate_existing=True)
    if row.fingerprint != fingerprint:
        raise Conflict("this Idempotency-Key was used for another request", "send a new key with a new request")
    answer: JsonValue = row.answer
    return answer
