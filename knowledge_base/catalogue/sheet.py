"""Reports as CSV that opens in a spreadsheet: UTF-8 with a mark, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from knowledge_base.catalogue.quality import QualityReport

_RUN = ("=", "+", "-", "@", "\t", "\r")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV; a cell that begins like a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def quality_csv(report: QualityReport) -> bytes:
    """One line a record with flaws or missing fields, and one a pair of twins."""
    rows: list[Sequence[object]] = [
        (row.id, row.title, row.source, " ".join(row.flaws), " ".join(row.missing), "") for row in report.rows
    ]
    rows += [(each.first, each.titles[0], "", each.kind.value, "", each.second) for each in report.twins]
    return as_csv(("id", "title", "source", "flaws", "missing", "same_as"), rows)


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUN) else cell
