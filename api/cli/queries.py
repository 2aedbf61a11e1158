"""The queries of `coach search --queries`: read whole before the first search, so that a bad line costs nothing."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.errors import InvalidInput

LIMIT_BYTES = 200_000_000
"""A file this large is no list of queries."""


def read_queries(path: Path) -> list[tuple[str, str]]:
    """Return (id, text) of every row, in order. UTF-8 and UTF-16 with a byte-order mark are read.

    Raises:
        InvalidInput: no file, no text, a line that is no JSON object, a row without an id or a text, an id twice.
    """
    if not path.is_file():
        raise InvalidInput(f"There is no file {str(path)!r}.", "Check the path.")
    rows: dict[str, str] = {}
    for number, row in _rows(path):
        query, text = _id(row, number), row.get("text")
        if not isinstance(text, str):
            raise InvalidInput(f"Line {number} has no text.", 'Write rows as {"id": "q1", "text": "..."}.')
        if query in rows:
            raise InvalidInput(f"Line {number} repeats the id {query!r}.", "Give every query an id of its own.")
        rows[query] = text
    return list(rows.items())


def one_line(value: str) -> str:
    """An id as a run file can hold it: tabs and line breaks become spaces."""
    return " ".join(value.split())


def _id(row: dict[str, Any], number: int) -> str:
    value = row.get("_id", row.get("id"))
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise InvalidInput(f"Line {number} has no id.", 'Write rows as {"id": "q1", "text": "..."}.')
    return one_line(str(value))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InvalidInput(f"Line {number} is not JSON.", "Write one JSON object a line.") from error
        if not isinstance(row, dict):
            raise InvalidInput(f"Line {number} is no JSON object.", "Write one object a line.")
        yield number, row


def _text(path: Path) -> str:
    if path.stat().st_size > LIMIT_BYTES:
        raise InvalidInput("The file of queries is over 200 MB.", "Split it.")
    raw = path.read_bytes()
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("The file of queries is not in UTF-8.", "Save it again as UTF-8.") from error
