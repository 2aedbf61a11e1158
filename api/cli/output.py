"""What a command prints: one JSON document on stdout, progress on stderr."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from coach.errors import InvalidInput

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
"""Every command takes it."""

TEXT_LIMIT_BYTES = 2_000_000
"""A gap description is a page; a file this large is the wrong file."""


def plain(value: Any) -> Any:
    """Turn models into what `json.dumps` takes."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def dumps(value: Any, *, indent: int | None = None) -> str:
    """One JSON text; a lone surrogate of the input is escaped rather than refused."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def print_json(value: Any) -> None:
    """Print one JSON document on stdout."""
    click.echo(dumps(value, indent=2))


def progress(line: str) -> None:
    """Say on stderr how far the work is."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)
    else:
        click.echo(line, err=True)


def read_text(text: str | None, file: Path | None) -> str:
    """The text of an argument, of a file, or of standard input (`-`).

    Raises:
        InvalidInput: none or two were given, or the bytes are no text.
    """
    if (text is None) == (file is None):
        raise InvalidInput("Give a text, or --file F, or - for standard input.", "For example: coach tone 'your text'.")
    if file is not None:
        if not file.is_file():
            raise InvalidInput(f"There is no file {str(file)!r}.", "Check the path.")
        return decode(file.read_bytes())
    if text == "-":
        return decode(sys.stdin.buffer.read())
    return text or ""


def decode(raw: bytes) -> str:
    """Text of bytes in UTF-8, UTF-16 with a mark, or GB18030.

    Raises:
        InvalidInput: too many bytes, or no text.
    """
    if len(raw) > TEXT_LIMIT_BYTES:
        raise InvalidInput("The text is over 2 MB.", "Give the part that describes the gap.")
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInput("This is not text: it holds binary data.", "Copy the text into a .txt file in UTF-8.")
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("The encoding of the text is not known.", "Save it as UTF-8 and try again.")


def read_jsonl(path: Path) -> Iterator[tuple[int, Any]]:
    """Line number and value of each row; a row that is no JSON object is yielded as the error it is."""
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (UnicodeDecodeError, ValueError) as error:
                yield number, InvalidInput(f"Line {number} is not JSON in UTF-8: {error}.", "Mend or remove the line.")
                continue
            yield (
                number,
                row if isinstance(row, dict) else InvalidInput(f"Line {number} is no object.", "One object a line."),
            )


@contextmanager
def jsonl_writer(path: Path) -> Iterator[Any]:
    """A function that writes one row a call, flushed, so that an interrupted batch keeps what it has."""
    with path.open("w", encoding="utf-8", errors="backslashreplace") as out:

        def write(row: Any) -> None:
            out.write(dumps(row) + "\n")
            out.flush()

        yield write


def table(rows: Iterable[Iterable[Any]]) -> None:
    """Print rows with tabs between the cells."""
    for row in rows:
        click.echo("\t".join("" if cell is None else str(cell) for cell in row))
