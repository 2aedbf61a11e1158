"""Names in Latin script: given names and surnames of the lexicon, titles, labels and what only people do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.redaction.lexicon import english_cues, english_names
from knowledge_base.redaction.spans import Found

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_WORD = re.compile(rf"(?<![{_LATIN}0-9_])[{_LATIN}]+(?:['’-][{_LATIN}]+)*(?![0-9_])")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n>\"“”•*#|(\[-]|\d[.)])\s*$")
_INTRODUCED = re.compile(r"(?i:\bname is |\bi am |\bi'm )(?P<name>[a-z]{3,20}(?: [a-z]{3,20})?)(?![\w'’])")
_FORM = re.compile(
    rf"(?im:^[ \t>*|-]{{0,6}}(?:full |employee |staff )?name)[ \t]*:[ \t]*"
    rf"(?P<name>[{_LATIN}.'’-]{{1,24}}(?: [{_LATIN}.'’-]{{1,24}}){{1,3}})[ \t]*$",
    re.MULTILINE,
)
_HAN_BEFORE = re.compile("[\u4e00-\u9fff]$")


@dataclass(frozen=True)
class _Word:
    """A word of the text without a possessive ending."""

    text: str
    start: int
    end: int
    possessive: bool

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True)
class _Lexicon:
    given: frozenset[str]
    words: frozenset[str]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    names = english_names()
    return _Lexicon(
        frozenset(w for line in names.given.values() for w in line.split()),
        frozenset(names.given_words.split()),
        frozenset(w for line in names.surnames.values() for w in line.split()),
    )


def find_english_names(text: str) -> Iterator[Found]:
    """Find names of people in Latin script; once one is sure, its parts are found alone too. The text is `plain`."""
    capitalised = [_word(m) for m in _WORD.finditer(text) if m[0][0].isupper()]
    found: list[Found] = []
    at = 0
    while at < len(capitalised):
        run = _run(text, capitalised, at)
        found.extend(_names_in(text, run))
        at += len(run)
    found.extend(Found(*m.span("name"), "name") for m in _INTRODUCED.finditer(text) if _all_known(m["name"]))
    found.extend(Found(*m.span("name"), "name") for m in _FORM.finditer(text) if not _is_thing(m["name"]))
    yield from found
    yield from _mentions(text, capitalised, found)


def _is_thing(name: str) -> bool:
    return any(word.lower() in english_cues().not_surnames for word in _WORD.findall(name))


def _all_known(name: str) -> bool:
    """Whether every word of a name in small letters is in the lexicon."""
    known = _lexicon().given | _lexicon().surnames
    return all(word in known for word in name.split())


def _word(match: re.Match[str]) -> _Word:
    text = re.sub("['’]s?$", "", match[0])
    return _Word(text, match.start(), match.start() + len(text), len(text) < len(match[0]))


def _run(text: str, words: Sequence[_Word], at: int) -> list[_Word]:
    """Capitalised words in a row, with initials and particles between, at most six."""
    run = [words[at]]
    for word in words[at + 1 : at + 6]:
        between = text[run[-1].end : word.start]
        if run[-1].possessive or not re.fullmatch(rf"\.? {{1,2}}(?:(?:{_particles()}) ){{0,2}}", between):
            break
        run.append(word)
    return run


@lru_cache(maxsize=1)
def _particles() -> str:
    return "|".join(sorted(english_cues().particles))


def _names_in(text: str, run: Sequence[_Word]) -> list[Found]:
    cues = english_cues()
    start = 0
    while start < len(run) and (run[start].lower in cues.starters or run[start].lower in cues.titles):
        start += 1
    titled = start > 0 and run[start - 1].lower in cues.titles
    rest = list(run[start:])
    if not rest:
        return []
    if titled or _introduced(text, rest[0]) or (_labelled(text, rest[0]) and any(map(_is_known, rest[:3]))):
        kept = _until_common(rest)
        return [_span(kept)] if kept else []
    return _by_lexicon(text, rest)


def _is_known(word: _Word) -> bool:
    """Whether a word is a name of the lexicon or has letters that English words do not have."""
    lower = word.lower
    return lower in _lexicon().given or lower in _lexicon().words or _is_surname(word) or not word.text.isascii()


def _introduced(text: str, word: _Word) -> bool:
    return bool(_phrases(strong=True).search(text[max(0, word.start - 40) : word.start]))


def _labelled(text: str, word: _Word) -> bool:
    return bool(_phrases(strong=False).search(text[max(0, word.start - 40) : word.start]))


@lru_cache(maxsize=2)
def _phrases(*, strong: bool) -> re.Pattern[str]:
    listed = english_cues().introductions if strong else english_cues().before
    cues = "|".join(sorted((re.escape(c) for c in listed), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{cues})[ \t]*(?:[:=-]\s*|,\s*)?[\"'“(]?$", re.IGNORECASE)


def _until_common(run: Sequence[_Word]) -> list[_Word]:
    """The first words of a run, at most four, before one that is known not to be part of a name."""
    kept: list[_Word] = []
    for word in run[:4]:
        stops = word.lower in english_cues().not_surnames or word.lower in english_cues().starters
        if stops and not (len(word.text) == 1 and kept and len(run) > len(kept) + 1):
            break
        kept.append(word)
    return kept


def _by_lexicon(text: str, run: Sequence[_Word]) -> list[Found]:
    found: list[Found] = []
    at = 0
    while at < len(run):
        taken = _name_at(text, run, at)
        if taken:
            found.append(_span(run[at : at + taken]))
        at += max(1, taken)
    return found


def _name_at(text: str, run: Sequence[_Word], at: int) -> int:
    """How many words of the run, from here on, are one name; 0 for none."""
    word = run[at]
    if (
        word.lower in english_cues().not_surnames
        or len(word.text) < 2
        or (word.text.isupper() and (len(word.text) < 4 or len(run) == 1))
    ):
        return 0
    rest = run[at + 1 : at + 4]
    following = len(_until_common(run[at : at + 4])) - 1
    if word.lower in _lexicon().given:
        broken = bool(rest) and following == 0 and not _is_surname(rest[0])
        return 0 if broken else 1 + following
    if word.lower in _lexicon().words:
        return _ambiguous(text, word, rest[:following], alone=not rest)
    if at == 0 and following and (any(map(_is_surname, rest[:following])) or _looks_foreign(word, rest[:following])):
        return 1 + following
    if at == 0 and not rest and _is_surname(word) and _is_person(text, word):
        return 1
    return _two_unknown(text, run, at, following)


def _ambiguous(text: str, word: _Word, rest: Sequence[_Word], *, alone: bool) -> int:
    """A given name that is a word too: it needs a surname, another given name or an initial, or a person's deeds."""
    if rest and (_is_surname(rest[0]) or rest[0].lower in _lexicon().given or len(rest[0].text) == 1):
        return 1 + len(rest)
    if len(rest) == 1 and (rest[0].possessive or _acts(text, rest[0])):
        return 2
    return 1 if alone and (word.possessive or _is_person(text, word)) else 0


