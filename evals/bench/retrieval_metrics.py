"""nDCG@10 and recall@10 for each query, overall and per direction of languages, and paired differences of systems."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.bench.retrieval_sets import SEED, RetrievalSet

DEPTH = 10
"""Results a person looks at; the k of both measures."""
RESAMPLES = 5_000
"""Bootstrap resamples of a paired difference."""

Rankings = Mapping[str, Sequence[str]]
"""Query id -> ids of documents, best first."""


@dataclass(frozen=True)
class QueryScore:
    """How well one query was answered."""

    query: str
    """Its id."""
    ndcg: float
    """Normalised discounted cumulative gain with graded relevance (Järvelin & Kekäläinen 2002)."""
    recall: float
    """Relevant documents among the first ten, of as many as fit there."""
    directions: Mapping[str, float]
    """Query language -> document language: recall of the relevant documents of that language."""


@dataclass(frozen=True)
class Difference:
    """How much better one system is than another on the same queries."""

    mean: float
    """Mean difference."""
    low: float
    """Lower end of the 95 % interval."""
    high: float
    """Upper end."""


def scored(judged: RetrievalSet, rankings: Rankings) -> list[QueryScore]:
    """Score every query that something answers; one without a ranking scores zero."""
    languages = judged.languages
    found = []
    for query in judged.queries:
        grades = judged.grades[query.id]
        relevant = {document for document, grade in grades.items() if grade > 0}
        if relevant:
            top = list(dict.fromkeys(rankings.get(query.id, ())))[:DEPTH]
            directions = {
                f"{query.language}->{language}": _recall({d for d in relevant if languages.get(d) == language}, top)
                for language in {languages[d] for d in relevant if d in languages}
            }
            found.append(QueryScore(query.id, _ndcg(grades, top), _recall(relevant, top), directions))
    return found


def _ndcg(grades: Mapping[str, float], top: Sequence[str]) -> float:
    gain = sum(grades.get(document, 0) / math.log2(rank + 2) for rank, document in enumerate(top))
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    return gain / sum(grade / math.log2(rank + 2) for rank, grade in enumerate(ideal))


def _recall(relevant: set[str], top: Sequence[str]) -> float:
    return len(relevant & set(top)) / min(len(relevant), DEPTH)


def mean(values: Sequence[float]) -> float:
    """The mean; NaN of nothing."""
    return sum(values) / len(values) if values else math.nan


def by_direction(scores: Sequence[QueryScore]) -> dict[str, float]:
    """Mean recall of every direction; empty where the set has only one."""
    names = sorted({name for score in scores for name in score.directions})
    found = {name: mean([s.directions[name] for s in scores if name in s.directions]) for name in names}
    return found if len(found) > 1 else {}


def difference(ours: Sequence[float], theirs: Sequence[float], *, seed: int = SEED) -> Difference:
    """Mean of ours minus theirs with its 95 % percentile bootstrap interval, resampled by query.

    Args:
        ours: one value a query.
        theirs: the same queries in the same order, not empty.
        seed: of the resampling.

    Raises:
        ValueError: the two are not of one length.
    """
    pairs = np.array([a - b for a, b in zip(ours, theirs, strict=True)])
    draw = np.random.default_rng(seed)
    means = np.array([pairs[draw.integers(len(pairs), size=len(pairs))].mean() for _ in range(RESAMPLES)])
    low, high = np.percentile(means, [2.5, 97.5])
    return Difference(float(pairs.mean()), float(low), float(high))
