"""The peer benchmark: our retrieval and what a user would otherwise assemble, same texts, same vectors."""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from coach.settings import Settings
from evals.bench.measure import Line, median_ms, times
from evals.bench.peers.registry import OURS, SYSTEMS
from evals.bench.retrieval_losses import losses
from evals.bench.retrieval_metrics import QueryScore, scored
from evals.bench.retrieval_report import Report, SetResult, lines, markdown, system_result
from evals.bench.retrieval_runs import Run, keep, kept, made, run_key, run_path
from evals.bench.retrieval_sets import NAMES, OWN, RetrievalSet, load_set
from evals.bench.vector_cache import CachedEmbedder
from evals.runner import revision
from knowledge_base.embeddings import AccurateEmbedder, BundledEmbedder, Embedder

QUIET = {"HAYSTACK_TELEMETRY_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False", "OMP_NUM_THREADS": "1"}
"""No peer reports home, and none computes with more threads than another; read when the libraries are imported."""

Profile = Literal["default", "accurate"]


@dataclass(frozen=True)
class Options:
    """What to run."""

    sets: Sequence[str] = NAMES
    """Names of sets."""
    systems: Sequence[str] = tuple(SYSTEMS)
    """Names of systems."""
    full: bool = False
    """All queries of the large sets, not a sample."""
    fresh: bool = False
    """Run again what was run before."""
    profile: Profile = "default"
    """Which of our embedders all systems use."""
    out: Path | None = None
    """Folder of runs, vectors and reports; None for the folder of eval logs."""

    @property
    def folder(self) -> Path:
        """Where everything is kept."""
        return self.out or Settings().eval_logs / "peers"


def peers(options: Options | None = None) -> list[Line]:
    """Run every system on every set and write the report; what ran before is not run again."""
    options = options or Options()
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    inner: Embedder = AccurateEmbedder() if options.profile == "accurate" else BundledEmbedder()
    embedder = CachedEmbedder(inner, options.folder / "vectors")
    try:
        found = [_compared(judged, options, embedder) for judged in _sets(options)]
        report = Report(
            embedder=embedder.name,
            query_embedding_ms=_query_ms(inner),
            revision=revision(),
            day=dt.datetime.now(dt.UTC).date(),
            sets=tuple(result for result, _ in found),
        )
    finally:
        embedder.close()
    _write(options, report, [text for _, text in found])
    return [line for result in report.sets for line in lines(result)]


def _sets(options: Options) -> list[RetrievalSet]:
    found = []
    for name in options.sets:
        judged = load_set(name)
        if judged is None:
            click.echo(f"  set {name} is skipped: the shared data is not beside this checkout", err=True)
        else:
            found.append(judged if options.full else judged.sample())
    return found or [own for own in [load_set(OWN)] if own is not None]


def _compared(judged: RetrievalSet, options: Options, embedder: CachedEmbedder) -> tuple[SetResult, str]:
    """All systems on one set, and where ours loses."""
    runs, failed = _runs(judged, options, embedder)
    scores = {name: scored(judged, run.rankings) for name, run in runs.items()}
    ours = scores.get(OURS)
    results = [system_result(run, scores[name], None if name == OURS else ours) for name, run in runs.items()]
    whole = load_set(judged.name)
    result = SetResult(
        name=judged.name,
        documents=len(judged.rows),
        queries=max((len(each) for each in scores.values()), default=0),
        of_queries=sum(any(grade > 0 for grade in whole.grades[q.id].values()) for q in whole.queries) if whole else 0,
        systems=tuple(results),
        failed=failed,
    )
    return result, _losses(judged, result, scores, runs)


def _losses(
    judged: RetrievalSet, result: SetResult, scores: Mapping[str, list[QueryScore]], runs: Mapping[str, Run]
) -> str:
    best = result.best_peer
    if best is None or OURS not in scores:
        return ""
    return losses(judged, best.system, scores=scores, runs=runs)


def _runs(judged: RetrievalSet, options: Options, embedder: CachedEmbedder) -> tuple[dict[str, Run], dict[str, str]]:
    runs: dict[str, Run] = {}
    failed: dict[str, str] = {}
    for number, name in enumerate(options.systems, 1):
        click.echo(f"  {judged.name}: {name} ({number} of {len(options.systems)})", err=True)
        try:
            runs[name] = _run(name, judged, options, embedder)
        except Exception as error:  # noqa: BLE001 - edge: one system that fails must not stop the others
            failed[name] = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:160]
            click.echo(f"  {name} did not run: {failed[name]}", err=True)
    return runs, failed


def _run(name: str, judged: RetrievalSet, options: Options, embedder: CachedEmbedder) -> Run:
    path = run_path(options.folder / "runs", name, judged, run_key(name, SYSTEMS[name], judged, embedder.name))
    run = None if options.fresh else kept(path)
    if run is None:
        run = made(name, SYSTEMS[name], judged, embedder)
        keep(path, run)
    return run


def _query_ms(inner: Embedder) -> float:
    """Median milliseconds of a query of eight to thirty characters, the model warm."""
    from evals.bench.knowledge import QUERIES

    inner.embed_query(QUERIES[0])
    return median_ms([t for text in QUERIES for t in times(lambda q=text: inner.embed_query(q), 3)])  # type: ignore[misc]


def _write(options: Options, report: Report, lost: Sequence[str]) -> None:
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    name = f"report-{options.profile}"
    (folder / f"{name}.json").write_text(report.model_dump_json(indent=1), encoding="utf-8")
    (folder / f"{name}.md").write_text(markdown(report), encoding="utf-8")
    (folder / f"losses-{options.profile}.md").write_text("\n".join(lost), encoding="utf-8")
    click.echo(f"  written: {folder / name}.json, .md and losses-{options.profile}.md", err=True)
