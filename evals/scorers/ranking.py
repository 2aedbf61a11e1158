"""Scorers of the task `retrieval`: is the right record near the top, in either language?"""

import math
from dataclasses import dataclass

from coach.scoring import Score, Scorer
from evals.scorers.judged import Judged, share

DEPTH = 10
"""How many results a person looks at."""


def ranking_scorers() -> tuple[Scorer[Judged], ...]:
    """All scorers of the task `retrieval`."""
    return (RecallAtTen(), Gain(), RightlyNothing())


@dataclass(frozen=True)
class RecallAtTen:
    """The relevant records are among the first ten."""

    name: str = "recall_at_10"

    def score(self, judged: Judged) -> Score:
        """Share of the relevant records found."""
        wanted, got = _relevant(judged), _ranked(judged)
        missed = [record for record in wanted if record not in got]
        return share(self.name, len(wanted) - len(missed), min(len(wanted), DEPTH), ", ".join(missed))


@dataclass(frozen=True)
class Gain:
    """nDCG@10 (Järvelin & Kekäläinen 2002): the better the record, the nearer the top it should stand."""

    name: str = "ndcg_at_10"

    def score(self, judged: Judged) -> Score:
        """Discounted gain over the best possible; unscored where nothing is relevant."""
        grades = _relevant(judged)
        if not grades:
            return share(self.name, 0, 0, "")
        got = sum(grades.get(record, 0) / math.log2(rank + 2) for rank, record in enumerate(_ranked(judged)))
        best = sum(g / math.log2(rank + 2) for rank, g in enumerate(sorted(grades.values(), reverse=True)[:DEPTH]))
        return Score(name=self.name, value=got / best, explanation=f"{len(grades)} relevant")


@dataclass(frozen=True)
class RightlyNothing:
    """Where nothing fits, nothing is recommended; where something does, something is."""

    name: str = "rightly_nothing"

    def score(self, judged: Judged) -> Score:
        """1 where the answer is empty exactly when it should be."""
        empty, wanted = not _ranked(judged), not _relevant(judged)
        return share(self.name, int(empty == wanted), 1, "answered" if wanted else "answered nothing")


def _relevant(judged: Judged) -> dict[str, float]:
    relevant: dict[str, float] = judged.sample.target.get("relevant", {})
    return relevant


def _ranked(judged: Judged) -> list[str]:
    return [passage.record_id for passage in judged.output][:DEPTH]
