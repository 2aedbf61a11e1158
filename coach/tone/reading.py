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
        self._present: dict[str, bool] = {}

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
        sentences = sorted({index for anchor in anchors for index in self._sentences_with(anchor)})
        for index in sentences:
            yield from self._search(pattern, self.layout.sentences[index])

    def any_match(self, patterns: Sequence[Pattern], within: Stretch) -> bool:
        """Whether one of the patterns is in a stretch."""
        return any(True for pattern in patterns for _ in self.inside(pattern, within))

    def inside(self, pattern: Pattern, within: Stretch) -> Iterator[re.Match[str]]:
        """All matches of a pattern in one stretch."""
        if self._may_match(pattern):
            yield from self._search(pattern, within)

    def _search(self, pattern: Pattern, within: Stretch) -> Iterator[re.Match[str]]:
        start = within.start
        while start > 0 and within.start - start < 3 and self.folded[start - 1] == " ":
            start -= 1  # so that `^` sees the mark before the stretch
        return pattern.compiled.finditer(self.folded, start, within.end)

    def _may_match(self, pattern: Pattern) -> bool:
        known = self._present.get(pattern.source)
        if known is None:
            anchors = pattern.part.anchors
            known = anchors is None or any(anchor in self.folded for anchor in anchors)
            self._present[pattern.source] = known
        return known

    def _sentences_with(self, anchor: str) -> tuple[int, ...]:
        known = self._holding.get(anchor)
        if known is None:
            known = self._holding[anchor] = tuple(self._look_up(anchor))
        return known

    def _look_up(self, anchor: str) -> Iterator[int]:
        at = self.folded.find(anchor)
        while at >= 0:
            index = self.layout.sentence_index(at)
            yield index
            at = self.folded.find(anchor, max(at + 1, self.layout.sentences[index].end))
