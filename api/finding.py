"""A search as every door makes it: what may be offered today, with the words that met and what to say besides."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge_base.base import KnowledgeBase
from knowledge_base.long_queries import LONGEST
from knowledge_base.matches import ExplainedPassage, explained
from knowledge_base.records import Kind, Passage, Principal
from knowledge_base.resources import ResourceFacts, Unavailable


class Notice(StrEnum):
    """What is said besides the results."""

    QUERY_CONDENSED = "query-condensed"
    EXPIRED_LEFT_OUT = "expired-left-out"
    NO_WORDS = "no-words"


@dataclass(frozen=True)
class Found:
    """What was found."""

    passages: tuple[ExplainedPassage, ...]
    """Best first."""
    notices: tuple[Notice, ...]
    """What should be said besides."""


@dataclass(frozen=True)
class Finder:
    """Searches on behalf of one principal."""

    knowledge: KnowledgeBase
    """What is searched."""
    principal: Principal
    """On whose behalf."""
    on: dt.date
    """The day on which a resource would be offered."""
    expired: bool = False
    """Whether training that is no longer valid is shown too."""

    def passages(self, text: str, **how: Any) -> tuple[list[Passage], bool]:
        """Return passages, best first, and whether training that is no longer valid was left out.

        Args:
            text: as typed.
            how: kinds, language, k and abstain, as `KnowledgeBase.search` takes them.
        """
        k = int(how.pop("k"))
        found = self.knowledge.search(self.principal, text, k=k, **how)
        if self.expired or not (gone := sum(map(self._is_over, found))):
            return found, False
        more = self.knowledge.search(self.principal, text, k=2 * k + gone, **how)
        return [passage for passage in more if not self._is_over(passage)][:k], True

    def find(self, text: str, **how: Any) -> Found:
        """Return passages with the words that met, and what should be said besides."""
        passages, left_out = self.passages(text, **how)
        said = {
            Notice.QUERY_CONDENSED: len(text) > LONGEST,
            Notice.EXPIRED_LEFT_OUT: left_out,
            Notice.NO_WORDS: not any(c.isalnum() for c in text),
        }
        notices = tuple(notice for notice, holds in said.items() if holds)
        return Found(tuple(explained(text, passages, on=self.on)), notices)

    def _is_over(self, passage: Passage) -> bool:
        return (
            passage.kind is Kind.TRAINING
            and ResourceFacts.of(passage.metadata).unavailable(self.on) is Unavailable.EXPIRED
        )
