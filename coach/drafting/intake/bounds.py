"""Which way a standard points by its own wording, and standards told by what follows when they are passed."""

import re
from enum import StrEnum

from coach.drafting.intake import lexicon
from coach.drafting.intake.source import Stretch


class Bound(StrEnum):
    """Which way a standard points by its own wording."""

    MOST = "most"
    LEAST = "least"


_LOOSE = re.compile(r"over|under|above|below|up to|more than|less than")
"""Words that bound a number only when they stand right before it ("ran at 26 over Q3 and the manual expects 5")."""
_ADJACENT = 8
_OVER_ZH = re.compile(r"(?:超过|超出|高于|大于|多于|超)\s*$")
_UNDER_ZH = re.compile(r"(?:低于|少于|不足|不到|小于|不满)\s*$")
_THEN_ZH = re.compile(
    r"[^，。；;\d]{0,8}[，,]?[^，。；;\d]{0,6}?"
    r"(?:就[要会得是算开扣罚停能被]|即[为视属]|则|便|算不|视为|视同|一律|要扣|要罚|开不|扣分|罚)"
)
_WHEN = r"(?:anything|everything|anyone|once|if|whenever|when|as soon as|the moment)(?![a-z])[^.;,]{0,40}?"
_OVER_EN = re.compile(_WHEN + r"(?:over|above|more than|beyond|past|exceeds|exceeding|longer than|higher than)\s+$")
_UNDER_EN = re.compile(_WHEN + r"(?:under|below|less than|fewer than|short of|lower than)\s+$")


def bound_of(plain: str, left: Stretch, after: Stretch) -> Bound | None:
    """Most or least by the words after the number, else by those before it."""
    start = skip_blanks(plain, after.start)
    if lexicon.pattern("roles", "bound_max_after").match(plain, start, after.end):
        return Bound.MOST
    if lexicon.pattern("roles", "bound_min_after").match(plain, start, after.end):
        return Bound.LEAST
    most, least = _before(plain, left, "bound_max_before"), _before(plain, left, "bound_min_before")
    if most and (
        least is None or most.end() > least.end() or (most.end() == least.end() and most.start() < least.start())
    ):
        return Bound.MOST
    return Bound.LEAST if least else None


def bound_by_consequence(plain: str, left: Stretch, after: Stretch) -> Bound | None:
    """ "超过2%就要扣分", "anything over 2% is sent back": the number is the limit; None where nothing follows it."""
    if _THEN_ZH.match(plain, after.start, after.end):
        if _OVER_ZH.search(plain, left.start, left.end):
            return Bound.MOST
        if _UNDER_ZH.search(plain, left.start, left.end):
            return Bound.LEAST
    if _OVER_EN.search(plain, left.start, left.end):
        return Bound.MOST
    return Bound.LEAST if _UNDER_EN.search(plain, left.start, left.end) else None


def skip_blanks(plain: str, position: int) -> int:
    """The offset of the next character that is no blank and no opening bracket."""
    while position < len(plain) and plain[position] in " \t(":
        position += 1
    return position


def _before(plain: str, left: Stretch, name: str) -> re.Match[str] | None:
    found = lexicon.last_match(lexicon.pattern("roles", name), plain, left.start, left.end)
    loose = found is not None and _LOOSE.fullmatch(found[0]) and left.end - found.end() > _ADJACENT
    return None if loose else found
