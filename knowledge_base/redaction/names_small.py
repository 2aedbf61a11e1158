"""Names in small letters: `ask deepak`, `mr patel`, `zhang wei`, as chats and hurried notes have them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge_base.redaction.lexicon import english_cues, pinyin
from knowledge_base.redaction.spans import Found
from knowledge_base.redaction.vocabulary import given_names, is_common, is_thing, surnames

_SMALL = "a-z\u00df-\u00f6\u00f8-\u00ff\u0101-\u024f"
_WORD = re.compile(
    rf"(?<![A-Za-z0-9_{_SMALL}@./\\-])[{_SMALL}]{{2,24}}(?:['’-][{_SMALL}]{{1,20}}){{0,2}}(?![A-Za-z0-9_{_SMALL}@/\\-]|\.[a-z])"
)
_BETWEEN = re.compile(r" (?:[a-z]\.? )?")
_SHORTEST = 4
_MOST_WORDS = 4


def find_small_names(text: str) -> Iterator[Found]:
    """Find names in small letters: a known given name with what follows it, any word behind a title, pinyin names.

    Words that English has are no names here, whatever the lists say; the text is `plain`.
    """
    words = [m for m in _WORD.finditer(text) if len(m[0]) > 1]
    at = 0
    while at < len(words):
        taken = _name_at(text, words, at)
        if taken:
            yield Found(words[at].start(), _end(words[at + taken - 1]), "name")
        at += max(1, taken)


def _name_at(text: str, words: list[re.Match[str]], at: int) -> int:
    word = _bare(words[at][0])
    titled = _titles().search(text[max(0, words[at].start() - 12) : words[at].start()])
    if not (_is_given(word) or (titled and not is_common(word))):
        return 2 if _is_pinyin_name(text, words, at) else 0
    taken = 1
    while at + taken < len(words) and taken < _MOST_WORDS:
        last, following = words[at + taken - 1], words[at + taken]
        apart = text[last.end() : following.start()]
        if last[0] != _bare(last[0]) or not _BETWEEN.fullmatch(apart) or not _continues(_bare(following[0])):
            break
        taken += 1
    return taken


def _is_given(word: str) -> bool:
    return len(word) >= _SHORTEST and word in given_names() and not is_common(word) and not is_thing(word)


def _continues(word: str) -> bool:
    known = word in given_names() or word in surnames()
    return len(word) > 2 and not is_thing(word) and not is_common(word) and (known or len(word) >= _SHORTEST)


def _is_pinyin_name(text: str, words: list[re.Match[str]], at: int) -> bool:
    if at + 1 >= len(words) or text[words[at].end() : words[at + 1].start()] != " ":
        return False
    surname, given = words[at][0], _bare(words[at + 1][0])
    return surname in pinyin().surnames and is_pinyin(given) and not is_common(given) and not is_thing(given)


def is_pinyin(word: str) -> bool:
    """Whether a word in small letters is one to three syllables of pinyin."""
    return bool(_syllables().fullmatch(word))


@lru_cache(maxsize=1)
def _syllables() -> re.Pattern[str]:
    listed = "|".join(sorted(pinyin().readings, key=len, reverse=True))
    return re.compile(rf"(?:{listed})(?:['-]?(?:{listed})){{0,2}}")


@lru_cache(maxsize=1)
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(sorted(english_cues().titles, key=len, reverse=True))})\.? $")


def _bare(word: str) -> str:
    return re.sub("['’]s$", "", word)


def _end(match: re.Match[str]) -> int:
    return match.start() + len(_bare(match[0]))
