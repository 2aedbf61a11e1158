"""Fold a text for matching, character by character, so that every offset stays the offset of the text as given."""

import unicodedata
from functools import lru_cache

_CJK = range(0x3400, 0xA000)
_MARKS = str.maketrans("’‘ʼ`“”「」『』–―\u00a0\u3000\u200b", "''" + "''" + '""""""' + "-—   ")
"""Typographic marks and spaces, each by the plain one."""


def fold(text: str) -> str:
    """Return `text` in lower case, half width, simplified characters and plain quotes, of the same length."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text.translate(_MARKS))).translate(_simplified())


@lru_cache(maxsize=16384)
def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    wide = unicodedata.normalize("NFKC", character)
    folded = (wide if len(wide) == 1 else character).lower()
    return folded if len(folded) == 1 else character


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional → simplified, one character for one (OpenCC's table; longer results are left out)."""
    from opencc import OpenCC

    characters = [chr(code) for code in _CJK]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, simplified, strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1}
