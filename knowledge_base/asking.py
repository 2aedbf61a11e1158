"""From a text as typed to what is asked: its words, its vector, and the skills it speaks of (`vocabulary.py`)."""

from functools import lru_cache

import numpy as np

from knowledge_base.embeddings import Embedder, Vectors, unit_rows
from knowledge_base.fusion import FusionSettings
from knowledge_base.lexical import Asked
from knowledge_base.segmentation import segment
from knowledge_base.vocabulary import Skill, vocabulary

SKILL_WORDS = 0.5
"""What a word of another name of a skill weighs beside a word that was typed."""


def asked_words(text: str) -> Asked:
    """Return the words typed, and those of the names, in both languages, of the skills they speak of."""
    names = (name for skill in vocabulary().match(text) for name in skill.names)
    return Asked(segment(text), {word: SKILL_WORDS for name in names for word in segment(name)})


class Asking:
    """Makes the vectors of queries; remembers the last ones."""

    def __init__(self, embedder: Embedder, settings: FusionSettings) -> None:
        """Nothing is embedded before the first query."""
        self._embedder = embedder
        self._settings = settings
        self._skill_vector = lru_cache(maxsize=1024)(self._embed_skill)
        self.vector = lru_cache(maxsize=512)(self._embed)

    def _embed(self, text: str) -> Vectors:
        """The vector of a text, leaning towards its skills; `self.vector` remembers it.

        Raises:
            StoreUnavailable: the embedder cannot be loaded or reached.
        """
        plain = self._embedder.embed_query(text)
        skills = vocabulary().match(text)
        if not skills:
            return plain
        meant = np.mean([self._skill_vector(skill) for skill in skills], axis=0)
        leaning: Vectors = unit_rows([plain + self._settings.skills * meant])[0]
        return leaning

    def _embed_skill(self, skill: Skill) -> Vectors:
        """The vector between the two languages of a skill."""
        both = [self._embedder.embed_query(phrase) for phrase in skill.phrases]
        vector: Vectors = unit_rows([np.sum(both, axis=0)])[0]
        return vector
