"""What a runner of durable work is, and what it is handed."""

import time
from collections.abc import Callable
from threading import Event

from pydantic import JsonValue

from coach.storage.jobs import add_progress, is_cancel_requested
from coach.storage.session import Database

QUIET_SECONDS = 0.2
"""Progress within so short a time of the last line is left out: every line is a write to disk."""


class Cancelled(Exception):
    """Somebody asked to stop this job; a runner lets it pass."""


class Interrupted(BaseException):
    """This process is closing; the job stays in hand and is begun again at the next start. A runner lets it pass."""


class JobContext:
    """A job in hand.

    Args:
        database: the store.
        job_id: the job.
        payload: what was asked for.
        closing: set when this process is closing.
    """

    def __init__(self, database: Database, job_id: str, payload: dict[str, JsonValue], *, closing: Event) -> None:
        self.job_id = job_id
        self.payload = payload
        self._database = database
        self._closing = closing
        self._last = 0.0

    def progress(self, message: str, *, done: int | None = None, total: int | None = None) -> None:
        """Tell whoever waits what is being done; also a chance to stop.

        Raises:
            Cancelled: somebody asked to stop the job.
            Interrupted: this process is closing.
        """
        if done is not None and done != total and time.monotonic() - self._last < QUIET_SECONDS:
            self._stop_if_closing()
            return
        self._last = time.monotonic()
        with self._database.transaction() as session:
            add_progress(session, self.job_id, message, done=done, total=total)
        self.check()

    def check(self) -> None:
        """Stop here if somebody asked for it.

        Raises:
            Cancelled: somebody asked to stop the job.
            Interrupted: this process is closing.
        """
        self._stop_if_closing()
        with self._database.reading() as session:
            if is_cancel_requested(session, self.job_id):
                raise Cancelled

    def _stop_if_closing(self) -> None:
        if self._closing.is_set():
            raise Interrupted


Finish = Callable[[], JsonValue]
"""Called inside the transaction that ends the job: what it stores through our services is stored exactly once."""

Runner = Callable[[JobContext], JsonValue | Finish]
"""Does one kind of work and returns the result, or a `Finish` that stores it; after a crash it runs again."""
