"""What must not leave this machine: names and identifiers are replaced, withheld stretches are cut out.

Engines work from `reading.safe_text`, which intake has masked already. This is the second lock, on everything that goes
into a prompt: free fields (role), metric names in the manager's words, and whatever a later change forgets.
"""

import re
from collections.abc import Sequence

from coach.domain.base import Language
from coach.drafting.body import DraftBrief

_LATIN = re.compile(r"[A-Za-z0-9]")
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SHORTEST_WITHHELD = 2


class Mask:
    """Hides names, identifiers and withheld stretches in outgoing text, and puts names back into what returns.

    Args:
        names: names of people, any order.
        identifiers: phone numbers, e-mail addresses, staff numbers ...
        withheld: stretches that are cut out and never come back.
        language: of the placeholders.
    """

    def __init__(
        self, names: Sequence[str], identifiers: Sequence[str], withheld: Sequence[str], *, language: Language
    ) -> None:
        zh = language is Language.ZH
        self._hidden: dict[str, str] = {}
        for values, word in ((names, "姓名" if zh else "NAME"), (identifiers, "编号" if zh else "ID")):
            for value in values:
                if value.strip() and _key(value) not in self._hidden:
                    self._hidden[_key(value)] = f"[{word}{len(self._hidden) + 1}]"
        self._originals = {p: v.strip() for v in (*names, *identifiers) if (p := self._hidden.get(_key(v)))}
        longest_first = sorted((w.strip() for w in withheld), key=len, reverse=True)
        self._withheld = [_pattern(w) for w in longest_first if len(w) >= _SHORTEST_WITHHELD]
        known = sorted(self._originals.values(), key=len, reverse=True)
        self._known = re.compile("|".join(_pattern(v).pattern for v in known), re.IGNORECASE) if known else None

    @classmethod
    def of(cls, brief: DraftBrief) -> "Mask":
        """Return the mask for a brief: what intake found and the staff list."""
        reading = brief.reading
        names = (*reading.names, *brief.description.known_names)
        return cls(names, reading.identifiers, [w.text for w in reading.withheld], language=reading.language)

    def hide(self, text: str) -> str:
        """Return the text as it may leave: withheld stretches cut out, names and identifiers replaced."""
        text = text.translate(_HALF_WIDTH)
        for pattern in self._withheld:
            text = pattern.sub(" ", text)
        if self._known is not None:
            text = self._known.sub(lambda found: self._hidden[_key(found[0])], text)
        return text

    def restore(self, text: str) -> str:
        """Put the names behind our placeholders back; other placeholders stay."""
        for placeholder, original in self._originals.items():
            text = text.replace(placeholder, original)
        return text


def _key(value: str) -> str:
    return re.sub(r"\s+", " ", value.translate(_HALF_WIDTH).strip()).casefold()


def _pattern(value: str) -> re.Pattern[str]:
    """Match a (not blank) value however it is spaced and cased; Latin letters and digits as whole words."""
    words = value.translate(_HALF_WIDTH).split()
    source = r"\s+".join(re.escape(word) for word in words)
    before = r"(?<![A-Za-z0-9])" if _LATIN.match(words[0][:1]) else ""
    after = r"(?![A-Za-z0-9])" if _LATIN.match(words[-1][-1:]) else ""
    return re.compile(before + source + after, re.IGNORECASE)
