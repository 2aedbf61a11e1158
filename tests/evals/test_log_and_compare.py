import json
from pathlib import Path
from typing import Any

import pytest

from coach.scoring import Score
from evals.compare import compare
from evals.errors import BadDataset, NoSuchLog
from evals.log import EvalLog, find_log, read_log, write_log
from evals.metrics import interval, summarise
from evals.report import comparison_lines, report_lines
from evals.runner import run_task
from evals.samples import Dataset, Sample
from evals.scorers.judged import Judged
from evals.tasks import Task


class Length:
    """Scores an output by a number the test hands in; raises nothing."""

    name = "length"

    def score(self, judged: Judged) -> Score:
        value = judged.sample.target.get("value")
        return Score(name=self.name, value=value, explanation="as told")


def dataset(values: dict[str, float | None]) -> Dataset:
    samples = tuple(
        Sample(id=i, language="zh", input={"text": i}, target={} if v is None else {"value": v}, source="s", reason="r")
        for i, v in values.items()
    )
    return Dataset(name="set", sha256="0" * 64, samples=samples)


def run(values: dict[str, float | None], solve: Any = str) -> EvalLog:
    return run_task(Task(name="t", solve=solve, scorers=(Length(),)), dataset(values), fingerprint="kb")


def test_a_log_says_what_ran_and_comes_back_as_it_was(tmp_path: Path) -> None:
    log = run({"a": 1.0, "b": 0.0})
    assert read_log(write_log(log, tmp_path)) == log
    assert log.revision.app_version
    assert log.packages["pydantic"]
    assert log.knowledge_base == "kb"


def test_unscored_is_not_zero() -> None:
    metric = run({"a": 1.0, "b": None}).metrics[0]
    assert (metric.mean, metric.scored, metric.unscored) == (1.0, 1, 1)


def test_a_sample_that_breaks_is_recorded_and_scores_zero() -> None:
    def broken(sample: Sample) -> str:
        if sample.id == "a":
            raise RuntimeError("no")
        return "fine"

    log = run({"a": 1.0, "b": 1.0}, broken)
    assert log.samples[0].error == "RuntimeError: no"
    assert log.metrics[0].mean == 0.5


def test_an_identical_run_gives_identical_figures() -> None:
    values: dict[str, float | None] = {str(n): n % 3 / 2 for n in range(30)}
    assert run(values).metrics == run(values).metrics


def test_comparison_shows_what_moved_and_where() -> None:
    a = run({str(n): 1.0 for n in range(20)})
    b = run({str(n): 0.0 if n < 15 else 1.0 for n in range(20)})
    moved = compare(a, b).moved[0]
    assert (moved.difference, moved.significant) == (-0.75, True)
    assert "0" in moved.worse
    assert "19" not in moved.worse
    assert any("worse" in line for line in comparison_lines(compare(a, b)))


def test_a_small_change_is_not_called_significant() -> None:
    a = run({str(n): 1.0 for n in range(20)})
    b = run({str(n): 0.0 if n == 0 else 1.0 for n in range(20)})
    assert not compare(a, b).moved[0].significant


def test_runs_of_different_tasks_are_not_compared() -> None:
    a = run({"a": 1.0})
    with pytest.raises(BadDataset):
        compare(a, a.model_copy(update={"task": "other"}))


def test_an_interval_holds_the_mean() -> None:
    low, high = interval([0.0, 1.0, 1.0, 1.0], seed=1)
    assert low <= 0.75 <= high
    assert summarise([[Score(name="x", value=None, explanation="")]], seed=1)[0].mean is None


def test_a_log_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"version": 99}), encoding="utf-8")
    with pytest.raises(NoSuchLog):
        read_log(tmp_path / "x.json")
    with pytest.raises(NoSuchLog):
        find_log(tmp_path, "nothing")


def test_the_report_names_the_worst_sample() -> None:
    lines = list(report_lines(run({"good": 1.0, "bad": 0.0})))
    assert any("bad" in line for line in lines)
    assert not any("  good" in line for line in lines)
