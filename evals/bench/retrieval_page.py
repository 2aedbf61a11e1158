"""Bring docs/retrieval.md up to date: its tables and its plot, from the last reports of the peer benchmark.

python -m evals.bench.retrieval_page [FOLDER OF REPORTS]
"""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import click

from evals.bench.retrieval import Options
from evals.bench.retrieval_plot import draw
from evals.bench.retrieval_report import Report, markdown, overview
from evals.bench.texts import ROOT

PAGE = ROOT / "docs" / "retrieval.md"
PLOT = ROOT / "docs" / "retrieval.svg"
BETWEEN = "<!-- {0}: written by evals.bench.retrieval_page -->\n{1}<!-- end of {0} -->"


def main() -> None:
    """Read the reports there are, write page and plot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, help="of the reports; evals/peers in COACH_HOME")
    folder = parser.parse_args().folder or Options().folder
    reports = found_reports(folder)
    if not reports:
        raise SystemExit(f"There is no report in {str(folder)!r}. Run: python -m evals.bench peers")
    page = PAGE.read_text(encoding="utf-8")
    page = replaced(page, "overview", overview(reports[0]))
    page = replaced(page, "tables", markdown(reports[0]))
    PAGE.write_text(page, encoding="utf-8")
    draw(reports, PLOT)
    click.echo(f"written: {PAGE.relative_to(ROOT)}, {PLOT.relative_to(ROOT)}")


def found_reports(folder: Path) -> list[Report]:
    """The reports of the default and the accurate profile, those that there are."""
    paths = [folder / f"report-{profile}.json" for profile in ("default", "accurate")]
    return [Report.model_validate_json(path.read_bytes()) for path in paths if path.is_file()]


def replaced(page: str, name: str, text: str) -> str:
    """The page with what stands between the markers of `name` replaced.

    Raises:
        ValueError: the page has no such markers.
    """
    start, end = re.escape(BETWEEN.format(name, "\x00")).split("\x00")
    made: Sequence[str] = re.split(f"({start}).*?({end})", page, flags=re.DOTALL)
    if len(made) != 4:
        raise ValueError(f"the page needs one pair of markers {name!r}")
    return "".join([made[0], made[1], f"\n{text}\n", made[2], made[3]])


if __name__ == "__main__":
    main()
