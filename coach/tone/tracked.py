"""Two texts as one with its changes marked, sentence by sentence, then word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from coach.domain.wording import TextChange

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?\n]+|\Z)|[^.]+")
_WORD = re.compile(r"[A-Za-z0-9'’%]+|\s+|.", re.DOTALL)
_LONGEST = 4_000
"""Pieces longer than this, in words, are shown as replaced whole: comparing them would take too long."""


def tracked(before: str, after: str) -> tuple[TextChange, ...]:
    """Return what stayed, went and came, in reading order; joined they give `before` (same, gone) and `after`."""
    joined: list[TextChange] = []
    for change in _compared(_pieces(before, _SENTENCE), _pieces(after, _SENTENCE), deeper=True):
        if joined and joined[-1].kind == change.kind:
            joined[-1] = TextChange(kind=change.kind, text=joined[-1].text + change.text)
        elif change.text:
            joined.append(change)
    return tuple(joined)


def _pieces(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [piece for piece in pattern.findall(text) if piece]


def _compared(before: Sequence[str], after: Sequence[str], *, deeper: bool) -> Iterator[TextChange]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            yield TextChange(kind="same", text=old)
            continue
        if deeper and old and new:
            words = _pieces(old, _WORD), _pieces(new, _WORD)
            if len(words[0]) + len(words[1]) <= _LONGEST:
                yield from _compared(*words, deeper=False)
                continue
        yield TextChange(kind="gone", text=old)
        yield TextChange(kind="new", text=new)