def _is_surname(word: _Word) -> bool:
    lower = word.lower
    return lower in _lexicon().surnames or (len(lower) > 5 and lower.endswith(english_cues().surname_endings))


def _looks_foreign(word: _Word, rest: Sequence[_Word]) -> bool:
    """A middle initial, or letters that English words do not have, in one of two or three capitalised words."""
    initial = len(rest) == 2 and len(rest[0].text) == 1 and len(rest[1].text) > 2
    return initial or any(not w.text.isascii() for w in (word, *rest[:2]) if "’" not in w.text)


def _two_unknown(text: str, run: Sequence[_Word], at: int, following: int) -> int:
    """Two unknown words that do what only people do."""
    pair = at == 0 and following == 1 and len(run) == 2
    return 2 if pair and (run[1].possessive or _acts(text, run[1])) and not _opens_sentence(text, run[0]) else 0


def _is_person(text: str, word: _Word) -> bool:
    """Whether a word that may be a name is one here: by what follows, or by what stands before in mid-sentence."""
    if _acts(text, word):
        return True
    before = re.search(r"([A-Za-z]+)[ ,]{1,2}$", text[max(0, word.start - 20) : word.start])
    cued = before is not None and before[1].lower() in english_cues().before_words
    return (cued or word.possessive) and not _opens_sentence(text, word)


def _acts(text: str, word: _Word) -> bool:
    after = re.match(r"(?:['’]s)?,? ([a-z]+)", text[word.end : word.end + 24])
    return after is not None and after[1] in english_cues().after


def _opens_sentence(text: str, word: _Word) -> bool:
    before = text[max(0, word.start - 4) : word.start]
    return word.start == 0 or bool(_SENTENCE_START.search(before)) or bool(_HAN_BEFORE.search(before))


def _span(words: Sequence[_Word]) -> Found:
    return Found(words[0].start, words[-1].end, "name")


def _mentions(text: str, words: Sequence[_Word], found: Sequence[Found]) -> Iterator[Found]:
    """Parts of the names found, standing alone; ordinary words only in mid-sentence."""
    lexicon, cues = _lexicon(), english_cues()
    parts = {w.lower() for f in found for w in _WORD.findall(text[f.start : f.end]) if len(w) >= 3}
    parts -= cues.starters | cues.not_surnames | cues.particles
    parts -= {w for w in re.findall(r"(?<![A-Za-z])[a-z]{3,30}(?![A-Za-z])", text) if w not in lexicon.given}
    for word in words:
        if word.lower in parts and (
            word.lower not in cues.openers or not _opens_sentence(text, word) or _acts(text, word)
        ):
            yield Found(word.start, word.end, "name")
