"""From scores to figures: means with intervals, and paired differences."""

import random
from collections.abc import Iterable, Sequence

from coach.scoring import Score
from evals.log import Metric

RESAMPLES = 1_000
"""Bootstrap resamples (Efron & Tibshirani 1993: 1,000 suffice for a 95 % interval)."""


def summarise(results: Iterable[Sequence[Score]], *, seed: int) -> tuple[Metric, ...]:
    """One metric a scorer, by name; None values count as unscored, not as zero."""
    values: dict[str, list[float | None]] = {}
    for scores in results:
        for score in scores:
            values.setdefault(score.name, []).append(score.value)
    return tuple(_metric(name, values[name], seed) for name in sorted(values))


def _metric(name: str, values: Sequence[float | None], seed: int) -> Metric:
    scored = [value for value in values if value is not None]
    low, high = interval(scored, seed=seed) if scored else (None, None)
    mean = sum(scored) / len(scored) if scored else None
    return Metric(name=name, mean=mean, low=low, high=high, scored=len(scored), unscored=len(values) - len(scored))


def interval(values: Sequence[float], *, seed: int) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of the mean; `values` must not be empty."""
    draw = random.Random(seed)  # noqa: S311 - resampling, no secret
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]
