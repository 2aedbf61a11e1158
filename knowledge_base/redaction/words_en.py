"""Capitalised words of a text and rows of them: what names in Latin script are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.redaction.lexicon import english_cues
from knowledge_base.redaction.spans import Found

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
WORD = re.compile(rf"(?<![{LATIN}0-9])(?<![A-Za-z0-9]_)[{LATIN}]+(?:['’-][{LATIN}]+)*(?![{LATIN}0-9])(?!_[A-Za-z0-9])")
"""Not a part of a name in code: snake_case, utf8; `_Grace_` is a word."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n>\"“”•*#|(\[-]|\d[.)])\s*$")
_HAN_BEFORE = re.compile("[\u4e00-\u9fff]$")


@dataclass(frozen=True)
class Word:
    """A word of the text without a possessive ending."""

    text: str
    """As written."""
    start: int
    """Offset of its first code point."""
    end: int
    """Offset behind its last."""
    possessive: bool
    """Whether it had one."""

    @property
    def lower(self) -> str:
        """In small letters."""
        return self.text.lower()


def read_word(match: re.Match[str]) -> Word:
    """A word of the pattern `WORD`, its possessive ending cut off."""
    text = re.sub("['’]s?$", "", match[0])
    return Word(text, match.start(), match.start() + len(text), len(text) < len(match[0]))


def row_from(text: str, words: Sequence[Word], at: int) -> list[Word]:
    """Capitalised words in a row, with initials and particles between, at most six."""
    run = [words[at]]
    for word in words[at + 1 : at + 6]:
        between = text[run[-1].end : word.start]
        stopped = between.startswith(".") and len(run[-1].text) > 2 and run[-1].lower not in english_cues().titles
        if run[-1].possessive or stopped or not re.fullmatch(rf"\.? {{1,2}}(?:(?:{_particles()}) ){{0,2}}", between):
            break
        run.append(word)
    return run


@lru_cache(maxsize=1)
def _particles() -> str:
    return "|".join(sorted(english_cues().particles))


def opens_sentence(text: str, word: Word) -> bool:
    """Whether a word begins a sentence, a line, a quotation or an item of a list."""
    before = text[max(0, word.start - 4) : word.start]
    return word.start == 0 or bool(_SENTENCE_START.search(before)) or bool(_HAN_BEFORE.search(before))


def as_found(text: str, words: Sequence[Word]) -> Found:
    """From the particles before a name (van der) to the full stop behind its last initial."""
    start, end = words[0].start, words[-1].end
    if particles := _particles_before().search(text[max(0, start - 16) : start]):
        start -= len(particles[0])
    if len(words) > 1 and len(words[-1].text) == 1 and text[end : end + 1] == ".":
        end += 1
    return Found(start, end, "name")


@lru_cache(maxsize=1)
def _particles_before() -> re.Pattern[str]:
    surely = "|".join(sorted(english_cues().particles - {"do", "la", "y", "den", "ten", "zu"}))
    return re.compile(rf"(?<![A-Za-z])(?:{surely})(?: (?:{_particles()}))? $")
