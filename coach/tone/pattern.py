"""The small pattern language of the lexicons: plain words, made into a regular expression that cannot run away.

| written | means |
| --- | --- |
| `(a|b)`, `(a|b)?` | one of them; one of them or nothing |
| `{very}` | any phrase of that name in `vocabulary.json` |
| `fail~` | the English word with its inflections |
| `...` | up to 40 (zh 14) characters of the same clause |
| `@` | one word (in Chinese text: of Latin letters) |
| `#`, `&` | a number in digits or words; in digits only |
| `[ ]` | the stretch to mark, where it is less than the whole pattern |
| `^`, `$` | start of a clause, end of a clause |

There is no unbounded repetition, so matching is linear in the text for any pattern HR may write.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

NUMBER = {
    "zh": r"(?:\d[\d.,]{0,12}|[一二两三四五六七八九十百半几]{1,4})",
    "en": r"(?:\d[\d.,]{0,12}|one|two|three|four|five|six|seven|eight|nine|ten|a dozen|half)",
}
_WORD = {"zh": r"[a-z][a-z0-9+.]{0,20}", "en": r"[\w'-]{1,30}"}
_GAP = {"zh": r"[^,。;:!?\n\"]{0,14}?", "en": r"[^.,;:!?\n\"—]{0,40}?"}
_START = r"(?:\A|(?<=[\n,;:.!?。\"—(…]))\s{0,2}"
_AFTER = {"zh": "", "en": r"(?:(?:and|but|so|yet|then|because|or|honestly|frankly) )?"}
_END = r"(?=\s{0,2}(?:[,;:!?。\n\"—)…]|\.(?!\d)|\Z))"
_SPACE = r"\s{1,3}"
_LEADING_SPACE = ("(?:" + _SPACE, "(?:(?:" + _SPACE)
_SPECIAL = frozenset("()|?{}~#&@[]^$")


@dataclass(frozen=True)
class Part:
    """A piece of a pattern."""

    regex: str
    """Its regular expression."""
    anchors: frozenset[str] | None
    """Strings of which a match must contain one; None where nothing can be said."""


@dataclass(frozen=True)
class Pattern:
    """A pattern of a lexicon, compiled on first use."""

    source: str
    """As written in the lexicon."""
    part: Part
    """What it became."""

    @cached_property
    def openings(self) -> frozenset[str]:
        """The first two characters of each anchor."""
        return frozenset(anchor[:2] for anchor in self.part.anchors or ())

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression, over folded text."""
        return re.compile(self.part.regex)


def parse(source: str, *, language: str, vocabulary: Mapping[str, Part]) -> Pattern:
    """Return the pattern written as `source`; ValueError says which sign is wrong."""
    source = source.strip()
    reader = _Reader(source, language, vocabulary)
    part = reader.choice()
    if reader.at < len(source):
        raise ValueError(f"{source!r}: stray {source[reader.at]!r} at {reader.at}")
    edge = "" if source.startswith("^") else r"\b"
    regex = rf"{edge}(?:{part.regex})(?!\w)" if language == "en" else part.regex
    return Pattern(source, Part(regex, part.anchors))


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, source: str, language: str, vocabulary: Mapping[str, Part]) -> None:
        self.source, self.language, self.vocabulary, self.at = source, language, vocabulary, 0
        self._signs = {
            "...": Part(_GAP[language], None),
            "#": Part(NUMBER[language], None),
            "&": Part(r"\d[\d.,]{0,12}", None),
            "@": Part(_WORD[language], None),
            "^": Part(_START + _AFTER[language], None),
            "$": Part(_END, None),
        }

    def choice(self) -> Part:
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        anchors = [branch.anchors for branch in branches]
        known = [a for a in anchors if a is not None]
        joined = frozenset[str]().union(*known) if len(known) == len(anchors) else None
        return Part("(?:" + "|".join(branch.regex for branch in branches) + ")", joined)

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)]":
            parts.append(self._item())
        found = [part.anchors for part in parts if part.anchors]
        best = max(found, key=lambda anchors: min(map(len, anchors)), default=None)
        return Part("".join(part.regex for part in parts), best)

    def _item(self) -> Part:
        for sign, part in self._signs.items():
            if self._take(sign):
                return self._optional(part) if sign in "#&@" else part
        if self._take("("):
            return self._optional(self._closed(")"))
        if self._take("["):
            inner = self._closed("]")
            return Part(f"(?P<mark>{inner.regex})", inner.anchors)
        return self._optional(self._named()) if self._take("{") else self._literal()

    def _closed(self, sign: str) -> Part:
        inner = self.choice()
        if not self._take(sign):
            raise ValueError(f"{self.source!r}: {sign!r} is missing")
        return Part(f"(?:{inner.regex})", inner.anchors)

    def _named(self) -> Part:
        end = self.source.find("}", self.at)
        name = self.source[self.at : end]
        if end < 0 or name not in self.vocabulary:
            raise ValueError(f"{self.source!r}: no vocabulary named {name!r}")
        self.at = end + 1
        return self.vocabulary[name]

    def _optional(self, part: Part) -> Part:
        if not self._take("?"):
            return part
        takes_space = self.language == "en" and not part.regex.startswith(_LEADING_SPACE) and self._take(" ")
        return Part(f"(?:{part.regex}{_SPACE if takes_space else ''})?", None)

    def _literal(self) -> Part:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in _SPECIAL:
            if self.source.startswith("...", self.at):
                break
            self.at += 1
        words = self.source[start : self.at]
        if not words:
            raise ValueError(f"{self.source!r}: stray {self.source[start]!r} at {start}")
        if self._take("~"):
            head, _, last = words.rpartition(" ")
            stem, forms = inflected(last)
            before = self._spaced(head + " ") if head or words.startswith(" ") else ""
            return Part(before + forms, frozenset({stem}) if len(stem) > 1 else None)
        longest = max(words.split() or [""], key=len)
        return Part(self._spaced(words), frozenset({longest}) if len(longest) > 0 else None)

    def _spaced(self, words: str) -> str:
        space = _SPACE if self.language == "en" else r"\s{0,2}"
        return re.sub(r"(?:\\ )+", lambda _: space, re.escape(words))

    def _take(self, sign: str) -> bool:
        if self.source.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False


def inflected(word: str) -> tuple[str, str]:
    """Return the common start and a regular expression of an English verb's or noun's regular forms."""
    if word.endswith("e"):
        stem = word[:-1]
        return stem, f"{stem}(?:e|es|ed|ing|er)"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        stem = word[:-1]
        return stem, f"{stem}(?:y|ies|ied|ying|ier)"
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", word):
        return word, f"{word}(?:s|es|{word[-1]}?(?:ed|ing|er))?"
    return word, f"{word}(?:s|es|ed|ing|er)?"
