"""A catalogue file as a table: headings as they stand, rows with the number a spreadsheet shows."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pydantic import JsonValue

from knowledge_base.catalogue.fields import headings, plain
from knowledge_base.errors import BadRecord
from knowledge_base.loaders.cleaning import clean_text, clean_value
from knowledge_base.loaders.jsonlines import MAX_LINE, UNDECODED, open_text, read_jsonlines
from knowledge_base.loaders.parser import DocumentParser

SUFFIXES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json")
"""What is read."""
HEADING_ROWS = 15
"""Rows among which the headings are looked for: exports put a title and a date above them."""
_SEPARATORS = (",", "\t", ";", "|", "，")
_BAD_BYTES = "the row holds bytes of another encoding; save the file again as UTF-8"
_ADVICE = {".xls": "save it as .xlsx", ".xlsm": "macros are not read; save it as .xlsx", ".zip": "unpack it first"}

Cells = Sequence[JsonValue]


@dataclass(frozen=True)
class TableRow:
    """One row."""

    number: int
    """As a spreadsheet or an editor shows it, from 1."""
    cells: dict[str, JsonValue]
    """Heading -> value; empty cells are left out."""
    problem: str = ""
    """Why it could not be read; then there are no cells."""


@dataclass(frozen=True)
class Table:
    """A catalogue file."""

    headings: tuple[str, ...]
    """In the order of the file; one that stands twice gets a number."""
    rows: tuple[TableRow, ...]
    """The rows under the headings that are not blank."""
    sheet: str = ""
    """Sheet of a workbook that was read."""
    other_sheets: tuple[str, ...] = ()
    """Sheets that were not."""

    def column(self, heading: str, *, most: int = 200) -> list[JsonValue]:
        """Return the first filled cells of a column."""
        return list(islice((row.cells[heading] for row in self.rows if heading in row.cells), most))


def read_table(path: Path, *, sheet: str = "") -> Table:
    """Read a catalogue.

    Args:
        path: the file; its suffix tells what it is.
        sheet: sheet of a workbook; empty for the one that looks most like a catalogue.

    Raises:
        BadRecord: the file is empty, has headings only, is binary, too large, or of a kind that is not read.
        OSError: it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadRecord(f"files of the kind {suffix or path.name!r} are no catalogue", _ADVICE.get(suffix, _HINT))
    if path.stat().st_size == 0:
        raise BadRecord("the file is empty", "export the catalogue again, with its headings")
    if suffix == ".xlsx":
        table = _workbook(path, sheet)
    elif suffix in (".csv", ".tsv"):
        table = _of_cells(_delimited(path))
    else:
        table = _objects(path)
    if not table.rows:
        raise BadRecord("the file has headings and no rows", "export the catalogue again, with its rows")
    return table


_HINT = "give a CSV, XLSX or JSON-lines file"


def _workbook(path: Path, wanted: str) -> Table:
    with DocumentParser() as parser:
        sheets = parser.sheets(path)
    if not sheets:
        raise BadRecord("the file is empty", "export the catalogue again, with its headings")
    names = [each.name for each in sheets]
    if wanted and wanted not in names:
        raise BadRecord(f"there is no sheet {wanted!r}", f"choose from {', '.join(names)}")
    tables = [(_of_cells(each.rows), each.name) for each in sheets if wanted in ("", each.name)]
    best, name = max(tables, key=lambda pair: (_known(pair[0].headings) > 0, len(pair[0].rows)))
    return Table(best.headings, best.rows, name, tuple(each for each in names if each != name))


def _delimited(path: Path) -> Iterator[Cells | str]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    with open_text(path) as file:
        separator = _separator(list(islice(file, HEADING_ROWS)))
        file.seek(0)
        rows = iter(csv.reader((line.replace("\0", "") for line in file), delimiter=separator))
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield "the row cannot be split into cells; check its quotation marks"
                continue
            yield _BAD_BYTES if any(UNDECODED.search(cell) for cell in cells) else cells


def _separator(lines: list[str]) -> str:
    """The separator under which some line has the most known headings, then the most cells."""

    def score(separator: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=separator), []) for line in lines if line.strip()]
        return max(((_known(cells), len(cells)) for cells in rows), default=(0, 0))

    return max(_SEPARATORS, key=score)


def _known(cells: Iterable[JsonValue]) -> int:
    known = headings().by_heading
    return len({known[name] for cell in cells if isinstance(cell, str) and (name := plain(cell[:200])) in known})


def _of_cells(rows: Iterable[Cells | str]) -> Table:
    """The headings are the row with the most known names among the first ones, else the first with two cells."""
    listed = list(enumerate(rows, 1))
    first = [(number, cells) for number, cells in listed[: HEADING_ROWS * 4] if not isinstance(cells, str)]
    filled = [pair for pair in first if any(_filled(cell) for cell in pair[1])][:HEADING_ROWS]
    if not filled:
        raise BadRecord("the file is empty", "export the catalogue again, with its headings")
    at, names = max(filled, key=lambda p: (_known(p[1]), sum(map(_filled, p[1])) > 1, -p[0]))
    titles = _numbered([clean_text(str(cell or "")).strip() for cell in names])
    found = []
    for number, cells in listed:
        if number > at and isinstance(cells, str):
            found.append(TableRow(number, {}, cells))
        elif number > at and not isinstance(cells, str) and (values := _values(titles, cells)):
            found.append(TableRow(number, values))
    return Table(tuple(title for title in titles if title), tuple(found))


def _numbered(titles: list[str]) -> list[str]:
    """Headings that stand twice get a number, so that none hides another."""
    seen: dict[str, int] = {}
    numbered = []
    for title in titles:
        short = " ".join(title.split())[:200]
        seen[short] = seen.get(short, 0) + 1
        numbered.append(f"{short} ({seen[short]})" if short and seen[short] > 1 else short)
    return numbered


def _values(titles: list[str], cells: Cells) -> dict[str, JsonValue]:
    pairs = zip(titles, cells, strict=False)
    return {title: clean_value(cell) for title, cell in pairs if title and _filled(cell)}


def _filled(cell: JsonValue) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _objects(path: Path) -> Table:
    """JSON lines, or one JSON list: the keys are the headings."""
    if path.suffix.lower() == ".json":
        from knowledge_base.loaders.json_document import read_json as read
    else:
        read = read_jsonlines
    rows, titles = [], dict[str, None]()
    for raw in read(path):
        cells = {clean_text(str(k)).strip()[:200]: clean_value(v) for k, v in (raw.values or {}).items()}
        cells = {k: v for k, v in cells.items() if k and _filled(v) and v not in ([], {})}
        titles.update(dict.fromkeys(cells))
        if raw.problem or cells:
            rows.append(TableRow(raw.number, cells, raw.problem))
    return Table(tuple(titles), tuple(rows))
