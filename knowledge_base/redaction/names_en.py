"""Names in Latin script: given names and surnames of the lexicon, titles, labels and what only people do."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge_base.redaction.lexicon import english_cues, pinyin
from knowledge_base.redaction.names_small import find_small_names, is_pinyin
from knowledge_base.redaction.spans import Found
from knowledge_base.redaction.vocabulary import (
    given_names,
    given_words,
    is_surname,
    is_thing,
    is_unknown,
    surnames,
)
from knowledge_base.redaction.words_en import LATIN, WORD, Word, as_found, opens_sentence, read_word, row_from

_INTRODUCED = re.compile(
    rf"(?i:\bname is |\bi am |\bi'm |\bcalls? me |\bsigned )"
    rf"(?P<name>[{LATIN}]{{3,20}}(?: [{LATIN}]{{3,20}})?)(?![{LATIN}0-9_'’])"
)
_FORM = re.compile(
    rf"(?im:^[ \t>*|-]{{0,6}}(?:full |employee |staff )?name)[ \t]*:[ \t]*"
    rf"(?P<name>[{LATIN}.'’-]{{1,24}}(?: [{LATIN}.'’-]{{1,24}}){{1,3}})[ \t]*$",
    re.MULTILINE,
)
_ROW = re.compile(r", (?:and |& |or )?| (?:and|&|or) |/")


def find_english_names(text: str) -> Iterator[Found]:
    """Find names of people in Latin script; once one is sure, its parts are found alone too. The text is `plain`."""
    capitalised = [read_word(m) for m in WORD.finditer(text) if m[0][0].isupper()]
    found: list[Found] = []
    at = 0
    while at < len(capitalised):
        run = row_from(text, capitalised, at)
        found.extend(_names_in(text, run))
        at += len(run)
    found.extend(Found(*m.span("name"), "name") for m in _INTRODUCED.finditer(text) if _all_known(m["name"]))
    found.extend(Found(*m.span("name"), "name") for m in _FORM.finditer(text) if not _is_thing(m["name"]))
    found.extend(find_small_names(text))
    found.extend(_coordinated(text, capitalised, found))
    yield from found
    yield from _mentions(text, capitalised, found)


def _coordinated(text: str, words: Sequence[Word], found: Sequence[Found]) -> list[Found]:
    """Capitalised words in a row with a name: `Sheila, Donna and Rose`; at most as many as there are words."""
    cues, more = english_cues(), []
    sure = [f for f in found if _is_sure(text[f.start : f.end])]
    starts, ends = {f.start for f in sure}, {f.end for f in sure}
    for _ in range(2):
        for word, before, after in zip(words, [None, *words], [*words[1:], None], strict=False):
            if word.start in starts or word.text.isupper() or len(word.text) < 3 or is_thing(word.text):
                continue
            if word.lower in cues.not_surnames or word.lower in cues.starters or opens_sentence(text, word):
                continue
            left = before is not None and before.end in ends and _ROW.fullmatch(text[before.end : word.start])
            right = after is not None and after.start in starts and _ROW.fullmatch(text[word.end : after.start])
            if left or right:
                more.append(Found(word.start, word.end, "name"))
                starts.add(word.start)
                ends.add(word.end)
    return more


def _is_sure(name: str) -> bool:
    """Whether a part of a name is in the lists, so that its neighbours in a row are people as well."""
    return any(w in given_names() or w in given_words() or is_surname(w) for w in WORD.findall(name.lower()))


def _is_thing(name: str) -> bool:
    return any(word.lower() in english_cues().not_surnames for word in WORD.findall(name))


def _all_known(name: str) -> bool:
    """Whether every word of a name in small letters is in the lexicon, or no other word."""
    return all(w in given_names() or w in surnames() or is_unknown(w) for w in name.lower().split())


def _names_in(text: str, run: Sequence[Word]) -> list[Found]:
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
        return [as_found(text, kept)] if kept else []
    return _by_lexicon(text, rest)


def _is_known(word: Word) -> bool:
    """Whether a word is a name of the lexicon or has letters that English words do not have."""
    lower = word.lower
    return lower in given_names() or lower in given_words() or is_surname(word.text) or is_unknown(word.text)


def _introduced(text: str, word: Word) -> bool:
    return bool(_phrases(strong=True).search(text[max(0, word.start - 40) : word.start]))


def _labelled(text: str, word: Word) -> bool:
    return bool(_phrases(strong=False).search(text[max(0, word.start - 40) : word.start]))


@lru_cache(maxsize=2)
def _phrases(*, strong: bool) -> re.Pattern[str]:
    listed = english_cues().introductions if strong else english_cues().before
    cues = "|".join(sorted((re.escape(c) for c in listed), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{cues})[ \t]*(?:[:=-]\s*|,\s*)?[\"'“(]?$", re.IGNORECASE)


def _until_common(run: Sequence[Word]) -> list[Word]:
    """The first words of a run, at most four, before one that is known not to be part of a name."""
    kept: list[Word] = []
    for word in run[:4]:
        stops = word.lower in english_cues().not_surnames or word.lower in english_cues().starters
        if stops and not (len(word.text) == 1 and kept and len(run) > len(kept) + 1):
            break
        kept.append(word)
    return kept


def _by_lexicon(text: str, run: Sequence[Word]) -> list[Found]:
    found: list[Found] = []
    at = 0
    while at < len(run):
        taken = _name_at(text, run, at)
        if taken:
            found.append(as_found(text, run[at : at + taken]))
        at += max(1, taken)
    return found


def _name_at(text: str, run: Sequence[Word], at: int) -> int:
    """How many words of the run, from here on, are one name; 0 for none."""
    word = run[at]
    rest = run[at + 1 : at + 4]
    following = len(_until_common(run[at : at + 4])) - 1
    if following < 0 or _is_no_name(text, run, at) or (not following and _is_described(text, word)):
        return 0
    if word.lower in given_names() and not is_thing(word.text):
        broken = bool(rest) and following == 0 and not is_surname(rest[0].text)
        return 0 if broken else 1 + following
    if _is_plain_name(word) and (following or not is_thing(word.text)):
        return _ambiguous(text, word, rest[:following], alone=not rest)
    if is_thing(word.text):
        return 0
    if at == 0 and following and (any(is_surname(w.text) for w in rest[:following]) or _looks_foreign(word, rest)):
        return 1 + following
    return _unknown(text, run, at) or _two_unknown(text, run, at, following)


def _is_no_name(text: str, run: Sequence[Word], at: int) -> bool:
    """Ordinary words, single letters, abbreviations, and what follows a company: JPMorgan Chase."""
    word = run[at]
    common = word.lower in english_cues().not_surnames or len(word.text) < 2 or _is_abbreviation(run, word)
    return common or (at > 0 and is_thing(run[at - 1].text) and not _is_plain_name(run[at - 1]))


def _is_plain_name(word: Word) -> bool:
    return word.lower in given_names() or word.lower in given_words()


def _is_abbreviation(run: Sequence[Word], word: Word) -> bool:
    return word.text.isupper() and (len(word.text) < 4 or len(run) == 1) and len(run) < 2


def _is_described(text: str, word: Word) -> bool:
    """`The Jordan market`, `our Franklin warehouse`: a thing that is called so."""
    before = text[max(0, word.start - 8) : word.start].lower()
    after = re.match(r" (?:and \w+ )?([a-z]+)", text[word.end : word.end + 40])
    determined = re.search(r"(?<![a-z])(?:the|a|an|our|this|that|its)\s$", before)
    return bool(determined and after and after[1].removesuffix("s") in _things_behind())


@lru_cache(maxsize=1)
def _things_behind() -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in english_cues().not_surnames)


def _unknown(text: str, run: Sequence[Word], at: int) -> int:
    """Words that are no English words and no known things: names, unless they stand where places and tools do."""
    taken = 0
    for word in run[at : at + 4]:
        initial = taken and len(word.text) == 1
        known = is_surname(word.text) or word.lower in given_names() or word.lower in pinyin().surnames
        if not (initial or known or is_unknown(word.text) or (taken and is_pinyin(word.lower))):
            break
        taken += 1
    if not taken or (at + taken < len(run) and run[at + taken].lower in english_cues().not_surnames):
        return 0
    if taken == 1 and (_is_abbreviation(run[:1], run[at]) or _stands_like_a_thing(text, run[at])):
        return 0
    return taken


def _stands_like_a_thing(text: str, word: Word) -> bool:
    before = re.search(r"([A-Za-z]+) $", text[max(0, word.start - 16) : word.start])
    return before is not None and before[1].lower() in english_cues().before_things


def _ambiguous(text: str, word: Word, rest: Sequence[Word], *, alone: bool) -> int:
    """A given name that is a word too: it needs a surname, another given name or an initial, or a person's deeds."""
    if rest and (is_surname(rest[0].text) or rest[0].lower in given_names() or len(rest[0].text) == 1):
        return 1 + len(rest)
    opens = word.lower in english_cues().openers and opens_sentence(text, word)
    if rest and is_unknown(rest[0].text) and not opens:
        return 1 + len(rest)
    if len(rest) == 1 and (rest[0].possessive or _acts(text, rest[0])):
        return 2
    return 1 if alone and (word.possessive or _is_person(text, word)) else 0


