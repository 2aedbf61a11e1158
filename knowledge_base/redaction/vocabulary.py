"""Which Western words are ordinary, which are places, tools or companies, and which can only be a name."""

import re
from functools import lru_cache

from knowledge_base.redaction.lexicon import english_cues, english_names, english_things, english_words

_ENDINGS: tuple[tuple[str, str], ...] = (
    *(("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e")),
    *(("ers", ""), ("ers", "e"), ("ies", "y"), ("ly", ""), ("ness", ""), ("less", ""), ("able", ""), ("al", "")),
    *(("ings", ""), ("ings", "e")),
    *(("isation", "ize"), ("ise", "ize"), ("ised", "ized"), ("ising", "izing"), ("our", "or"), ("ours", "ors")),
)
"""Ending, and what stood in its place: British spellings among them."""
_BEGINNINGS = (
    "un",
    "re",
    "pre",
    "post",
    "over",
    "under",
    "out",
    "up",
    "down",
    "on",
    "off",
    "non",
    "sub",
    "inter",
    "mis",
    "dis",
    "de",
    "self",
    "multi",
    "anti",
)
_SECOND_HALVES = re.compile(
    r"(?P<first>[a-z]{3,})(?:back|out|off|over|away|sheet|book|order|bill|view|fixe|load|log|card|list|note|cost)s"
)
"""Plurals that are made of two words: `chargebacks`, `stockouts`, `putaways`; hardly a surname ends so."""
_CONTRACTED = re.compile(
    r"(?:i|you|he|she|it|we|they|who|what|that|there|here|c|y)['’](?:ll|re|ve|d|m|s|mon|all)|[a-z]+n['’]t"
)
_INNER_CAPITAL = re.compile(r"[a-z0-9][A-Z]|^[A-Z]{2,}[a-z]")
_NAME_IN_TWO = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O['’]|D['’]|El)[A-Z][a-z\u00df-\u024f]+")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names that are nothing else."""
    return frozenset(w for line in english_names().given.values() for w in line.split())


@lru_cache(maxsize=1)
def given_words() -> frozenset[str]:
    """Given names that are words or places too."""
    return frozenset(english_names().given_words.split())


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Surnames that are nothing else."""
    return frozenset(w for line in english_names().surnames.values() for w in line.split())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    cues = english_cues()
    listed = frozenset(w for line in english_words().words.values() for w in line.split())
    return listed - given_names() | cues.starters | cues.not_surnames


@lru_cache(maxsize=1)
def _things() -> frozenset[str]:
    return frozenset(word for line in english_things().lists() for word in line.split())


def is_thing(word: str) -> bool:
    """Whether a word is a place, a people, a tool, a company or a method, or is written like a product: `MySQL`."""
    lower = word.lower()
    product = bool(_INNER_CAPITAL.search(word)) and not any(map(_NAME_IN_TWO.fullmatch, word.split("-")))
    return lower in _things() or product or any(c.isdigit() for c in word)


@lru_cache(maxsize=20_000)
def is_common(lower: str) -> bool:
    """Whether a word in small letters is an ordinary English word, its usual endings and beginnings included."""
    if lower in _common():
        return True
    if _CONTRACTED.fullmatch(lower):
        return True
    parts = [p for p in re.split("[-'’]", lower) if p]
    if len(parts) > 1:
        return all(len(p) < 2 or p in _BEGINNINGS or p.removesuffix("s") in _BEGINNINGS or is_common(p) for p in parts)
    return _inflected(lower) or _is_compound(lower)


def _is_compound(lower: str) -> bool:
    """A beginning and an ordinary word (`offboardings`), or two words in the plural."""
    rests = (lower[len(b) :] for b in _BEGINNINGS if lower.startswith(b) and len(lower) > len(b) + 3)
    if any(rest in _common() or (len(rest) > 5 and _inflected(rest)) for rest in rests):
        return True
    two = _SECOND_HALVES.fullmatch(lower)
    return two is not None and two["first"] in _common()


def _inflected(lower: str) -> bool:
    for ending, instead in _ENDINGS:
        stem = lower[: len(lower) - len(ending)] + instead
        if lower.endswith(ending) and len(stem) > 3 and stem in _common():
            return True
    return False


def is_surname(word: str) -> bool:
    """Whether a word is a known surname or ends as hardly any English word but many a surname does."""
    lower = word.lower()
    return lower in surnames() or (len(lower) > 5 and lower.endswith(english_cues().surname_endings))


def is_unknown(word: str) -> bool:
    """Whether a capitalised word is neither an ordinary word nor a thing: in a text about people, a name."""
    if len(word) < 3 and word.isascii():
        return False
    return not is_thing(word) and not is_common(word.lower())
