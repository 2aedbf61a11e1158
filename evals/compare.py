"""Two runs side by side: what moved, by how much, and in which samples."""

from coach.domain.base import Model
from evals.errors import BadDataset
from evals.log import EvalLog
from evals.metrics import interval


class Moved(Model):
    """One scorer in both runs, over the samples that both scored."""

    name: str
    """The scorer's name."""
    before: float
    """Mean in A."""
    after: float
    """Mean in B."""
    difference: float
    """`after - before`."""
    low: float
    """Lower end of the paired 95 % bootstrap interval of the difference."""
    high: float
    """Upper end."""
    samples: int
    """Samples scored in both."""
    significant: bool
    """Whether the interval leaves out zero."""
    worse: tuple[str, ...]
    """Samples that lost, most first, at most ten."""
    better: tuple[str, ...]
    """Samples that gained, most first, at most ten."""


class Comparison(Model):
    """What moved between run A and run B."""

    a: str
    """Id of the first run."""
    b: str
    """Id of the second."""
    same_dataset: bool
    """Whether both ran over the same bytes."""
    moved: tuple[Moved, ...]
    """One a scorer, largest loss first."""
    only_a: tuple[str, ...]
    """Scorers only A has."""
    only_b: tuple[str, ...]
    """Scorers only B has."""


def compare(a: EvalLog, b: EvalLog) -> Comparison:
    """Compare two runs of one task, sample by sample.

    Raises:
        BadDataset: the runs are of different tasks or share no sample.
    """
    if a.task != b.task:
        raise BadDataset(f"{a.id} ran {a.task!r} and {b.id} ran {b.task!r}.", "Compare runs of the same task.")
    values_a, values_b = _values(a), _values(b)
    shared = [name for name in values_a if name in values_b and values_a[name].keys() & values_b[name].keys()]
    if not shared:
        raise BadDataset("The two runs share no scored sample.", "Run both over the same dataset.")
    moved = sorted((_moved(name, values_a[name], values_b[name], a.seed) for name in shared), key=_loss)
    return Comparison(
        a=a.id,
        b=b.id,
        same_dataset=a.dataset.sha256 == b.dataset.sha256,
        moved=tuple(moved),
        only_a=tuple(sorted(values_a.keys() - values_b.keys())),
        only_b=tuple(sorted(values_b.keys() - values_a.keys())),
    )


def _loss(moved: Moved) -> tuple[float, str]:
    return moved.difference, moved.name


def _values(log: EvalLog) -> dict[str, dict[str, float]]:
    values: dict[str, dict[str, float]] = {}
    for sample in log.samples:
        for score in sample.scores:
            if score.value is not None:
                values.setdefault(score.name, {})[sample.id] = score.value
    return values


def _moved(name: str, a: dict[str, float], b: dict[str, float], seed: int) -> Moved:
    ids = sorted(a.keys() & b.keys())
    differences = {sample: b[sample] - a[sample] for sample in ids}
    low, high = interval(list(differences.values()), seed=seed)
    ranked = sorted(ids, key=lambda sample: (differences[sample], sample))
    return Moved(
        name=name,
        before=sum(a[i] for i in ids) / len(ids),
        after=sum(b[i] for i in ids) / len(ids),
        difference=sum(differences.values()) / len(ids),
        low=low,
        high=high,
        samples=len(ids),
        significant=low > 0 or high < 0,
        worse=tuple(i for i in ranked if differences[i] < 0)[:10],
        better=tuple(i for i in reversed(ranked) if differences[i] > 0)[:10],
    )
