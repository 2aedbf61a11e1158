"""One text made ready for looking things up in it."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from coach.tone.clauses import Layout, Stretch, lay_out
from coach.tone.pattern import Pattern


class Reading:
    """One text, folded and laid out, with what was looked for in it remembered."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded = text, folded
        self._holding: dict[str, tuple[int, ...]] = {}
        self._possible: dict[int, tuple[Sequence[Pattern], tuple[Pattern, ...]]] = {}

    @cached_property
    def layout(self) -> Layout:
        """Its clauses and sentences."""
        return lay_out(self.folded)

    def everywhere(self, pattern: Pattern) -> Iterator[re.Match[str]]:
        """All matches of a pattern; only sentences that hold one of its anchors are read."""
        anchors = pattern.part.anchors
        if anchors is None:
            yield from pattern.compiled.finditer(self.folded)
            return
        if pattern.openings.isdisjoint(self._pairs):
            return
        sentences = sorted({index for anchor in anchors for index in self._sentences_with(anchor)})
        for index in sentences:
            yield from self._search(pattern, self.layout.sentences[index])

    def any_match(self, patterns: Sequence[Pattern], within: Stretch) -> bool:
        """Whether one of the patterns is in a stretch."""
        possible = self._those_possible(patterns)
        if not possible:
            return False
        start = self._begin(within)
        return any(pattern.compiled.search(self.folded, start, within.end) for pattern in possible)

    def inside(self, pattern: Pattern, within: Stretch) -> Iterator[re.Match[str]]:
        """All matches of a pattern in one stretch."""
        if self._may_match(pattern):
            yield from self._search(pattern, within)

    def _search(self, pattern: Pattern, within: Stretch) -> Iterator[re.Match[str]]:
        return pattern.compiled.finditer(self.folded, self._begin(within), within.end)

    def _begin(self, within: Stretch) -> int:
        start = within.start
        while start > 0 and within.start - start < 3 and self.folded[start - 1] == " ":
            start -= 1  # so that `^` sees the mark before the stretch
        return start

    def _those_possible(self, patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
        """Those of a list that have an anchor in the text; asked once for each list (its id must stay its own)."""
        known = self._possible.get(id(patterns))
        if known is None:
            known = self._possible[id(patterns)] = (patterns, tuple(filter(self._may_match, patterns)))
        return known[1]

    def _may_match(self, pattern: Pattern) -> bool:
        anchors = pattern.part.anchors
        if anchors is None:
            return True
        return not pattern.openings.isdisjoint(self._pairs) and any(map(self._holds, anchors))

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Every character and every two of them in a row: what no anchor begins with need not be looked for."""
        return frozenset(map(str.__add__, self.folded, self.folded[1:])) | frozenset(self.folded)

    def _holds(self, anchor: str) -> bool:
        """Whether the text has a string; its first two characters say no at once for nearly all of them."""
        return anchor[:2] in self._pairs and anchor in self.folded

    def _sentences_with(self, anchor: str) -> tuple[int, ...]:
        known = self._holding.get(anchor)
        if known is None:
            known = self._holding[anchor] = tuple(self._look_up(anchor)) if self._holds(anchor) else ()
        return known

    def _look_up(self, anchor: str) -> Iterator[int]:
        at = self.folded.find(anchor)
        while at >= 0:
            index = self.layout.sentence_index(at)
            yield index
            at = self.folded.find(anchor, max(at + 1, self.layout.sentences[index].end))
