"""Random keys of this installation: made once, kept in the store so that every machine has the same."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.storage.once import add_unless_there
from coach.storage.tables import SecretRow

LENGTH = 32
"""Bytes of a key."""


def secret(session: Session, name: str) -> bytes:
    """The key of that name; made where there is none. Inside an open writing transaction.

    Args:
        session: the transaction.
        name: what the key is for.
    """
    found = _find(session, name)
    if found is not None:
        return found
    add_unless_there(session, SecretRow, name=name, value=secrets.token_bytes(LENGTH))
    made = _find(session, name)
    if made is None:
        raise RuntimeError(f"the key {name!r} could not be made")
    return made


def _find(session: Session, name: str) -> bytes | None:
    return session.scalar(select(SecretRow.value).where(SecretRow.name == name))
