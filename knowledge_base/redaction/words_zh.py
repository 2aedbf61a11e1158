"""Words of a Chinese text, and which of them may begin a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.redaction.lexicon import chinese_names

NAME_TAGS = frozenset({"nr", "nrt", "nrfg"})
_HINT_TAGS = NAME_TAGS | {"nz", "ns", "nt"}
_FUNCTION = frozenset("和于时向由单全平成")
_FUNCTION_TAGS = frozenset({"p", "c", "d", "u", "uj", "ul", "ud", "uz", "f", "m", "q", "r", "y"})


@dataclass(frozen=True)
class ChineseWord:
    """A word as the segmenter cuts it."""

    text: str
    """As written."""
    tag: str
    """What the segmenter takes it for: nr is a name, ns a place, p a preposition."""
    start: int
    """Offset of its first code point."""

    @property
    def end(self) -> int:
        """Offset behind its last code point."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class NameCharacters:
    """The lexicon as sets."""

    sure: frozenset[str]
    """Surnames that are hardly anything else."""
    ambiguous: frozenset[str]
    """Surnames that are words too."""
    given: frozenset[str]
    """Characters of given names."""
    openers: frozenset[str]
    """First characters of names and of their short forms."""


def segmented(text: str) -> list[ChineseWord]:
    """Cut a text into words with their tags; names glued to the word behind are cut off it."""
    import rjieba

    words: list[ChineseWord] = []
    start = 0
    for piece, tag in rjieba.tag(text.encode("utf-8", "replace").decode("utf-8")):
        words.append(ChineseWord(piece, tag, start))
        start += len(piece)
    return [part for word in words for part in _unglued(word)]


def _unglued(word: ChineseWord) -> list[ChineseWord]:
    """A name that the segmenter glued to the word behind it: 王小明说."""
    if word.tag in NAME_TAGS and len(word.text) == 4 and len(surname_of(word.text)) == 1:
        return [ChineseWord(word.text[:3], word.tag, word.start), ChineseWord(word.text[3], "x", word.start + 3)]
    return [word]


@lru_cache(maxsize=1)
def sets() -> NameCharacters:
    """The characters of the lexicon, made once."""
    names = chinese_names()
    return NameCharacters(
        frozenset(names.surnames) - frozenset(names.ambiguous_surnames),
        frozenset(names.ambiguous_surnames),
        frozenset(names.given),
        frozenset(
            names.surnames + names.ambiguous_surnames + "小老阿" + "".join(n[0] for n in names.compound_surnames)
        ),
    )


def surname_of(text: str) -> str:
    """The surname a text begins with, or nothing."""
    if text[:2] in chinese_names().compound_surnames:
        return text[:2]
    return text[:1] if text[:1] in sets().sure or text[:1] in sets().ambiguous else ""


def is_han(text: str) -> bool:
    """Whether all characters are Chinese."""
    return all("\u3400" <= c <= "\u9fff" for c in text)


def hints(words: Sequence[ChineseWord]) -> list[int]:
    """Where a name may begin: at a name of the dictionary, a lone surname, a foreign word, two loose characters.

    Sentences of nothing but dictionary words hold no name that the model finds: 2 of 600 measured.
    """
    found: list[int] = []
    loose = False
    for word in words:
        head, single = word.text[0], len(word.text) == 1 and is_han(word.text)
        named = word.tag in _HINT_TAGS or head == "·" or (single and head in sets().openers and head not in _FUNCTION)
        nicknamed = len(word.text) == 2 and head in "小老阿" and word.text[1] in sets().openers
        foreign = head.isascii() and head.isupper() and len(word.text) > 2
        was_loose, loose = loose, single and word.tag not in _FUNCTION_TAGS
        if named or nicknamed or foreign or (loose and was_loose):
            found.append(word.start)
    return found
