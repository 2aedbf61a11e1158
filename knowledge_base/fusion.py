"""One ranking out of two kinds of evidence and several document languages.

Facts behind it (ARCHITECTURE 8): scores of different document languages are not comparable, so they are standardised
inside each language; a plain rank fusion gives word matching half the votes, which it spends on the language of the
query; strict interleaving puts the only page of the other language at rank 2 every time. So: meaning first, words
lightly, and the other language gets its places only above a relevance floor.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FusionSettings:
    """The few numbers of the ranking; chosen on the development sets, the same for all of them."""

    candidates: int = 100
    """Passages taken from each shelf (meaning) and each language (words)."""
    words: float = 2.0
    """Standard deviations of meaning that the best word match of a language is worth; no match is worth nothing."""
    share: int = 2
    """Every how many places one is kept for another language than the query's."""
    floor: float = 4.0
    """Standard deviations above the usual similarity from which a passage of another language may take that place."""
    page: int = 10
    """Places a person looks at first; a longer list begins with the same page."""
    reserve: float = 0.5
    """Share of the page that another language may have at its end, if it did not earn as much before."""
    reserve_floor: float = 2.5
    """Standard deviations above the usual similarity from which a passage may take such a place."""
    allowance: float = 0.5
    """How much lower it may stand, in the same measure, than the passage that makes room."""
    fits: float = 0.6
    """Evidence (see `evidence`) under which nothing fits; set for the bundled embedder on 26 needs that a catalogue
    answers (24 kept) and 14 that it does not (11 refused)."""
    background: int = 400
    """Passages of a shelf from which the usual similarity is estimated."""
    prior: float = 20.0
    """Passages of the whole pool that a language's own figures are mixed with: a language of three has none."""
    least_spread: float = 0.05
    """Lower bound of the standard deviation: near-identical passages must not blow scores up."""


@dataclass(frozen=True)
class Pool:
    """The candidates of one query, one place each."""

    similarity: Floats
    """Cosine with the query."""
    bm25: Floats
    """BM25 with the query; 0 where no word matches."""
    languages: NDArray[np.str_]
    """Document language."""


@dataclass(frozen=True)
class Usual:
    """What similarity an arbitrary passage of a language has with this query."""

    mean: float
    """Mean cosine."""
    spread: float
    """Standard deviation."""


def usual_similarity(samples: dict[str, Floats], settings: FusionSettings) -> dict[str, Usual]:
    """Estimate the usual similarity of every language, small languages leaning on the whole pool.

    Args:
        samples: language -> cosines of arbitrary passages with the query.
        settings: prior and lower bound.
    """
    together = np.concatenate([*samples.values(), np.zeros(0)])
    if not len(together):
        return {}
    mean, square = float(together.mean()), float((together**2).mean())
    found = {}
    for language, values in samples.items():
        n = len(values)
        m = (values.sum() + settings.prior * mean) / (n + settings.prior)
        s = ((values**2).sum() + settings.prior * square) / (n + settings.prior)
        found[language] = Usual(float(m), max(float(np.sqrt(max(s - m * m, 0.0))), settings.least_spread))
    return found


def standardised(pool: Pool, usual: dict[str, Usual]) -> Floats:
    """Return how many standard deviations each candidate's similarity stands above the usual of its language."""
    mean = np.array([usual[language].mean for language in pool.languages])
    spread = np.array([usual[language].spread for language in pool.languages])
    level: Floats = (pool.similarity - mean) / spread
    return level


def word_credit(pool: Pool) -> Floats:
    """Return BM25 as a share of the best of the same document language: 1 for the best, 0 without a match."""
    credit = np.zeros(len(pool.bm25))
    for language in np.unique(pool.languages):
        mine = pool.languages == language
        best = float(pool.bm25[mine].max())
        if best > 0:
            credit[mine] = pool.bm25[mine] / best
    return credit


def balanced_order(fused: Floats, level: Floats, foreign: NDArray[np.bool_], settings: FusionSettings) -> list[int]:
    """Order candidates by fused score, keeping every `share`-th place for another language where one is worth it.

    Args:
        fused: higher is better.
        level: standardised similarity, compared with the floor.
        foreign: whether a candidate is in another language than the query.
        settings: share and floor.
    """
    order = [int(i) for i in np.argsort(-fused, kind="stable")]
    waiting = [i for i in order if foreign[i] and level[i] >= settings.floor]
    placed: list[int] = []
    taken: set[int] = set()
    foreign_placed = 0
    for i in order:
        while waiting and foreign_placed < (len(placed) + 1) // settings.share:
            j = waiting.pop(0)
            if j not in taken:
                placed.append(j)
                taken.add(j)
                foreign_placed += 1
        if i not in taken:
            placed.append(i)
            taken.add(i)
            foreign_placed += bool(foreign[i])
    return placed


def first_places(
    order: list[int], level: Floats, foreign: NDArray[np.bool_], *, k: int, settings: FusionSettings
) -> list[int]:
    """Cut an order to k places, the last of the first page given to another language until it has its reserve.

    Args:
        order: from `balanced_order`.
        level: standardised similarity.
        foreign: whether a candidate is in another language than the query.
        k: places.
        settings: reserve and its floor.
    """
    page = min(k, settings.page)
    top = order[:page]
    short = int(settings.reserve * page) - sum(bool(foreign[i]) for i in top)
    eligible = [i for i in order[page:] if foreign[i] and level[i] >= settings.reserve_floor]
    waiting = sorted(eligible, key=lambda i: -float(level[i]))[: max(short, 0)]
    own = [i for i in top[1:] if not foreign[i]]
    swapped = {
        leaves: enters
        for enters, leaves in zip(waiting, reversed(own), strict=False)
        if level[enters] >= level[leaves] - settings.allowance
    }
    first = [i for i in top if i not in swapped] + list(swapped.values())
    shown = set(first)
    return [*first, *(i for i in order if i not in shown)][:k]


def evidence(pool: Pool, level: Floats, *, total_weight: float) -> float:
    """Say how much speaks for anything fitting at all: the closest meaning, and meaning and words agreeing on one.

    A high similarity alone does not tell a need that is served from one that is not, nor does a matching word; both on
    the same passage do.

    Args:
        pool: the candidates, not empty.
        level: standardised similarity.
        total_weight: weight of all words of the query (`Terms.total`).

    Returns:
        About 0.4 (nothing) to 1.5 (certain).
    """
    coverage = pool.bm25 / max(total_weight, 1e-9)
    agreed = np.minimum(level / 6.0, coverage / 0.8)
    return float(pool.similarity.max() + max(float(agreed.max()), 0.0))


def falling(scores: Floats) -> Floats:
    """Raise scores so that they fall along the list: a passage that was moved up shows no less than the next one."""
    raised: Floats = np.maximum.accumulate(scores[::-1])[::-1]
    return raised
