"""JSON lines, read one line at a time however large the file is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from knowledge_base.loaders.encoding import detect_encoding
from knowledge_base.loaders.rows import RawRow

MAX_LINE = 20_000_000
"""Longest line, in characters."""
UNDECODED = re.compile("[\udc80-\udcff]")
"""What a byte that does not belong to the encoding becomes when a file is opened with `open_text`."""


def open_text(path: Path) -> TextIO:
    """Open a text file in its own encoding; a wrong byte becomes a lone surrogate that `UNDECODED` finds."""
    encoding = detect_encoding(path)
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    return path.open(encoding=encoding, errors=errors, newline=None)


def read_jsonlines(path: Path) -> Iterator[RawRow]:
    """Yield one row per line that is not blank.

    Raises:
        BadRecord: the file is empty, binary or in no known encoding.
    """
    with open_text(path) as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE and not line.endswith("\n"):
                _skip_rest(file)
                yield RawRow(number, None, "the line is longer than 20 million characters; split it")
            elif line.strip():
                yield _row(number, line)


def _skip_rest(file: TextIO) -> None:
    while (part := file.readline(MAX_LINE)) and not part.endswith("\n"):
        pass


def _row(number: int, line: str) -> RawRow:
    if UNDECODED.search(line):
        return RawRow(number, None, "the line holds bytes of another encoding; save the file again as UTF-8")
    try:
        value = parse_json(line)
    except (ValueError, RecursionError):
        return RawRow(number, None, "the line is not valid JSON; write one object per line")
    if not isinstance(value, dict):
        return RawRow(number, None, "the line is not a JSON object; write one object per line")
    return RawRow(number, value)


def parse_json(text: str) -> Any:
    """Parse JSON; NaN and infinity, which JSON does not have, become null.

    Raises:
        ValueError: it is not JSON, or holds a number of over 4,300 digits.
        RecursionError: it is nested too deeply.
    """
    return json.loads(text, parse_constant=lambda _: None)
