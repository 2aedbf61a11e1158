"""One ranking out of several kinds of evidence and several document languages.

Facts behind it (ARCHITECTURE 8, decision 0012): scores of different document languages are not comparable, so they are
standardised inside each language; a plain rank fusion gives word matching half the votes, which it spends on the
language of the query; strict interleaving puts the only page of the other language at rank 2 every time. So: meaning
first, then the title, words lightly; and a passage of another language that says the same as one that leads comes with
it (`support`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embeddings import Vectors

Floats = NDArray[np.float64]

_FIRST = 5
"""Passages whose titles may speak for a query being served."""

_NEAR = 2
"""Passages whose similarity speaks for a query being served: one alone may be an accident."""

_ENOUGH = 40.0
"""Weight of words, some five rare ones, of which a passage that serves a need has its share."""

_MOST_MET = 1.5
"""Coverage beyond which more of the same words says nothing more."""


@dataclass(frozen=True)
class FusionSettings:
    """The few numbers of the ranking; chosen on the development sets, the same for all of them."""

    candidates: int = 50
    """Passages taken from each shelf (meaning) and each language (words)."""
    words: float = 2.5
    """Standard deviations of meaning that the best word match of a language is worth; no match is worth nothing."""
    titles: float = 8.0
    """Standard deviations of meaning that a title is worth which the query holds in full (`titles.overlap`)."""
    skills: float = 0.4
    """How far the vector of a query leans towards the skills it speaks of: `unit(query + 0.4 skills)`."""
    skill_named: float = 0.0
    """Likeness (`skill_likeness.py`) from which a skill whose name or sign is typed counts."""
    skill_meant: float = float("inf")
    """Likeness from which a skill counts that is not named; measured for one model at a time, infinite for others."""
    skill_margin: float = 0.05
    """How far under the nearest skill another still counts as meant."""
    support: float = 1.0
    """How much of the lead of a passage goes to one of another language that says the same."""
    likeness: float = 0.2
    """Cosine of two passages from which they begin to say the same; at 1 they do."""
    lead: float = 2.0
    """Standard deviations, of meaning and words, from which a passage leads and has something to give."""
    supported: int = 24
    """Passages of each language that take part in it."""
    fits: float = 0.79
    """Evidence (see `evidence`) under which nothing fits; set for the bundled embedder on the calibration half of
    `evals/datasets/unmet_needs.jsonl` and on judged needs so that 19 of 20 served needs keep something."""
    background: int = 400
    """Passages of a shelf from which the usual similarity is estimated."""
    prior: float = 20.0
    """Passages of the whole pool that a language's own figures are mixed with: a language of three has none."""
    least_spread: float = 0.05
    """Lower bound of the standard deviation: near-identical passages must not blow scores up."""

    @property
    def measures_skills(self) -> bool:
        """Whether it is known for the model what likeness to a skill means something."""
        return self.skill_meant < float("inf")


@dataclass(frozen=True)
class Pool:
    """The candidates of one query, one place each."""

    similarity: Floats
    """Cosine with the query."""
    bm25: Floats
    """BM25 with the query; 0 where no word matches."""
    titles: Floats
    """Share of the title that the query holds."""
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
    level = np.zeros(len(pool.similarity))
    for language in np.unique(pool.languages):
        mine, known = pool.languages == language, usual[str(language)]
        level[mine] = (pool.similarity[mine] - known.mean) / known.spread
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


@dataclass(frozen=True)
class Scores:
    """What speaks for each candidate, in standard deviations of meaning; 0 is a passage like any other."""

    said: Floats
    """By meaning and words."""
    total: Floats
    """And by the title."""

    def at(self, places: NDArray[np.intp]) -> "Scores":
        """Return the scores of some candidates, in the order asked."""
        return Scores(self.said[places], self.total[places])


def fused(pool: Pool, level: Floats, settings: FusionSettings) -> Scores:
    """Add the kinds of evidence up.

    Args:
        pool: the candidates.
        level: of `standardised`.
        settings: the weights.
    """
    said = level + settings.words * word_credit(pool)
    return Scores(said, said + settings.titles * pool.titles)


def supporters(total: Floats, languages: NDArray[np.str_], settings: FusionSettings) -> NDArray[np.intp]:
    """Return the best candidates of each language, or none where all are in one language.

    Args:
        total: score of each.
        languages: document language of each.
        settings: how many of each.
    """
    known = np.unique(languages)
    if len(known) < 2:
        return np.zeros(0, dtype=np.intp)
    best = []
    for language in known:
        mine = np.flatnonzero(languages == language)
        best.append(mine[np.argsort(-total[mine], kind="stable")[: settings.supported]])
    return np.concatenate(best)


def support(said: Floats, vectors: Vectors, languages: NDArray[np.str_], settings: FusionSettings) -> Floats:
    """Return what each passage gets from one of another language that leads and says the same.

    The words of a query are found in its own language only; its translation has them as well.

    Args:
        said: what meaning and words say for each; its title is in one language only and gives nothing.
        vectors: unit rows of the same passages.
        languages: document language of each.
        settings: how much, from which likeness and which lead.
    """
    alike = np.maximum(vectors @ vectors.T - settings.likeness, 0.0) / (1.0 - settings.likeness)
    other = languages[:, None] != languages[None, :]
    given = np.maximum(said - settings.lead, 0.0)
    best: Floats = (alike * other * given[None, :]).max(axis=1) * settings.support
    return best


def evidence(pool: Pool, level: Floats, total: Floats, *, total_weight: float) -> float:
    """Say how much speaks for anything fitting at all: close meaning, words met, both on one passage, a title met.

    A high similarity alone does not tell a need that is served from one that is not, nor does a matching word; both on
    the same passage do, and the title of one that stands high. A long need has many words no resource has: over
    `_ENOUGH` they do not count against it. The weights are near those of a logistic regression on the calibration half
    of `evals/datasets/unmet_needs.jsonl` and a set of judged needs (decision 0012).

    Args:
        pool: the candidates, not empty.
        level: standardised similarity.
        total: fused score of each.
        total_weight: weight of all words of the query (`Terms.total`).

    Returns:
        About 0.4 (nothing) to 3 (certain).
    """
    coverage = pool.bm25 / max(min(total_weight, _ENOUGH), 1e-9)
    agreed = max(float(np.minimum(level / 6.0, coverage / 0.8).max()), 0.0)
    first = np.argsort(-total, kind="stable")[:_FIRST]
    near = float(np.sort(pool.similarity)[-_NEAR:].mean())
    met = min(float(coverage.max()), _MOST_MET)
    return near + 0.5 * agreed + 0.6 * float(pool.titles[first].max()) + 0.8 * met
