"""The skills vocabulary: names of one skill in both languages, and what is said of somebody who lacks it.

A need is told in the words of trouble, a resource is named by the skill; and it is often named in the other language.
`skills.json` brings the two together. It is data: HR and L&D people may edit it, one skill a line.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge_base.segmentation import fold, segment

MOST_SKILLS = 3
"""Skills a query is widened by: more would drown what was typed."""

_NAMES = 2
"""Names of each language that widen the words asked; the first is the usual one."""


class Skill(BaseModel):
    """One skill."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    """Lower-case name; unique."""
    zh: tuple[str, ...] = Field(min_length=1)
    """Chinese names, the usual one first; a product keeps its own name."""
    en: tuple[str, ...] = Field(min_length=1)
    """English names, the usual one first."""
    signs: tuple[str, ...] = ()
    """Words, in either language, of somebody who lacks it; they are looked for in needs, never in resources."""

    @property
    def names(self) -> tuple[str, ...]:
        """The usual names in both languages, without repeats."""
        return tuple(dict.fromkeys([*self.zh[:_NAMES], *self.en[:_NAMES]]))

    @property
    def phrases(self) -> tuple[str, str]:
        """The skill said in Chinese and in English, to be embedded."""
        return " ".join(self.zh[: _NAMES + 1]), " ".join(self.en[: _NAMES + 1])


class SkillList(BaseModel):
    """The data file `skills.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str
    """How to edit the file."""
    skills: tuple[Skill, ...] = Field(min_length=1)
    """All of them, in any order."""


class Vocabulary:
    """Finds the skills a text speaks of."""

    def __init__(self, skills: tuple[Skill, ...]) -> None:
        """Args:
        skills: of the data file.
        """
        self._runs: dict[str, set[int]] = defaultdict(set)
        self._words: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._skills = skills
        for number, skill in enumerate(skills):
            for said in (*skill.zh, *skill.en, *skill.signs):
                self._remember(said, number)
        self._longest_run = max(map(len, self._runs), default=0)
        self._longest_phrase = max(map(len, self._words), default=0)

    def match(self, text: str) -> list[Skill]:
        """Return the skills a text names or shows the lack of: longest match first, at most `MOST_SKILLS`.

        A name inside a longer one that matches at the same place does not count.
        """
        weight: dict[int, int] = {}
        folded = fold(text)
        for length, numbers in (*self._han_matches(folded), *self._latin_matches(folded)):
            for number in numbers:
                weight[number] = max(weight.get(number, 0), length)
        best = sorted(weight, key=lambda number: -weight[number])[:MOST_SKILLS]
        return [self._skills[number] for number in best]

    def _remember(self, said: str, number: int) -> None:
        folded = fold(said)
        if any(_is_han(c) for c in folded):
            self._runs[folded].add(number)
        elif words := _latin_words(folded):
            self._words[words].add(number)

    def _han_matches(self, folded: str) -> Iterator[tuple[int, set[int]]]:
        for start, character in enumerate(folded):
            if character.isalnum():
                for length in range(min(self._longest_run, len(folded) - start), 0, -1):
                    if found := self._runs.get(folded[start : start + length]):
                        yield length, found
                        break

    def _latin_matches(self, folded: str) -> Iterator[tuple[int, set[int]]]:
        words = _latin_words(folded)
        for start in range(len(words)):
            for length in range(min(self._longest_phrase, len(words) - start), 0, -1):
                if found := self._words.get(words[start : start + length]):
                    yield 2 * length, found
                    break


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the data file, read once."""
    return Vocabulary(skill_list().skills)


def skill_list() -> SkillList:
    """The data file as it stands."""
    return SkillList.model_validate(json.loads(Path(__file__).with_name("skills.json").read_text("utf-8")))


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _latin_words(folded: str) -> tuple[str, ...]:
    """The stems of the Latin words; a hyphen between letters separates, as "risk-management" may be written apart."""
    return tuple(word for word in segment(folded.replace("-", " "), codes=False) if word[0].isascii())
