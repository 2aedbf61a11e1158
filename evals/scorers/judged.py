"""What an offline scorer judges: the output of a task beside the sample it came from."""

from dataclasses import dataclass
from typing import Any

from coach.scoring import Score, Scorer
from evals.samples import Sample


@dataclass(frozen=True)
class Judged:
    """One output and its sample."""

    sample: Sample
    """What was put in and what was expected."""
    output: Any
    """What came out: `Draft`, `ToneReport` or a list of passages."""


@dataclass(frozen=True)
class OnOutput:
    """The second wiring of a live scorer: it judges the output, whatever the sample expected."""

    live: Scorer[Any]
    """The scorer that live drafts are judged with."""

    @property
    def name(self) -> str:
        """The live scorer's own name."""
        return self.live.name

    def score(self, judged: Judged) -> Score:
        """Score the output alone."""
        return self.live.score(judged.output)


def share(name: str, hits: int, total: int, misses: str) -> Score:
    """A share as a score; unscored where there was nothing to count.

    Args:
        name: the scorer's name.
        hits: how many were right.
        total: how many there were.
        misses: what was wrong, for the explanation.
    """
    if total == 0:
        return Score(name=name, value=None, explanation="the question does not arise")
    explanation = f"{hits} of {total}" + (f"; missing: {misses}" if misses else "")
    return Score(name=name, value=hits / total, explanation=explanation)
