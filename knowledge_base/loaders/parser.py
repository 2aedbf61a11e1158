"""Office, PDF and HTML files are parsed in a child process with limits; this is the side that asks.

A file that eats memory or time, or kills the child, costs only itself: the child is ended, the file is skipped with a
reason, and the next file gets a new child (RELIABILITY 11).
"""

import contextlib
import json
import os
import selectors
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pydantic import JsonValue

from knowledge_base.errors import BadRecord
from knowledge_base.loaders.free_text import FreeText

MAX_BYTES = 10_000_000
"""Largest file that is parsed."""
_PACKAGES = Path(__file__).resolve().parents[2]
_TOO_BIG = "it asks for too much memory or time"
_HINT = "split it, or save its text as .md or .txt"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    """Its name."""
    rows: list[list[JsonValue]]
    """Cells by row, blank rows included so that numbers agree with the spreadsheet."""


class DocumentParser:
    """A child process that parses one file after another; use it in a `with` block.

    Args:
        seconds: longest wait for one file, wall time; the child's own limit is CPU time.
        memory: most address space the child may ask for, in bytes.
    """

    def __init__(self, *, seconds: float = 60, memory: int = 1 << 30) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "DocumentParser":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child; another file starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(BrokenPipeError):
                    if pipe is not None:
                        pipe.close()

    def document(self, path: Path) -> FreeText:
        """Parse a .docx, .pdf, .html or .htm file.

        Raises:
            BadRecord: it is too large, broken, protected, hostile, or its parsing hits a limit.
            OSError: it cannot be read.
        """
        answer = self._ask(path)
        return FreeText(title=answer["title"], text=answer["text"])

    def sheets(self, path: Path) -> list[Sheet]:
        """Parse an .xlsx file into its sheets.

        Raises:
            BadRecord, OSError: as for `document`.
        """
        return [Sheet(s["name"], s["rows"]) for s in self._ask(path)["sheets"]]

    def _ask(self, path: Path) -> dict[str, Any]:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadRecord("the file is larger than 10 MB", _HINT)
        if size == 0:
            raise BadRecord("the file is empty", "put text into it or take it out of the folder")
        with path.open("rb"):  # an unreadable file is told as such, not as a broken one
            pass
        answer = self._exchange(str(path.absolute()))
        if "problem" in answer:
            raise BadRecord(answer["problem"], answer["hint"])
        return answer

    def _exchange(self, path: str) -> dict[str, Any]:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps(path).encode() + b"\n")
            child.stdin.flush()
            line = _read_line(child.stdout, self._seconds)
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError, TimeoutError) as error:
            self.close()
            raise BadRecord(_TOO_BIG, _HINT) from error
        if answer.pop("spent", False):
            self.close()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(  # noqa: S603  (our own interpreter and module, no shell)
                [sys.executable, "-m", "knowledge_base.loaders.parsing", str(self._memory), str(int(self._seconds))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": str(_PACKAGES), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        return self._child


def _read_line(pipe: IO[bytes], seconds: float) -> bytes:
    """Read up to the line end or the end of the child.

    Raises:
        TimeoutError: the line is not complete in time.
    """
    import time

    parts: list[bytes] = []
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while not parts or not parts[-1].endswith(b"\n"):
            if not selector.select(end - time.monotonic()):
                raise TimeoutError
            part = os.read(pipe.fileno(), 1 << 20)
            if not part:
                break
            parts.append(part)
    return b"".join(parts)
