"""What is usual on the shelves of a store: an arbitrary sample of their passages and titles, taken now and then.

It changes with the store as a whole, not with every record; so it is taken anew only once a twentieth has changed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy.orm import Session

from knowledge_base import fusion, repository, titles
from knowledge_base.counters import Totals
from knowledge_base.embeddings import Vectors
from knowledge_base.fusion import Floats, FusionSettings
from knowledge_base.store import Shelf

_CHANGED = 20


class Sample(NamedTuple):
    """Some passages of a shelf."""

    vectors: Vectors
    """Their vectors."""
    titles: list[str]
    """Titles of some of its records; what is read like a title where there is none."""


class Background:
    """Samples of the shelves, kept between queries."""

    def __init__(self, settings: FusionSettings) -> None:
        """Nothing is read before the first query."""
        self._settings = settings
        self._taken = Totals(-1, 0, 0)
        self._samples: dict[Shelf, Sample] = {}
        self._weights: dict[tuple[Shelf, ...], Floats] = {}

    def refresh(self, now: Totals) -> None:
        """Forget the samples where they may no longer tell what the store is like.

        Args:
            now: its counters.
        """
        changed = abs(now.seq - self._taken.seq) + abs(now.passages - self._taken.passages)
        if now.edition != self._taken.edition or changed * _CHANGED > self._taken.passages:
            self._taken, self._samples, self._weights = now, {}, {}

    def usual(self, session: Session, vector: Vectors, shelves: Sequence[Shelf]) -> dict[str, fusion.Usual]:
        """Return the usual similarity with a query, for each language on the shelves that may be read."""
        found: dict[str, list[Floats]] = {}
        for shelf in shelves:
            vectors = self._sample(session, shelf).vectors
            if len(vectors):
                found.setdefault(shelf.language, []).append((vectors @ vector).astype(np.float64))
        joined = {language: np.concatenate(some) for language, some in found.items()}
        return fusion.usual_similarity(joined, self._settings)

    def title_weights(self, session: Session, shelves: Sequence[Shelf]) -> Floats:
        """Return how much each piece of a title tells on these shelves (`titles.weights`)."""
        key = tuple(shelves)
        if key not in self._weights:
            sampled = [title for shelf in shelves for title in self._sample(session, shelf).titles]
            self._weights[key] = titles.weights(sampled)
        return self._weights[key]

    def _sample(self, session: Session, shelf: Shelf) -> Sample:
        if shelf not in self._samples:
            vectors = repository.sample_vectors(session, shelf, self._settings.background)
            self._samples[shelf] = Sample(vectors, repository.sample_titles(session, shelf, self._settings.background))
        return self._samples[shelf]
