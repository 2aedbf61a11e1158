"""The plot of docs/retrieval.md: recall against latency, for our profiles and the peers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.bench.peers.registry import OURS, SYSTEMS
from evals.bench.retrieval_report import Report, SystemResult

PANELS = ("xquad_mixed", "needs_dev")
"""Sets that are drawn: the two with both languages in one pool."""
WITHOUT_VECTORS = frozenset({"bm25s", "bm25s-rjieba"})
"""Systems that embed no query."""
COLOURS = {True: "#0b6e4f", False: "#8a8f98"}
"""Ours, peers."""


@dataclass(frozen=True)
class Point:
    """One system of one profile on one set."""

    title: str
    """As the legend shows it."""
    ours: bool
    """Whether it is our own."""
    accurate: bool
    """Whether its vectors are those of the accurate profile."""
    milliseconds: float
    """Median of a search, with embedding the query."""
    recall: float
    """Recall@10."""


def points(reports: Sequence[Report], name: str) -> list[Point]:
    """The points of one panel, default profile first."""
    return [
        _point(each, report, accurate=number > 0)
        for number, report in enumerate(reports)
        for result in report.sets
        if result.name == name
        for each in result.systems
    ]


def _point(each: SystemResult, report: Report, *, accurate: bool) -> Point:
    embedding = 0.0 if each.system in WITHOUT_VECTORS else report.query_embedding_ms
    title = SYSTEMS[each.system].title + (", accurate profile" if accurate else "")
    return Point(title, each.system == OURS, accurate, each.p50_ms + embedding, each.recall)


def draw(reports: Sequence[Report], path: Path) -> None:
    """Write the plot as SVG; the same reports give the same file.

    Args:
        reports: of the default profile and, where it was run, of the accurate one.
        path: where to write.
    """
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "growth-coach", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    names = [name for name in PANELS if points(reports, name)]
    titles = list(dict.fromkeys(point.title for name in names for point in points(reports, name)))
    width = 5.2 * len(names)
    figure, axes = pyplot.subplots(1, len(names), figsize=(width, 6.4), squeeze=False)
    for axis, name in zip(axes[0], names, strict=True):
        _panel(axis, name, points(reports, name), titles)
    legend = "\n".join(f"{number}  {title}" for number, title in enumerate(titles, 1))
    figure.text(0.6 / width, 0.015, legend, va="bottom", ha="left", linespacing=1.35)
    figure.subplots_adjust(bottom=0.12 + 0.026 * len(titles), top=0.93, left=0.6 / width, right=0.98, wspace=0.18)
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)


def _panel(axis: Any, name: str, drawn: Sequence[Point], titles: Sequence[str]) -> None:
    for point in drawn:
        place = (point.milliseconds, point.recall)
        axis.scatter(*place, s=46, c=COLOURS[point.ours], marker="^" if point.accurate else "o", zorder=3)
        number = str(titles.index(point.title) + 1)
        weight = "bold" if point.ours else "normal"
        axis.annotate(number, place, xytext=(5, 4), textcoords="offset points", fontsize=9, fontweight=weight)
    axis.set_xscale("log")
    axis.set_ylim(0, 1.02)
    axis.set_title(name)
    axis.set_xlabel("median search with embedding the query, ms")
    axis.set_ylabel("recall@10")
    axis.grid(visible=True, which="both", linewidth=0.3, alpha=0.6)
