"""How near a need comes to each skill of the vocabulary in meaning, whatever words it is told in.

A manager seldom uses a name or a sign of the vocabulary; what is said is still nearest, of all the things the
vocabulary says, to those of the skill that is missing.
"""

import threading

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embeddings import Embedder, Vectors, unit_rows
from knowledge_base.vocabulary import Skill


class SkillLikeness:
    """The vectors of everything the vocabulary says; made on first use, about half a second with the bundled model."""

    def __init__(self, embedder: Embedder, skills: tuple[Skill, ...]) -> None:
        """Args:
        embedder: makes the vectors.
        skills: of the data file.
        """
        self._embedder = embedder
        self._skills = skills
        self._making = threading.Lock()
        self._made: tuple[Vectors, NDArray[np.intp], Vectors] | None = None

    def __call__(self, vector: Vectors) -> NDArray[np.float64]:
        """Return for each skill the cosine of its nearest name or sign plus those of its phrases, together -3 to 3.

        Args:
            vector: of the need, a unit row.

        Raises:
            StoreUnavailable: the embedder cannot be loaded or reached.
        """
        said, starts, phrases = self._vectors()
        likeness: NDArray[np.float64] = np.maximum.reduceat(said @ vector, starts) + phrases @ vector
        return likeness

    def _vectors(self) -> tuple[Vectors, NDArray[np.intp], Vectors]:
        """One row for each name and sign, where each skill begins among them, and the sum of its two phrases."""
        with self._making:
            if self._made is None:
                said = [(*skill.zh, *skill.en, *skill.signs) for skill in self._skills]
                starts = np.cumsum([0, *map(len, said[:-1])])
                rows = unit_rows(self._embedder.embed_documents([one for some in said for one in some]))
                both = unit_rows(self._embedder.embed_documents([p for skill in self._skills for p in skill.phrases]))
                self._made = rows, starts, both[0::2] + both[1::2]
            return self._made
