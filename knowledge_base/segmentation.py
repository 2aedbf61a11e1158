"""Cut a text into the tokens that are matched word by word: Chinese words, English stems, codes kept whole."""

import re
import unicodedata
from functools import lru_cache

INNER_PUNCTUATION = "+#./&_-"
"""ASCII punctuation that may stand inside a token (C++, C#, GB/T, ISO-9001)."""

MAX_TOKEN = 60
"""Longer runs are cut off: nobody searches for them and indexes refuse some of them."""

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_INNER = re.escape(INNER_PUNCTUATION)
_PIECE = re.compile(rf"[a-z0-9]+(?:[{_INNER}]+[a-z0-9]+)*[+#]*|[{_HAN}]+|[^\W_a-z0-9{_HAN}]+")
_INSIDE = re.compile(f"[{_INNER}]+")
_CODE = re.compile(r"(?<![a-z0-9/])([a-z]{2,6}(?:/[a-z])?)[ -]?(\d{2,6})(?![a-z0-9])")


def segment(text: str, *, codes: bool = True) -> list[str]:
    """Return the tokens of a text, in order, lower case; every token is free of white space and quotes.

    Chinese runs are cut by jieba's search mode (long words also give their parts) after folding Traditional to
    Simplified characters; English words are stemmed lightly; a code with punctuation stays whole and also gives its
    parts; "ISO 9001", "ISO-9001" and "ISO9001" all give `iso9001`, "GB/T 19001" gives `gb/t19001`.

    Args:
        text: any text.
        codes: whether letters and the number after them also give one token.
    """
    folded = fold(text)
    tokens: list[str] = []
    for piece in _PIECE.findall(folded):
        first = piece[0]
        if first.isascii():
            tokens.extend(_latin(piece))
        elif "\u3400" <= first <= "\u9fff" or first >= "\U00020000":
            tokens.extend(_chinese_words(piece))
        else:
            tokens.append(piece)
    if codes:
        tokens.extend(letters + digits for letters, digits in _CODE.findall(folded))
    return [token[:MAX_TOKEN] for token in tokens]


def fold(text: str) -> str:
    """Return a text in the form it is matched in: half-width, lower case, Simplified characters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def fold_character(character: str) -> str:
    """Return the Simplified form of one character; any other character as it is."""
    return character.translate(_simplified())


def _latin(piece: str) -> list[str]:
    if piece.isalnum():
        return [_stem(piece)]
    parts = [part for part in _INSIDE.split(piece) if len(part) > 1]
    return [piece, *(_stem(part) for part in parts)]


def _chinese_words(run: str) -> list[str]:
    import rjieba

    return list(rjieba.cut_for_search(run))


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional -> Simplified, character by character: matching needs no more."""
    from opencc import OpenCC

    characters = "".join(map(chr, range(0x3400, 0xA000)))
    folded = OpenCC("t2s").convert(characters)
    return {ord(a): b for a, b in zip(characters, folded, strict=True) if a != b}


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """Take English endings off (plural, -ing, -ed, final e); cheap, and the same for query and text."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= 4 - (ending == "ed") and re.search("[aeiouy]", root):
            word = root[:-1] if root[-1] == root[-2] and root[-1] not in "lsz" else root
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
