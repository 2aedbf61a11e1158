"""Words that stand for each other: a job, a task and the course for it are seldom called the same.

`synonyms.json` is data, one group a line: where a query holds one word of a group, the others are looked for as well,
at a lower weight. Names of skills, products and what is said of somebody who lacks a skill stand in `skills.json`.
"""

import json
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge_base.segmentation import fold, segment

MOST_ADDED = 24
"""Words a query is widened by: a page of text has enough words of its own."""

Group = tuple[str, ...]
"""Words that stand for each other."""


class SynonymList(BaseModel):
    """The data file `synonyms.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str
    """How to edit the file."""
    zh: tuple[Group, ...] = Field(min_length=1)
    """Groups of Chinese words, found wherever they stand."""
    en: tuple[Group, ...] = Field(min_length=1)
    """Groups of English words, found as whole words in any inflection the stemmer knows."""


class Synonyms:
    """Finds the other words for what a text says."""

    def __init__(self, words: SynonymList) -> None:
        """Args:
        words: of the data file.
        """
        self._han: dict[str, list[str]] = defaultdict(list)
        self._latin: dict[str, list[str]] = defaultdict(list)
        for group in words.zh:
            for word in group:
                self._han[fold(word)] += [other for other in group if other != word]
        for group in words.en:
            for word in group:
                for stem in segment(word):
                    self._latin[stem] += [other for other in group if other != word]
        longest_first = sorted(self._han, key=len, reverse=True)
        self._runs = re.compile("|".join(map(re.escape, longest_first)))
        self.added = lru_cache(maxsize=512)(self._added)

    def _added(self, text: str) -> tuple[str, ...]:
        """Return the other words, those for the first word of the text first; what it holds already is left out.

        `self.added` remembers them: a search asks once for its words and once for titles.

        Args:
            text: as typed, either language.
        """
        folded = fold(text)
        found = [other for run in self._runs.findall(folded) for other in self._han[run]]
        found += [other for stem in segment(folded) if stem in self._latin for other in self._latin[stem]]
        fresh = (word for word in dict.fromkeys(found) if fold(word) not in folded)
        return tuple(fresh)[:MOST_ADDED]


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """The synonyms of the data file, read once."""
    return Synonyms(synonym_list())


def synonym_list() -> SynonymList:
    """The data file as it stands."""
    return SynonymList.model_validate(json.loads(Path(__file__).with_name("synonyms.json").read_text("utf-8")))
