"""A run as text: the figures with their intervals, then the samples that went worst."""

from collections.abc import Iterator

from evals.compare import Comparison
from evals.log import EvalLog, SampleResult

WORST = 10


def report_lines(log: EvalLog) -> Iterator[str]:
    """The figures of one run and its worst samples."""
    dirty = " (with uncommitted changes)" if log.revision.dirty else ""
    yield f"{log.id}  task {log.task}  engine {log.engine}  {log.created}"
    yield f"revision {log.revision.commit[:12]}{dirty}  dataset {log.dataset.name} {log.dataset.sha256[:12]}"
    yield ""
    for metric in log.metrics:
        if metric.mean is None:
            yield f"{metric.name:26} unscored ({metric.unscored})"
        else:
            band = f"[{metric.low:.3f}, {metric.high:.3f}]"
            yield f"{metric.name:26} {metric.mean:.3f} {band}  n={metric.scored}, unscored {metric.unscored}"
    worst = [sample for sample in sorted(log.samples, key=_mean) if _mean(sample) < 1][:WORST]
    if worst:
        yield ""
        yield "Worst samples"
    for sample in worst:
        misses = [f"{s.name}: {s.explanation}" for s in sample.scores if s.value is not None and s.value < 1]
        yield f"  {sample.id} {_mean(sample):.2f}  {sample.error or '; '.join(misses)}"


def _mean(sample: SampleResult) -> float:
    values = [score.value for score in sample.scores if score.value is not None]
    return sum(values) / len(values) if values else 1.0


def comparison_lines(found: Comparison) -> Iterator[str]:
    """What moved between two runs, largest loss first."""
    yield f"A {found.a}"
    yield f"B {found.b}"
    if not found.same_dataset:
        yield "The datasets differ: only samples with the same id are compared."
    for move in found.moved:
        mark = "*" if move.significant else " "
        band = f"[{move.low:+.3f}, {move.high:+.3f}]"
        means = f"{move.before:.3f} → {move.after:.3f}  {move.difference:+.3f}"
        yield f"{mark} {move.name:26} {means} {band}  n={move.samples}"
        if move.worse:
            yield f"      worse: {', '.join(move.worse)}"
        if move.better:
            yield f"      better: {', '.join(move.better)}"
    for label, names in (("only in A", found.only_a), ("only in B", found.only_b)):
        if names:
            yield f"{label}: {', '.join(names)}"
