"""One text made ready for looking things up in it."""

import re
from collections.abc import Iterator, Sequence

from coach.tone.clauses import Layout, Stretch, lay_out
from coach.tone.pattern import Pattern


class Reading:
    """One text, folded and laid out, with the strings looked for in it remembered."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded = text, folded
        self.layout: Layout = lay_out(folded)
        self._present: dict[str, bool] = {}

    def matches(self, pattern: Pattern, within: Stretch | None = None) -> Iterator[re.Match[str]]:
        """All matches of a pattern, in the whole text or in one stretch of it."""
        anchors = pattern.part.anchors
        if anchors is not None and not any(map(self._has, anchors)):
            return
        start, end = (within.start, within.end) if within else (0, len(self.folded))
        while within and start > 0 and self.folded[start - 1] == " ":
            start -= 1  # so that `^` sees the mark before the stretch
        yield from pattern.compiled.finditer(self.folded, start, end)

    def any_match(self, patterns: Sequence[Pattern], within: Stretch) -> bool:
        """Whether one of the patterns is in a stretch."""
        return any(True for pattern in patterns for _ in self.matches(pattern, within))

    def _has(self, anchor: str) -> bool:
        known = self._present.get(anchor)
        if known is None:
            known = self._present[anchor] = anchor in self.folded
        return known
