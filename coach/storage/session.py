"""The store: its engine, its schema, and the only commit of the product."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coach.errors import Unavailable
from coach.storage.engine import PATIENCE, WRITES, open_engine
from coach.storage.failures import in_our_words


class _Open(NamedTuple):
    """The transaction under way in this thread."""

    thread: int
    session: Session
    afterwards: list[Callable[[], None]]


class Database:
    """The relational store of one installation.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://...` (`Settings.sqlalchemy_url`).
        home: folder for all state; made where it is missing.
        patience: seconds a writer waits for another one.

    Raises:
        Unavailable: the home folder cannot be made.
    """

    def __init__(self, url: str, *, home: Path, patience: float = PATIENCE) -> None:
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("the home folder cannot be made", f"check who may write to {home}") from error
        self.url = url
        self.home = home
        self.engine: Engine = open_engine(url, patience=patience)
        self._writer = self.engine.execution_options(**{WRITES: True})
        self._current: ContextVar[_Open | None] = ContextVar(f"session-{id(self)}", default=None)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def migrate(self) -> None:
        """Bring the schema up to date; does nothing where it is.

        Raises:
            Unavailable: the database cannot be reached, or was written by a newer version of this product.
            Corrupt: the file is no database, or is damaged.
        """
        from coach.storage.migrate import upgrade

        with in_our_words(home=self.home), self._writer.begin() as connection:
            upgrade(connection)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are kept when the block ends well, and undone when it raises.

        Called inside another one of the same thread it joins that one (as a savepoint): one request, one commit.

        Raises:
            Unavailable: the database is locked, full or cannot be reached.
            Conflict: a change contradicts what is stored.
            Corrupt: stored data are damaged.
        """
        outer = self._joined()
        if outer is not None:
            with in_our_words(home=self.home), outer.session.begin_nested():
                yield outer.session
            return
        afterwards: list[Callable[[], None]] = []
        with (
            in_our_words(home=self.home),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
            self._joinable(_Open(threading.get_ident(), session, afterwards)),
        ):
            yield session
        for step in afterwards:
            step()

    def after_commit(self, step: Callable[[], None]) -> None:
        """Call `step` once the transaction under way has been committed; never where it is undone.

        Raises:
            RuntimeError: no transaction is under way in this thread.
        """
        current = self._joined()
        if current is None:
            raise RuntimeError("after_commit outside a transaction")
        current.afterwards.append(step)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading one consistent state without keeping writers waiting; changes in it are thrown away.

        Raises:
            Unavailable: the database is locked or cannot be reached.
            Corrupt: stored data are damaged.
        """
        outer = self._joined()
        with in_our_words(home=self.home):
            if outer is not None:
                yield outer.session
                return
            with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
                yield session

    def close(self) -> None:
        """Close every connection; safe to call twice."""
        self.engine.dispose()

    @contextmanager
    def _joinable(self, current: _Open) -> Iterator[None]:
        token = self._current.set(current)
        try:
            yield
        finally:
            self._current.reset(token)

    def _joined(self) -> _Open | None:
        current = self._current.get()
        return current if current is not None and current.thread == threading.get_ident() else None
