"""Names the caller knows: the staff list, found wherever they stand."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge_base.redaction.lexicon import english_names
from knowledge_base.redaction.spans import Found

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


class Gazetteer:
    """A list of names to look for.

    Args:
        names: Chinese names of two characters or more are found inside any text; Western names word by word, in any
            case, also as `Surname, Given`; each capitalised part of three letters or more also alone, unless it is an
            ordinary word.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._han: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._parts: set[str] = set()
        for name in names:
            if _HAN.search(name):
                self._add_han("".join(name.split()))
            else:
                self._add_words(tuple(w.lower() for w in _WORD.findall(name)))

    def _add_han(self, name: str) -> None:
        if len(name) >= 2:
            self._han[name[:2]].add(name)

    def _add_words(self, words: tuple[str, ...]) -> None:
        if not words or sum(map(len, words)) < 2:
            return
        self._words[words[0]].add(words)
        if len(words) > 1:
            self._words[words[-1]].add((words[-1], *words[:-1]))
            self._words[words[0]].add((words[0], words[-1]))
            common = set(english_names().given_words.split())
            self._parts.update(w for w in (words[0], words[-1]) if len(w) >= 3 and w not in common)

    def find(self, text: str) -> Iterator[Found]:
        """Find the names of the list in a text."""
        if self._han:
            yield from self._find_han(text)
        if self._words:
            yield from self._find_words(text)

    def _find_han(self, text: str) -> Iterator[Found]:
        for match in re.finditer("(?=([\u3400-\u9fff\U00020000-\U0003ffff]{2}))", text):
            names = self._han.get(match[1], ())
            if fitting := [n for n in names if text.startswith(n, match.start())]:
                yield Found(match.start(), match.start() + max(map(len, fitting)), "name")

    def _find_words(self, text: str) -> Iterator[Found]:
        words = list(_WORD.finditer(text))
        lower = [re.sub("['’]s$", "", w[0].lower()) for w in words]
        for i, word in enumerate(words):
            fitting = [n for n in self._words.get(lower[i], ()) if tuple(lower[i : i + len(n)]) == n]
            for name in sorted(fitting, key=len, reverse=True)[:1]:
                last = words[i + len(name) - 1]
                if last.end() - word.start() <= 4 * len(name) + sum(map(len, name)):
                    yield Found(word.start(), last.start() + len(name[-1]), "name")
            if not fitting and lower[i] in self._parts and word[0][0].isupper():
                yield Found(word.start(), word.start() + len(lower[i]), "name")
