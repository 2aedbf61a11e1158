"""Secrets: passwords through argon2, tokens through SHA-256. Nothing readable is ever stored."""

import hashlib
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.errors import InvalidInput

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
"""Fewest characters of a password (NIST SP 800-63B asks for length, not for odd characters)."""
LONGEST = 256
"""Most characters: hashing a megabyte would be a gift to an attacker."""


def hash_password(password: str) -> str:
    """Return the argon2id hash with its parameters and salt.

    Raises:
        InvalidInput: the password is too short, too long, or one letter repeated.
    """
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4:
        raise InvalidInput(
            f"a password needs {SHORTEST} to {LONGEST} characters, at least four of them different",
            "a short sentence makes a good one",
        )
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; takes as long where there is no account or no password."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        right = _hasher().verify(stored or _nobody(), password[:LONGEST].encode("utf-8", "surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False
    return right and stored is not None and len(password) <= LONGEST


def is_dated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def new_token() -> str:
    """A random secret of 256 bits, safe in a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Hex SHA-256; enough for a random secret, which nobody can guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash(secrets.token_bytes(32))
