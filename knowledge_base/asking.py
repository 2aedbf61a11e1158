"""From a text as typed to what is asked: its words, its vector, and the skills it speaks of (`vocabulary.py`)."""

from functools import lru_cache

import numpy as np

from knowledge_base.embeddings import Embedder, Vectors, unit_rows
from knowledge_base.fusion import FusionSettings
from knowledge_base.lexical import Asked
from knowledge_base.segmentation import segment
from knowledge_base.skill_likeness import SkillLikeness
from knowledge_base.synonyms import synonyms
from knowledge_base.vocabulary import MOST_SKILLS, Skill, skill_list, vocabulary

SKILL_WORDS = 0.5
"""What a word of another name of a skill weighs beside a word that was typed."""


SYNONYM_WORDS = 0.3
"""What another word for what was typed weighs beside it."""


def asked_words(text: str) -> Asked:
    """Return the words typed, other words for them, and the names, in both languages, of the skills they speak of."""
    names = (name for skill in vocabulary().match(text) for name in skill.names)
    others = {word: SYNONYM_WORDS for other in synonyms().added(text) for word in segment(other)}
    return Asked(segment(text), others | {word: SKILL_WORDS for name in names for word in segment(name)})


def widened(text: str) -> str:
    """Return a text with the other words for what it says, to be compared with titles."""
    return " ".join([text, *synonyms().added(text)])


class Asking:
    """Makes the vectors of queries; remembers the last ones."""

    def __init__(self, embedder: Embedder, settings: FusionSettings) -> None:
        """Nothing is embedded before the first query."""
        self._embedder = embedder
        self._settings = settings
        self._skills = skill_list().skills if settings.measures_skills else ()
        self._likeness = SkillLikeness(embedder, self._skills)
        self._skill_vector = lru_cache(maxsize=1024)(self._embed_skill)
        self.vector = lru_cache(maxsize=512)(self._embed)

    def _embed(self, text: str) -> Vectors:
        """The vector of a text, leaning towards its skills; `self.vector` remembers it.

        Raises:
            StoreUnavailable: the embedder cannot be loaded or reached.
        """
        plain = self._embedder.embed_query(text)
        skills = self.skills(text, plain)
        if not skills:
            return plain
        meant = np.mean([self._skill_vector(skill) for skill in skills], axis=0)
        leaning: Vectors = unit_rows([plain + self._settings.skills * meant])[0]
        return leaning

    def skills(self, text: str, plain: Vectors) -> list[Skill]:
        """Return the skills a text speaks of, at most `MOST_SKILLS`: those named, then those meant.

        A skill whose name or sign stands in the text counts unless its meaning is far away ("看不懂报表" is not about
        plain language); one that is not named counts where it is about the nearest of all.

        Args:
            text: as typed.
            plain: its vector.

        Raises:
            StoreUnavailable: the embedder cannot be loaded or reached.
        """
        named = vocabulary().match(text)
        if not self._skills:
            return named
        likeness = self._likeness(plain)
        known = dict(zip((skill.id for skill in self._skills), likeness.tolist(), strict=True))
        near = max(self._settings.skill_meant, float(likeness.max()) - self._settings.skill_margin)
        kept = [skill for skill in named if known[skill.id] >= self._settings.skill_named or known[skill.id] >= near]
        meant = [self._skills[place] for place in np.argsort(-likeness, kind="stable") if likeness[place] >= near]
        return list({skill.id: skill for skill in (*kept, *meant)}.values())[:MOST_SKILLS]

    def _embed_skill(self, skill: Skill) -> Vectors:
        """The vector between the two languages of a skill."""
        both = [self._embedder.embed_query(phrase) for phrase in skill.phrases]
        vector: Vectors = unit_rows([np.sum(both, axis=0)])[0]
        return vector
