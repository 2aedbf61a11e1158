"""The text under reading: a folded twin of equal length, its sentences and clauses."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_KEEP = "，；。"
_FOLD: dict[int, int | str] = {
    **{c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c) not in _KEEP},
    0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"',
    0x2011: "-", 0x2212: "-", 0xFFE5: "¥", 0x2030: "‰",
}  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_SENTENCE = 600
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|approx|no|dr|mr|mrs|ms|avg|incl|etc|cf|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|a\.m|p\.m"
    r"|inc|ltd|st|min|max|hrs?|mins?)|\n\s*\d{1,2}|^\s*\d{1,2})$"
)
_UNIT = re.compile(r"\b(?:min|max|hrs?|mins?|avg|etc|inc|ltd)$")
_SENTENCE_END = re.compile(r"[。！？!?；;]+[\"'”’）)\]】」]*|\n+|\.+[\"')\]]*(?=\s|$|[\u4e00-\u9fff])")
_CLAUSE_END = re.compile(
    r"，|,(?!\d{3}(?!\d))|:(?!\d)|[()（）\[\]【】—–]|\s-\s|\.\.\.|…|\s+(?:but|whereas|while|though|although)\s"
)


@dataclass(frozen=True)
class Stretch:
    """A stretch of the text, offsets in code points."""

    start: int
    """First code point."""
    end: int
    """After the last."""

    def holds(self, position: int) -> bool:
        """Whether the offset lies inside."""
        return self.start <= position < self.end


@dataclass(frozen=True)
class Source:
    """A text and its folded twin (`plain`): half-width, lower case, same length, so offsets agree."""

    text: str
    """As given, lone surrogates replaced."""
    plain: str
    """Folded for matching."""
    sentences: tuple[Stretch, ...]
    """In order, without gaps."""
    clauses: tuple[Stretch, ...]
    """In order; separators belong to the clause before them."""

    def sentence_index(self, position: int) -> int:
        """Number of the sentence that holds the offset."""
        return max(0, bisect_right(self.sentences, position, key=lambda s: s.start) - 1)

    def sentence(self, position: int) -> Stretch:
        """The sentence that holds the offset."""
        return self.sentences[self.sentence_index(position)]

    def clause_index(self, position: int) -> int:
        """Number of the clause that holds the offset."""
        return max(0, bisect_right(self.clauses, position, key=lambda s: s.start) - 1)

    def clause(self, position: int) -> Stretch:
        """The clause that holds the offset."""
        return self.clauses[self.clause_index(position)]

    def trimmed(self, start: int, end: int) -> Stretch:
        """The stretch without blanks, bullets and closing punctuation at its ends."""
        while start < end and self.text[start] in _EDGE:
            start += 1
        while end > start and self.text[end - 1] in _EDGE:
            end -= 1
        return Stretch(start, end)


_EDGE = " \t\r\n，,。.；;：:、•·*-–—（(【[】])）"


def open_source(text: str) -> Source:
    """Fold and cut the text; linear in its length."""
    clean = _SURROGATES.sub("\ufffd", text)
    plain = fold(clean)
    sentences = _cut(plain, _SENTENCE_END, clean)
    clauses: list[Stretch] = []
    for sentence in sentences:
        clauses.extend(_inner(plain, sentence))
    return Source(clean, plain, tuple(sentences), tuple(clauses))


def fold(text: str) -> str:
    """Half-width, lower case, same number of code points."""
    half = text.translate(_FOLD)
    lower = half.lower()
    if len(lower) != len(half):
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in half)
    return lower


def is_readable(text: str) -> bool:
    """Whether there is anything to read: at least one letter or digit of any script."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def _cut(plain: str, border: re.Pattern[str], text: str) -> list[Stretch]:
    pieces: list[Stretch] = []
    start = 0
    plain = plain if len(plain) <= _LONGEST_SENTENCE else _with_borders(plain)
    for found in border.finditer(plain):
        if found[0][0] == "." and _is_abbreviation(plain, text, found):
            continue
        if plain[start : found.end()].strip():
            pieces.append(Stretch(start, found.end()))
            start = found.end()
    if start < len(plain):
        pieces.append(Stretch(start, len(plain)))
    return pieces or [Stretch(0, len(plain))]


def _is_abbreviation(plain: str, text: str, found: re.Match[str]) -> bool:
    short = _ABBREVIATION.search(plain, max(0, found.start() - 8), found.start())
    if short is None:
        return False
    unit = _UNIT.search(plain, max(0, found.start() - 8), found.start())
    return not (unit and text[found.end() : found.end() + 2].strip()[:1].isupper())  # "2 min. Two months."


def _with_borders(plain: str) -> str:
    """Break what has no sentence end for hundreds of characters (tables, dumps), so that no step looks at all of it."""
    chars = list(plain)
    last = 0
    for position, char in enumerate(plain):
        if char in "。！？!?；;\n" or (char == "." and plain[position + 1 : position + 2].isspace()):
            last = position
        elif position - last > _LONGEST_SENTENCE:
            chars[position] = "\n"
            last = position
    return "".join(chars)


def _inner(plain: str, sentence: Stretch) -> list[Stretch]:
    pieces: list[Stretch] = []
    start = sentence.start
    for found in _CLAUSE_END.finditer(plain, sentence.start, sentence.end):
        if plain[start : found.end()].strip():
            pieces.append(Stretch(start, found.end()))
            start = found.end()
    if start < sentence.end or not pieces:
        pieces.append(Stretch(start, sentence.end))
    return pieces
