"""One process works on one home folder: two would each take the other for dead."""

import fcntl
from pathlib import Path
from typing import TextIO

from coach.errors import Unavailable


class HomeLock:
    """A lock that the system lets go of when the process dies.

    Args:
        path: the lock's file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            Unavailable: another process has it, or the file cannot be made.
        """
        try:
            file = self._path.open("a", encoding="ascii")
        except OSError as error:
            raise Unavailable("the home folder cannot be written to", f"check {self._path.parent}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise Unavailable(
                "another process works on this home folder", "use the server that runs, or stop it first"
            ) from error
        self._file = file

    def release(self) -> None:
        """Let go; safe where nothing is held."""
        if self._file is not None:
            self._file.close()
            self._file = None
