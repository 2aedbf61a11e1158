"""`coach evals`: run, compare, report, collect."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.context import actor, application, as_option
from api.cli.output import dumps, json_option, print_json, progress
from coach.settings import Settings

if TYPE_CHECKING:
    from evals.log import EvalLog


def _logs() -> Path:
    return Settings().eval_logs


def _log(name: str) -> "EvalLog":
    """A log named by its path, its id or the start of its id."""
    from evals.log import find_log, read_log

    return read_log(Path(name)) if Path(name).is_file() else find_log(_logs(), name)


@click.group("evals")
def command() -> None:
    """Recorded evals: run a task, look at a run, compare two."""


@command.command("run")
@click.argument("task")
@click.option("--engine", type=click.Choice(["auto", "grounded", "model"]), default="grounded", help="Who drafts.")
@click.option("--dataset", type=click.Path(path_type=Path), help="Another dataset (JSONL of samples).")
@json_option
def run(task: str, engine: Any, dataset: Path | None, as_json: bool) -> None:
    """Run TASK (draft, tone, retrieval) and write its log under COACH_HOME/evals."""
    from evals.log import write_log
    from evals.report import report_lines
    from evals.runner import run_task
    from evals.samples import load_dataset
    from evals.tasks import Parts, task_named

    with application() as app:
        parts = Parts(drafter=lambda: app.drafter, knowledge=lambda: app.knowledge, engine=engine)
        chosen = task_named(task, parts)
        samples = load_dataset(dataset or chosen.dataset)
        fingerprint = app.knowledge.fingerprint() if chosen.uses_knowledge else ""
        log = run_task(chosen, samples, fingerprint=fingerprint, told=lambda done, total: progress(f"{done}/{total}"))
    path = write_log(log, _logs())
    if as_json:
        print_json(log)
        return
    for line in report_lines(log):
        click.echo(line)
    click.echo(f"\nlog: {path}")


@command.command("compare")
@click.argument("a")
@click.argument("b")
@json_option
def compare_(a: str, b: str, as_json: bool) -> None:
    """Show what moved between runs A and B (paths, ids, or the start of an id)."""
    from evals.compare import compare
    from evals.report import comparison_lines

    found = compare(_log(a), _log(b))
    click.echo(dumps(found, indent=2) if as_json else "\n".join(comparison_lines(found)))


@command.command("report")
@click.argument("name", required=False)
@json_option
def report(name: str | None, as_json: bool) -> None:
    """Show one run, or list all."""
    from evals.log import read_log
    from evals.report import report_lines

    if name is not None:
        log = _log(name)
        click.echo(dumps(log, indent=2) if as_json else "\n".join(report_lines(log)))
        return
    runs = [read_log(path) for path in sorted(_logs().glob("*.json"))]
    if as_json:
        print_json([{"id": r.id, "task": r.task, "engine": r.engine, "created": r.created} for r in runs])
        return
    for each in runs:
        click.echo(f"{each.id}\t{each.task}\t{each.engine}\t{each.dataset.samples} samples")


@command.command("collect")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the proposed samples go (JSONL).")
@as_option
@json_option
def collect(out: Path, username: str | None, as_json: bool) -> None:
    """Propose samples from approved reviews, redacted; a person checks them before they join a dataset."""
    from evals.from_reviews import propose_samples

    with application() as app:
        samples = list(propose_samples(app.queue, by=actor(app, username), names=app.people.names()))
    out.write_text("".join(dumps(sample) + "\n" for sample in samples), encoding="utf-8")
    print_json({"proposed": len(samples), "out": str(out)}) if as_json else click.echo(f"{len(samples)} in {out}")
