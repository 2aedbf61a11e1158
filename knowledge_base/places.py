"""Where words stand in a text: offsets of what a search or a recommendation matched, so that pages can mark them."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet

from knowledge_base.segmentation import fold_character, segment

_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#./&_-]*")

Place = tuple[int, int]
"""Start and end (exclusive) in Unicode code points."""


def folded(text: str) -> str:
    """Return the text as it is compared: lower case, half width, Simplified; exactly as long as the text."""
    return "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return fold_character(plain) if len(plain) == 1 else character


def places_of(word: str, text: str, *, limit: int = 100) -> list[Place]:
    """Return where a word or phrase stands literally; Latin words only as whole words."""
    wanted = folded(word)
    if not wanted.strip():
        return []
    before = r"(?<![a-z0-9])" if wanted[0].isascii() and wanted[0].isalnum() else ""
    after = r"(?![a-z0-9])" if wanted[-1].isascii() and wanted[-1].isalnum() else ""
    found = re.finditer(before + re.escape(wanted) + after, folded(text))
    return [match.span() for match, _ in zip(found, range(limit), strict=False)]


def token_places(tokens: Collection[str], text: str) -> list[Place]:
    """Return where a text holds any of some tokens of `segment`, in order, without overlaps.

    An English word is marked whole where its stem is among the tokens ("labels" for `label`); of Chinese words the
    longest wins. Tokens of one character are not marked.
    """
    wanted = {token for token in tokens if len(token) > 1}
    found = sorted({*_latin(wanted, text), *_other(wanted, text)}, key=lambda place: (place[0], -place[1]))
    kept: list[Place] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
        elif end > kept[-1][1]:
            kept[-1] = (kept[-1][0], end)
    return kept


def _latin(wanted: AbstractSet[str], text: str) -> Iterator[Place]:
    plain = folded(text)
    for match in _LATIN.finditer(plain):
        if not wanted.isdisjoint(segment(match[0])):
            word = match[0].rstrip("./&_-")
            yield match.start(), match.start() + len(word)


def _other(wanted: Collection[str], text: str) -> Iterator[Place]:
    plain = folded(text)
    for token in wanted:
        if not token.isascii():
            at = plain.find(token)
            while at >= 0:
                yield at, at + len(token)
                at = plain.find(token, at + 1)
