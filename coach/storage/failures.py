"""What a database says, in the words of our error tree: what happened and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exc

from coach.errors import CoachError, Conflict, Corrupt, Unavailable

_SQLITE = (
    ("database or disk is full", Unavailable, "the disk is full", "free some space on the disk of {home}, then repeat"),
    ("database is locked", Unavailable, "another process keeps the store busy", "wait a moment, then repeat"),
    ("database table is locked", Unavailable, "another process keeps the store busy", "wait a moment, then repeat"),
    ("disk i/o error", Unavailable, "the disk under the store fails", "check the disk of {home} and its free space"),
    ("unable to open database file", Unavailable, "the store cannot be opened",
     "check that {home} exists and may be written to"),
    ("attempt to write a readonly database", Unavailable, "the store is read-only",
     "check who owns {home} and its files"),
    ("file is not a database", Corrupt, "the store's file is not a database",
     "move it away and restore a backup with `coach restore FILE`"),
    ("malformed", Corrupt, "the store is damaged", "move it away and restore a backup with `coach restore FILE`"),
    ("no such table", Corrupt, "the store lacks a table", "run any `coach` command once to set it up, or restore"),
    ("too many sql variables", Unavailable, "the request is too large for the store", "ask for less at once"),
)  # fmt: skip
"""Piece of SQLite's message -> error, what happened, what to do."""

_POSTGRESQL = (
    ("53100", Unavailable, "the database server's disk is full", "free some space on the database server"),
    ("53", Unavailable, "the database server has no room for another connection", "wait a moment, then repeat"),
    ("40", Unavailable, "two writers got in each other's way", "repeat the same step"),
    ("55P03", Unavailable, "another process keeps the store busy", "wait a moment, then repeat"),
    ("57", Unavailable, "the database server is shutting down", "wait until it is back, then repeat"),
    ("28", Unavailable, "the database server refuses our account", "check the account in COACH_DATABASE_URL"),
    ("3D000", Unavailable, "the database server has no such database", "create it, or correct COACH_DATABASE_URL"),
    ("42P01", Corrupt, "the store lacks a table", "run any `coach` command once to set it up, or restore"),
    ("XX", Corrupt, "the database server reports damaged data", "restore a backup with `coach restore FILE`"),
)
"""Start of an SQLSTATE -> error, what happened, what to do; the first that fits counts."""


@contextmanager
def in_our_words(*, home: Path) -> Iterator[None]:
    """Translate what goes wrong in a database into `Unavailable`, `Corrupt` or `Conflict`.

    Programming errors (an unknown column, a wrong type) stay what they are: they are bugs and must look like bugs.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise Conflict("this contradicts what is stored already", "look at the current state, then repeat") from error
    except (exc.DBAPIError, exc.TimeoutError) as error:
        known = _known(error, home)
        if known is None:
            raise
        raise known from error


def _known(error: exc.DBAPIError | exc.TimeoutError, home: Path) -> CoachError | None:
    if isinstance(error, exc.TimeoutError):
        return Unavailable("every database connection is in use", "wait a moment, then repeat")
    if type(error.orig).__module__.startswith("psycopg"):
        return _of_postgresql(error, home)
    message = str(error.orig).lower()
    return next((kind(what, hint.format(home=home)) for mark, kind, what, hint in _SQLITE if mark in message), None)


def _of_postgresql(error: exc.DBAPIError, home: Path) -> CoachError | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None and (isinstance(error, exc.OperationalError) or error.connection_invalidated):
        return Unavailable("the database cannot be reached", "check that it runs, and COACH_DATABASE_URL")
    fits = (row for row in _POSTGRESQL if str(state).startswith(row[0]))
    return next((kind(what, hint.format(home=home)) for _, kind, what, hint in fits), None)
