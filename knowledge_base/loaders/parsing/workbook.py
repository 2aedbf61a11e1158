"""Excel workbooks: the cells of every sheet as values, formulas by their last result."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from knowledge_base.loaders.parsing.archive import check_archive

MAX_CELLS = 2_000_000


def read_sheets(path: Path) -> list[dict[str, Any]]:
    """Return `{"name", "rows"}` per visible sheet that holds anything.

    Raises:
        BadRecord: the archive is refused.
        MemoryError: there are more than two million cells.
    """
    check_archive(path)
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheets: list[dict[str, Any]] = []
    left = MAX_CELLS
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows: list[list[Any]] = []
        for row in sheet.iter_rows(values_only=True):
            left -= len(row)
            if left < 0:
                raise MemoryError
            rows.append([_cell(c) for c in row])
        if sheet.sheet_state == "visible" and any(any(c is not None for c in row) for row in rows):
            sheets.append({"name": sheet.title, "rows": rows})
    return sheets


def _cell(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)
