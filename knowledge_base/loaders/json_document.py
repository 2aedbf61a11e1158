"""A JSON file: a list of rows, an object that holds one, or a single row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge_base.errors import BadRecord
from knowledge_base.loaders.jsonlines import UNDECODED, open_text, parse_json, read_jsonlines
from knowledge_base.loaders.rows import RawRow

MAX_BYTES = 100_000_000
"""Larger files are better given as JSON lines, which need not be held in memory."""


def read_json(path: Path) -> Iterator[RawRow]:
    """Yield the rows of a JSON file, numbered from 1; a file of JSON lines under the wrong name is read as such.

    Raises:
        BadRecord: the file is empty, binary, too large, not JSON, or has no rows.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BadRecord("the JSON file is larger than 100 MB", "save it as JSON lines (.jsonl), one object per line")
    with open_text(path) as file:
        text = file.read()
    if UNDECODED.search(text):
        raise BadRecord("the file holds bytes of another encoding", "save it again as UTF-8")
    try:
        value = parse_json(text)
    except (ValueError, RecursionError) as error:
        if _looks_like_lines(text):
            yield from read_jsonlines(path)
            return
        raise BadRecord("the file is not valid JSON", "check it with a JSON editor") from error
    yield from _rows(value)


def _looks_like_lines(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return isinstance(parse_json(first), dict)
    except (ValueError, RecursionError):
        return False


def _rows(value: Any) -> Iterator[RawRow]:
    for number, item in enumerate(_list_in(value), start=1):
        if isinstance(item, dict):
            yield RawRow(number, item)
        else:
            yield RawRow(number, None, "the item is not a JSON object; give every record as an object")


def _list_in(value: Any) -> list[Any]:
    """The list itself, the longest list of objects in an object, or the object as the only row."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise BadRecord("the JSON file holds no object", "give a list of objects")
    lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    own_text = any(isinstance(value.get(name), str) for name in ("text", "content", "body", "description"))
    return [value] if own_text or not lists else max(lists, key=len)
