"""The child: one path per line in, one JSON answer per line out, under limits of memory, time and open files."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from knowledge_base.errors import BadRecord

_FILES_PER_CHILD = 200
"""After so many files the child says it is spent: libraries keep memory, and the limit counts what they keep."""


_TOO_BIG: dict[str, Any] = {
    "problem": "it asks for too much memory or time",
    "hint": "split it, or save its text as .md or .txt",
    "spent": True,
}


def main() -> None:
    """Set the limits, then answer until the parent closes the pipe."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number, line in enumerate(sys.stdin.buffer, start=1):
        _allow_cpu(seconds)
        answer = _answer(Path(json.loads(line)))
        if number >= _FILES_PER_CHILD:
            answer["spent"] = True
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _allow_cpu(seconds: int) -> None:
    """Let this file have so many seconds of CPU on top of what was used before it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def _answer(path: Path) -> dict[str, Any]:
    try:
        return _parse(path)
    except BadRecord as error:
        return {"problem": error.what, "hint": error.hint}
    except Exception as error:  # noqa: BLE001  (edge: whatever a parser says about a broken file)
        if isinstance(error, MemoryError | RecursionError) or "memory" in str(error).lower():
            return dict(_TOO_BIG)
        return {"problem": "the file is broken or not what its name says", "hint": "open it and save it again"}


def _parse(path: Path) -> dict[str, Any]:
    match path.suffix.lower():
        case ".xlsx":
            from knowledge_base.loaders.parsing.workbook import read_sheets

            return {"sheets": read_sheets(path)}
        case ".docx":
            from knowledge_base.loaders.parsing.word import read_word as read
        case ".pdf":
            from knowledge_base.loaders.parsing.portable import read_pdf as read
        case _:
            from knowledge_base.loaders.parsing.web import read_html as read
    title, text = read(path)
    return {"title": title, "text": text}


if __name__ == "__main__":
    main()
