"""CSV and its relatives: separator and encoding are found, headings may be Chinese or English."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pydantic import JsonValue

from knowledge_base.errors import BadRecord
from knowledge_base.loaders.columns import columns
from knowledge_base.loaders.jsonlines import MAX_LINE, UNDECODED, open_text
from knowledge_base.loaders.rows import RawRow

_SEPARATORS = (",", "\t", ";", "|", "，")
_BAD_BYTES = "the row holds bytes of another encoding; save the file again as UTF-8"


def read_delimited(path: Path) -> Iterator[RawRow]:
    """Yield the rows under the heading row; numbers count rows as a spreadsheet shows them, the headings being row 1.

    Raises:
        BadRecord: the file is empty, binary, in no known encoding, or has no heading that is known.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    with open_text(path) as file:
        separator = _separator(list(islice(file, 20)))
        file.seek(0)
        reader = csv.reader((line.replace("\0", "") for line in file), delimiter=separator)
        yield from read_table(_counted(reader))


def _counted(reader: Iterable[list[str]]) -> Iterator[list[str] | str]:
    """The rows; a row the csv module refuses becomes the reason instead."""
    rows = iter(reader)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield "the row cannot be split into cells; check its quotation marks"


def _separator(lines: list[str]) -> str:
    """The separator under which the heading row has the most known headings, then the most cells."""
    heading = next((line for line in lines if line.strip()), "")

    def known(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([heading], delimiter=separator), [])
        return sum(1 for c in cells if columns().name(c) in columns().columns), len(cells)

    return max(_SEPARATORS, key=known)


def read_table(rows: Iterable[list[str] | list[JsonValue] | str]) -> Iterator[RawRow]:
    """Turn rows of cells into `RawRow`; the first row that is not blank holds the headings.

    Raises:
        BadRecord: no heading names an id, title or text.
    """
    headings: list[str] = []
    for number, cells in enumerate(rows, start=1):
        if isinstance(cells, str):
            yield RawRow(number, None, cells)
        elif not any(_filled(c) for c in cells):
            continue
        elif not headings:
            headings = _checked([str(c or "").strip() for c in cells])
        elif any(isinstance(c, str) and UNDECODED.search(c) for c in cells):
            yield RawRow(number, None, _BAD_BYTES)
        else:
            yield RawRow(number, _values(headings, list(cells)))


def _filled(cell: JsonValue) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _values(headings: list[str], cells: list[JsonValue]) -> dict[str, JsonValue]:
    """Heading -> cell; cells beyond the headings are dropped, empty ones too, repeated headings are numbered."""
    values: dict[str, JsonValue] = {}
    for heading, cell in zip(headings, cells, strict=False):
        if heading and _filled(cell):
            values[heading if heading not in values else f"{heading} ({len(values)})"] = cell
    return values


def _checked(headings: list[str]) -> list[str]:
    wanted = {"title", "text", *columns().text_order}
    if not any(columns().name(h) in wanted for h in headings):
        raise BadRecord("no column is named title or text", "name the columns in the first row: id, title, text")
    return headings
