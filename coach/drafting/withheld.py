"""What must never reach a plan: names, identifiers, and the protected, conduct, injected and harsh stretches."""

import re
from functools import lru_cache

from coach.drafting.intake.reading import Reading

_CLAUSE = re.compile(r"[，。；！？、：,.;!?:\n“”\"()（）\[\]【】]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"\[(?:[A-Z_]{2,}|[\u4e00-\u9fff]{2,4})\d*\]")
_LONG_HAN = 4
_LONG_LATIN = 12


def folded(text: str) -> str:
    """Return the text without white space and hyphens, lower case: how withheld words are compared."""
    return re.sub(r"[\s\-‐–—]+", "", text).casefold()


@lru_cache(maxsize=64)
def withheld_strings(reading: Reading) -> tuple[str, ...]:
    """Return every string that must not appear: whole stretches, and their clauses where those are long enough.

    A clause counts from 4 Chinese characters or 12 Latin ones: shorter ones are words anybody uses.
    """
    found: dict[str, None] = {}
    for span in reading.withheld:
        found[span.text.strip()] = None
        for clause in map(str.strip, _CLAUSE.split(span.text)):
            if len(clause) >= (_LONG_HAN if _HAN.search(clause) else _LONG_LATIN):
                found[clause] = None
    for string in (*reading.names, *reading.identifiers):
        found[string.strip()] = None
    return tuple(s for s in found if len(s) > 1)


def first_withheld(text: str, reading: Reading) -> str | None:
    """Return the first withheld string that the text holds, None where it holds none.

    Single Latin words are compared as words (a name such as "Rose" does not forbid "prose").
    """
    plain, squeezed = text.casefold(), folded(text)
    for string in withheld_strings(reading):
        if re.fullmatch(r"[A-Za-z'’]+", string):
            if re.search(rf"(?<![a-z]){re.escape(string.casefold())}(?![a-z])", plain):
                return string
        elif folded(string) in squeezed:
            return string
    return None


def is_clean(text: str, reading: Reading) -> bool:
    """Return True where the text holds nothing withheld and no placeholder of a redaction."""
    return first_withheld(text, reading) is None and not _PLACEHOLDER.search(text)
