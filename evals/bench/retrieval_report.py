"""What the peer benchmark found: figures of every system on every set, as JSON, Markdown and lines with targets."""

import datetime as dt
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from evals.bench.measure import Line, at_least, median_ms, percentile
from evals.bench.peers.registry import OURS, SYSTEMS
from evals.bench.retrieval_metrics import QueryScore, by_direction, difference, mean
from evals.bench.retrieval_runs import Run
from evals.log import Revision

TARGETS = {
    "xquad_mixed": 0.91,
    "needs_dev": 0.62,
    "onet_task_to_dwa_en": 0.36,
    "csco_jobtitle_zh": 0.46,
    "esco_skill_from_jobad_en": 0.38,
}
"""nDCG@10 that ours should reach."""
SAME, ACROSS = 0.98, 0.92
"""Recall@10 in a mixed pool that ours should reach, in the query's language and in the other."""
DIRECTED = "xquad_mixed"
"""The set whose directions have targets."""
INTERVAL_SETS = frozenset({"needs_dev"})
"""Sets on which the whole interval must lie above the best peer."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SystemResult(_Value):
    """One system on one set."""

    system: str
    """Name in the registry."""
    versions: dict[str, str]
    """Distributions it is made of."""
    ndcg: float
    """Mean nDCG@10."""
    recall: float
    """Mean recall@10."""
    directions: dict[str, float]
    """Query language -> document language: recall@10; empty for a set with one direction."""
    p50_ms: float
    """Median milliseconds of a search, without embedding the query."""
    p95_ms: float
    """95th percentile of the same."""
    index_seconds: float
    """Seconds to index, without embedding."""
    behind: tuple[float, float, float] | None = None
    """Ours minus this system in nDCG@10: mean and 95 % interval; None for ours."""


class SetResult(_Value):
    """All systems on one set."""

    name: str
    """Name of the set."""
    documents: int
    """How many there are."""
    queries: int
    """How many were asked and have an answer."""
    of_queries: int
    """How many judged queries the set has."""
    systems: tuple[SystemResult, ...]
    """Ours first where it ran."""
    failed: dict[str, str]
    """System -> why it did not run."""

    @property
    def ours(self) -> SystemResult | None:
        """Our own result."""
        return next((each for each in self.systems if each.system == OURS), None)

    @property
    def best_peer(self) -> SystemResult | None:
        """The peer with the highest nDCG@10."""
        return max((each for each in self.systems if each.system != OURS), key=lambda each: each.ndcg, default=None)


class Report(_Value):
    """One whole run of the benchmark."""

    embedder: str
    """Model all systems had their vectors from."""
    query_embedding_ms: float
    """Median milliseconds to embed one query; to be added to every latency of a system that uses vectors."""
    revision: Revision
    """Our code that ran."""
    day: dt.date
    """When."""
    sets: tuple[SetResult, ...]
    """In the order they ran."""


def system_result(run: Run, scores: Sequence[QueryScore], ours: Sequence[QueryScore] | None) -> SystemResult:
    """The figures of a run.

    Args:
        run: what was answered.
        scores: of its queries.
        ours: scores of our own system on the same queries; None for ours, or where it did not run.
    """
    apart = difference([s.ndcg for s in ours], [s.ndcg for s in scores]) if ours else None
    return SystemResult(
        system=run.system,
        versions=run.versions,
        ndcg=mean([s.ndcg for s in scores]),
        recall=mean([s.recall for s in scores]),
        directions=by_direction(scores),
        p50_ms=median_ms(run.seconds),
        p95_ms=percentile(run.seconds, 0.95) * 1000,
        index_seconds=run.index_seconds,
        behind=(apart.mean, apart.low, apart.high) if apart else None,
    )


def lines(result: SetResult) -> list[Line]:
    """The table of one set: ours with its targets, every peer, and how far ours is ahead of the best of them."""
    found = [_line_of_peer(result.name, each) for each in result.systems if each.system != OURS]
    if result.ours is not None:
        found = [*_lines_of_ours(result.name, result.ours), *found, *_ahead(result)]
    for name, why in result.failed.items():
        broken = False if name == OURS else None
        found.append(Line(f"{result.name}: {SYSTEMS[name].title}", float("nan"), "", f"not run: {why}", broken))
    return found


def _lines_of_ours(name: str, ours: SystemResult) -> list[Line]:
    title = f"{name}: ours"
    target = TARGETS.get(name)
    first = at_least(title, ours.ndcg, "nDCG@10", target) if target else Line(title, ours.ndcg, "nDCG@10")
    found = [first, Line(f"{title}, p50 of a search", ours.p50_ms, "ms")]
    if name == DIRECTED and ours.directions:
        same, across = parted(ours.directions)
        found += [
            at_least(f"{title}, same language (lower of two)", min(same), "recall@10", SAME),
            at_least(f"{title}, across (lower of two)", min(across), "recall@10", ACROSS),
        ]
    return found


def parted(directions: Mapping[str, float]) -> tuple[list[float], list[float]]:
    """Recall in the query's language, and across languages."""
    same = [value for name, value in directions.items() if len(set(name.split("->"))) == 1]
    across = [value for name, value in directions.items() if len(set(name.split("->"))) == 2]
    return same, across


