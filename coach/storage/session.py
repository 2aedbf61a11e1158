"""The store: its engine, its schema, and the only commit of the product."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coach.errors import Unavailable
from coach.storage.engine import WRITES, open_engine
from coach.storage.failures import in_our_words


class Database:
    """The relational store of one installation.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://...` (`Settings.sqlalchemy_url`).
        home: folder for all state; made where it is missing.

    Raises:
        Unavailable: the home folder cannot be made.
    """

    def __init__(self, url: str, *, home: Path) -> None:
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("the home folder cannot be made", f"check who may write to {home}") from error
        self.url = url
        self.home = home
        self.engine: Engine = open_engine(url)
        self._writer = self.engine.execution_options(**{WRITES: True})
        self._current: ContextVar[tuple[int, Session] | None] = ContextVar(f"session-{id(self)}", default=None)

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
        with in_our_words(home=self.home):
            if outer is not None:
                with outer.begin_nested():
                    yield outer
                return
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                token = self._current.set((threading.get_ident(), session))
                try:
                    yield session
                finally:
                    self._current.reset(token)

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
                yield outer
                return
            with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
                yield session

    def close(self) -> None:
        """Close every connection; safe to call twice."""
        self.engine.dispose()

    def _joined(self) -> Session | None:
        current = self._current.get()
        return current[1] if current is not None and current[0] == threading.get_ident() else None
