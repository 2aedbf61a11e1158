"""Names the caller knows: the staff list, found wherever and however they are written."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge_base.redaction.lexicon import chinese_names, english_cues
from knowledge_base.redaction.romanised import romanised, split_name
from knowledge_base.redaction.spans import Found
from knowledge_base.redaction.vocabulary import is_common, is_thing
from knowledge_base.segmentation import fold_character

_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’-][^\W\d_\u3400-\u9fff]+)*")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_TWO_HAN = re.compile(f"(?=({_HAN.pattern} ?{_HAN.pattern}))")
_APART = re.compile(r"[\s_·,-]{0,3}|\.")
_BEHIND_INITIAL = re.compile(r"\.?[\s_·,-]{0,3}")
_NOT_BEFORE = frozenset({"of", "by", "since", "until", "the", "and"})
_SHORTEST_ALONE = 3
_SHORTEST_PINYIN = 5
"""Fewest letters of a given name in pinyin that is found alone: `li` and `wei` are too much else."""


class Gazetteer:
    """A list of names to look for.

    Args:
        names: Chinese names of two characters or more are found inside any text, in either script, their given name of
            two characters also alone unless it is a word, and in pinyin. Western names are found word by word in any
            case, also as `Surname, Given` and with an initial; a first or last name also alone: in any case where it is
            no ordinary word, else only where it is written as a name.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._han: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._alone: set[str] = set()
        self._ambiguous: set[str] = set()
        for name in names:
            if _HAN.search(name):
                self._add_han(folded("".join(c for c in name if not c.isspace())))
            else:
                self._add_words(tuple(_plain_word(w) for w in _WORD.findall(name)))

    def _add_han(self, name: str) -> None:
        if len(name) < 2:
            return
        self._han[name[:2]].add(name)
        surname, given = split_name(name)
        if surname and len(given) == 2 and not _is_word(given):
            self._han[given].add(given)
        for family, own in romanised(name) if len(name) <= 4 else ():
            for form in ((family, own), (own, family), (family + own,), (own + family,)):
                if sum(map(len, form)) >= _SHORTEST_PINYIN:
                    self._words[form[0]].add(form)
            if len(own) >= _SHORTEST_PINYIN and not is_common(own):
                self._alone.add(own)

    def _add_words(self, words: tuple[str, ...]) -> None:
        if not words or sum(map(len, words)) < 2:
            return
        first, last = words[0], words[-1]
        forms = {words, (last, *words[:-1]), (first, last), (first[0], last), (first, last[0])}
        for form in forms if len(words) > 1 else {words}:
            self._words[form[0]].add(form)
        for part in {first, last} if len(words) > 1 else ():
            if len(part) >= _SHORTEST_ALONE:
                plain = not (is_common(part) or is_thing(part))
                (self._alone if plain else self._ambiguous).add(part)

    def find(self, text: str) -> Iterator[Found]:
        """Find the names of the list in a text; the text is `plain`."""
        if self._han:
            yield from self._find_han(folded(text))
        if self._words:
            yield from self._find_words(text)

    def _find_han(self, text: str) -> Iterator[Found]:
        for match in re.finditer(
            "(?=([\u3400-\u9fff\U00020000-\U0003ffff] ?[\u3400-\u9fff\U00020000-\U0003ffff]))", text
        ):
            names = self._han.get(match[1].replace(" ", ""), ())
            ends = [end for name in names if (end := _end(text, match.start(), name))]
            if ends:
                yield Found(match.start(), max(ends), "name")

    def _find_words(self, text: str) -> Iterator[Found]:
        words = list(_WORD.finditer(text))
        lower = [_plain_word(w[0]) for w in words]
        for i, word in enumerate(words):
            fitting = [n for n in self._words.get(lower[i], ()) if tuple(lower[i : i + len(n)]) == n]
            joined = [n for n in fitting if _is_joined(text, words[i : i + len(n)])]
            if joined:
                length = max(map(len, joined))
                yield Found(word.start(), _bare_end(words[i + length - 1]), "name")
            elif lower[i] in self._alone or (lower[i] in self._ambiguous and _is_written_as_name(text, word)):
                yield Found(word.start(), _bare_end(word), "name")


def folded(text: str) -> str:
    """Traditional characters as simplified, one for one."""
    return text if text.isascii() else "".join(c if c.isascii() else fold_character(c) for c in text)


def _is_word(given: str) -> bool:
    """Whether two characters are an ordinary word: then they are no name of somebody when they stand alone."""
    import rjieba

    pieces = rjieba.tag(given)
    return given in chinese_names().not_names or (len(pieces) == 1 and pieces[0][1] not in {"nr", "nrt", "nrfg", "x"})


def _plain_word(word: str) -> str:
    """In small letters, without possessive ending, hyphens and apostrophes."""
    return re.sub("['’-]", "", re.sub("['’]s$", "", word.casefold()))


def _bare_end(word: re.Match[str]) -> int:
    return word.start() + len(re.sub("['’][sS]$", "", word[0]))


def _end(text: str, start: int, name: str) -> int:
    """Where a name that begins here ends, single spaces between its characters allowed; 0 where it does not stand."""
    at = start
    for place, character in enumerate(name):
        if place and text[at : at + 1] == " ":
            at += 1
        if text[at : at + 1] != character:
            return 0
        at += 1
    return at


def _is_joined(text: str, words: Sequence[re.Match[str]]) -> bool:
    return all(
        (_APART if len(a[0]) > 1 else _BEHIND_INITIAL).fullmatch(text[a.end() : b.start()]) for a, b in pairwise(words)
    )


def _is_written_as_name(text: str, word: re.Match[str]) -> bool:
    """`Grace`, `Will` and `May` of the staff list: with a capital, not opening a sentence, no month."""
    if not word[0][0].isupper() or word[0].isupper():
        return False
    before = re.search(r"([A-Za-z]+|[.!?:;\n>\"“•*-])[ \t]*$", text[max(0, word.start() - 20) : word.start()])
    opens = before is None or not before[1].isalpha()
    after = re.match(r"(?:['’]s)?,? ([a-z]+)", text[word.end() : word.end() + 24])
    acts = (after is not None and after[1] in english_cues().after) or word[0].endswith(("'s", "’s"))
    return acts if opens else before is not None and before[1].lower() not in english_cues().before_things | _NOT_BEFORE