def _line_of_peer(name: str, peer: SystemResult) -> Line:
    said = "" if peer.behind is None else "ours {:+.3f} [{:+.3f}, {:+.3f}]".format(*peer.behind)
    return Line(f"{name}: {SYSTEMS[peer.system].title}", peer.ndcg, "nDCG@10", said)


def _ahead(result: SetResult) -> list[Line]:
    best = result.best_peer
    if best is None or best.behind is None:
        return []
    ahead, low, _ = best.behind
    name = f"{result.name}: ours minus {SYSTEMS[best.system].title}"
    found = [Line(name, ahead, "nDCG@10", "above 0 (best peer)", ahead > 0)]
    if result.name in INTERVAL_SETS:
        found.append(Line(f"{result.name}: lower end of its 95 % interval", low, "nDCG@10", "above 0", low > 0))
    return found


def markdown(report: Report) -> str:
    """The report as tables, one a set."""
    changed = " with changes" if report.revision.dirty else ""
    parts = [
        f"Measured {report.day} at commit `{report.revision.commit[:10]}`{changed}. Embedder of all systems: "
        f"`{report.embedder}`; one query takes it {report.query_embedding_ms:.1f} ms, which the milliseconds below "
        "leave out. Directions are recall@10 from the query's language to the document's.",
        _made_of(report),
    ]
    return "\n\n".join([*parts, *(_table(result) for result in report.sets)]) + "\n"


def _made_of(report: Report) -> str:
    found = {
        name: number for result in report.sets for each in result.systems for name, number in each.versions.items()
    }
    return "Versions: " + ", ".join(f"{name} {found[name]}" for name in sorted(found)) + "."


def _table(result: SetResult) -> str:
    of_all = "" if result.queries == result.of_queries else f", a sample of {result.of_queries:,}"
    directions = sorted({name for each in result.systems for name in each.directions})
    heads = ["system", "nDCG@10", "ours minus it [95 %]", "recall@10", *directions, "p50 ms", "p95 ms", "index s"]
    rows = [_cells(each, directions) for each in result.systems]
    rows += [[SYSTEMS[name].title, f"not run: {why}"] + [""] * (len(heads) - 2) for name, why in result.failed.items()]
    table = ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * len(heads), *rows)]
    title = f"### `{result.name}`\n\n{result.documents:,} documents, {result.queries:,} queries{of_all}.\n\n"
    return title + "\n".join(table)


def _cells(each: SystemResult, directions: Sequence[str]) -> list[str]:
    mark = "**" if each.system == OURS else ""
    behind = "" if each.behind is None else "{:+.3f} [{:+.3f}, {:+.3f}]".format(*each.behind)
    recalls = [f"{each.directions[name]:.3f}" if name in each.directions else "" for name in directions]
    times = [f"{each.p50_ms:.1f}", f"{each.p95_ms:.1f}", f"{each.index_seconds:.1f}"]
    figures = [f"{mark}{each.ndcg:.3f}{mark}", behind, f"{each.recall:.3f}", *recalls, *times]
    return [f"{mark}{SYSTEMS[each.system].title}{mark}", *figures]


def overview(report: Report) -> str:
    """One table: nDCG@10 of every system on every set, and how far ours is ahead of the best peer."""
    names = [result.name for result in report.sets]
    by_system: dict[str, dict[str, float]] = {}
    for result in report.sets:
        for each in result.systems:
            by_system.setdefault(each.system, {})[result.name] = each.ndcg
    rows = [["nDCG@10", *(f"`{name}`" for name in names)], ["---"] * (len(names) + 1)]
    for system, figures in by_system.items():
        mark = "**" if system == OURS else ""
        cells = [f"{mark}{figures[name]:.3f}{mark}" if name in figures else "" for name in names]
        rows.append([f"{mark}{SYSTEMS[system].title}{mark}", *cells])
    rows.append(["target", *(f"{TARGETS[name]:.2f}" if name in TARGETS else "" for name in names)])
    rows.append(["ours minus the best peer [95 %]", *(_ahead_of_best(result) for result in report.sets)])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows) + "\n"


def _ahead_of_best(result: SetResult) -> str:
    best = result.best_peer
    if best is None or best.behind is None:
        return ""
    return "{:+.3f} [{:+.3f}, {:+.3f}]".format(*best.behind) + f" ({SYSTEMS[best.system].title})"