def _looks_foreign(word: Word, rest: Sequence[Word]) -> bool:
    """A middle initial, or letters that English words do not have, in one of two or three capitalised words."""
    initial = len(rest) == 2 and len(rest[0].text) == 1 and len(rest[1].text) > 2
    return initial or any(not w.text.isascii() for w in (word, *rest[:2]) if "’" not in w.text)


def _two_unknown(text: str, run: Sequence[Word], at: int, following: int) -> int:
    """Two unknown words that do what only people do."""
    pair = at == 0 and following == 1 and len(run) == 2
    return 2 if pair and (run[1].possessive or _acts(text, run[1])) and not opens_sentence(text, run[0]) else 0


def _is_person(text: str, word: Word) -> bool:
    """Whether a word that may be a name is one here: by what follows, or by what stands before in mid-sentence."""
    if _acts(text, word):
        return True
    before = re.search(r"([A-Za-z]+)[ ,]{1,2}$", text[max(0, word.start - 20) : word.start])
    cued = before is not None and before[1].lower() in english_cues().before_words
    return (cued or word.possessive) and not opens_sentence(text, word)


def _acts(text: str, word: Word) -> bool:
    after = re.match(r"(?:['’]s)?,? ([a-z]+)", text[word.end : word.end + 24])
    return after is not None and after[1] in english_cues().after


def _mentions(text: str, words: Sequence[Word], found: Sequence[Found]) -> Iterator[Found]:
    """Parts of the names found, standing alone; ordinary words only in mid-sentence."""
    cues = english_cues()
    parts = {w.lower() for f in found for w in WORD.findall(text[f.start : f.end]) if len(w) >= 3}
    parts -= cues.starters | cues.not_surnames | cues.particles
    parts -= {w for w in re.findall(r"(?<![A-Za-z])[a-z]{3,30}(?![A-Za-z])", text) if w not in given_names()}
    for word in words:
        if word.lower in parts and (
            word.lower not in cues.openers or not opens_sentence(text, word) or _acts(text, word)
        ):
            yield Found(word.start, word.end, "name")
