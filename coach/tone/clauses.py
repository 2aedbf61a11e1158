"""Where clauses and sentences begin and end, in offsets of the text as given."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_STOP = re.compile(r"[;。!?\n…]+|\.(?=[\s\"')\]]|\Z)")
_PAUSE = re.compile(r"(?<!\d),|,(?!\d)|(?<!\d):|:(?!\d)|—|\s-\s|[()]")
_JOIN = re.compile(
    r"(?<=[\w%\"'])\s+(?=(?:and|but|so|yet|because|since|which is why|while|although|though)\s+"
    r"(?:i|you|he|she|we|they|it|the|this|that|these|your|his|her|their|nobody|everyone|everybody|people|one|another|just|\d[\w.,%]*)\b)"
)


@dataclass(frozen=True)
class Stretch:
    """A clause or a sentence: offsets without the mark that ends it and without white space at either end."""

    start: int
    """First code point."""
    end: int
    """After the last code point."""


@dataclass(frozen=True)
class Layout:
    """The clauses and sentences of one text."""

    clauses: tuple[Stretch, ...]
    """In order, none empty."""
    sentences: tuple[Stretch, ...]
    """In order, none empty."""

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def clause_at(self, offset: int) -> int:
        """Index of the clause that holds `offset` (or the last one before it)."""
        return max(0, bisect_right(self._clause_starts, offset) - 1)

    def sentence_at(self, offset: int) -> Stretch:
        """The sentence that holds `offset` (or the last one before it)."""
        return self.sentences[self.sentence_index(offset)]

    def sentence_index(self, offset: int) -> int:
        """Index of the sentence that holds `offset` (or the last one before it)."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)


def lay_out(folded: str) -> Layout:
    """Return the clauses and sentences of a folded text; a text without words has one empty stretch of each."""
    stops = [(m.start(), m.end()) for m in _STOP.finditer(folded)]
    pauses = [(m.start(), m.end()) for pattern in (_PAUSE, _JOIN) for m in pattern.finditer(folded)]
    return Layout(_between(folded, sorted(stops + pauses)), _between(folded, stops))


def _between(folded: str, borders: Sequence[tuple[int, int]]) -> tuple[Stretch, ...]:
    stretches, start = [], 0
    for border, after in [*borders, (len(folded), len(folded))]:
        piece = folded[start:border]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            stretches.append(Stretch(left, start + len(piece.rstrip())))
        start = max(start, after)
    return tuple(stretches) or (Stretch(0, 0),)
