"""What every system of the peer benchmark is to the benchmark: rows in, ids of rows out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

DEPTH = 3
"""Passages asked of a peer for every row wanted: a row cut into several passages must not cost it places."""


@dataclass(frozen=True)
class Row:
    """One document of a set."""

    id: str
    """The id that judgements name."""
    title: str
    """May be empty."""
    text: str
    """Body; may be empty."""
    given: Mapping[str, Any]
    """The row as the file has it."""

    @property
    def content(self) -> str:
        """Title and body as one text, which is what a system without fields is given."""
        return f"{self.title}\n{self.text}".strip()


class System(Protocol):
    """An index that can be searched."""

    def index(self, rows: Sequence[Row]) -> None:
        """Index the rows; called once."""

    def search(self, text: str, k: int) -> list[str]:
        """Ids of at most `k` rows, best first, none twice."""

    def close(self) -> None:
        """Give back files and memory."""


def unique(ids: Iterable[str], k: int) -> list[str]:
    """The first `k` different ids: several passages of one row count once, where the best of them stands."""
    return list(dict.fromkeys(ids))[:k]


def chinese_words(text: str) -> list[str]:
    """The words of a mixed text by rjieba, lower case: for the rows that give a peer's BM25 a Chinese tokeniser."""
    import rjieba

    return [word for word in (part.strip().lower() for part in rjieba.cut(text)) if any(c.isalnum() for c in word)]
