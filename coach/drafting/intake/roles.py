"""What each quantity stands for: where things are, the standard, or something else altogether."""

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.drafting.intake import lexicon
from coach.drafting.intake.bounds import Bound, bound_by_consequence, bound_of, skip_blanks
from coach.drafting.intake.parts import Part, Role
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.role_links import linked_parts
from coach.drafting.intake.source import Source, Stretch

__all__ = ["Part", "Role", "assign_roles", "is_dismissed", "last_cue", "left_of"]

_CONTRAST = re.compile(r"(?<![a-z])(?:but|however|yet|though|although)(?![a-z])|但是?|不过|然而|可是|只是")
_LABEL_END = re.compile(r"[:(]\s*$")
_TIME_TO = re.compile(r"\s+to\s+[a-z]+")
_ALLOWED = re.compile(r"(?:has|have|gets?|given|gives?|allows?|had)\s+(?:up\s+to\s+)?$")
_COUNTED = re.compile(r"\s+[a-z]+\s+(?=is\b|are\b)")
_QUOTES = re.compile(r"写的是|写明|定的是|.* says?|.* states?|.* gives?")
_RHYTHM = re.compile(r"(?:every|each|每隔?|每过)\s*$")
_LENGTH = re.compile(
    r"\s*(?:in all|in total|all told|of (?:coaching|training|mentoring|shadowing)|的?(?:培训|带教|辅导|陪练|计划))"
)
_WITHIN = re.compile(r"(?:within|inside|in\s+under|in\s+less\s+than)\s+(?:the\s+)?$")
_WITHIN_AFTER = re.compile(r"\s*(?:之内|以内|内)(?!部|容)")


def assign_roles(source: Source, quantities: Sequence[Quantity]) -> tuple[Part, ...]:
    """The part of every quantity, in order; sizes of teams, places and the like are context."""
    parts: list[Part] = []
    previous = 0
    for quantity in quantities:
        part = _part(source, quantity, previous)
        parts.append(part)
        previous = previous if quantity.unit == "scope" else quantity.end
    return linked_parts(source, parts)


def left_of(source: Source, quantity: Quantity, previous: int) -> Stretch:
    """The words before a quantity that may speak of it: its clause, and a label before a colon or bracket."""
    clause = source.clause_index(quantity.start)
    start = source.clauses[clause].start
    if clause and _LABEL_END.search(source.plain, max(0, start - 4), start):
        start = source.clauses[clause - 1].start
    start = max(start, source.sentence(quantity.start).start, min(previous, quantity.start))
    return Stretch(start, quantity.start)


def is_dismissed(source: Source, position: int) -> bool:
    """Whether the manager says in the same breath (up to a "but") that this is fine or to be left out."""
    sentence = source.sentence(position)
    borders = [
        sentence.start,
        *(m.start() for m in _CONTRAST.finditer(source.plain, sentence.start, sentence.end)),
        sentence.end,
    ]
    for start, end in pairwise(borders):
        if start <= position < end:
            return bool(lexicon.pattern("roles", "dismissed").search(source.plain, start, end))
    return False


def last_cue(plain: str, span: Stretch, *names: str) -> re.Match[str] | None:
    """The last match of the named lists inside the stretch."""
    return lexicon.last_match(lexicon.pattern("roles", *names), plain, span.start, span.end)


def _part(source: Source, quantity: Quantity, previous: int) -> Part:
    if quantity.unit == "scope":
        return Part(quantity, Role.CONTEXT, "size")
    left = left_of(source, quantity, previous)
    after = Stretch(quantity.end, min(len(source.plain), quantity.end + 60))
    standard = _standard(source, quantity, left, after)
    if _is_rhythm(source.plain, quantity, left):
        return Part(quantity, Role.CONTEXT, "rhythm or length of help")
    context = _context(source, quantity, left, standard)
    return context or standard or _baseline(source, quantity, left)


_ONLY_A_BOUND = ("以上", "以下", "以内", "之内", "100%")
"""What bounds a number without saying that it is a rule: "别人都25个以上" is how others do."""


def _context(source: Source, quantity: Quantity, left: Stretch, standard: Part | None) -> Part | None:
    plain = source.plain
    near = Stretch(max(left.start, left.end - 12), left.end)
    found = last_cue(plain, near, "difference")
    limited = standard is not None and standard.bound is not None and found and found.end() < left.end - 1
    if (
        found
        and not limited
        and found.end() >= left.end - 8
        and not (found[0].endswith("by") and last_cue(plain, left, "wish"))
    ):
        return Part(quantity, Role.CONTEXT, found[0])
    if lexicon.pattern("roles", "speech").match(plain, skip_blanks(plain, quantity.end)):
        return Part(quantity, Role.CONTEXT, "figure of speech")
    if is_dismissed(source, quantity.start):
        return Part(quantity, Role.CONTEXT, "dismissed")
    told = standard is not None and (standard.why not in _ONLY_A_BOUND)
    if not told and (found := last_cue(plain, left, *_others(quantity))):
        return Part(quantity, Role.CONTEXT, found[0])
    if (
        not standard
        and quantity.kind in (QuantityKind.COUNT, QuantityKind.BARE, QuantityKind.SCORE)
        and not quantity.rate
    ):
        reach = Stretch(max(left.start, left.end - 10), left.end)
        if found := last_cue(plain, reach, "sample"):
            return Part(quantity, Role.CONTEXT, found[0])
    return None


def _is_rhythm(plain: str, quantity: Quantity, left: Stretch) -> bool:
    if quantity.kind is not QuantityKind.TIME:
        return False
    return bool(_RHYTHM.search(plain, left.start, left.end) or _LENGTH.match(plain, quantity.end))


def _others(quantity: Quantity) -> tuple[str, ...]:
    """The lists of words that give a figure to somebody else; a share may also tell what a group is made of."""
    return ("others", "composition") if quantity.kind is QuantityKind.SHARE else ("others",)


def _standard(source: Source, quantity: Quantity, left: Stretch, after: Stretch) -> Part | None:
    plain = source.plain
    bound = bound_of(plain, left, after)
    follows = _follows(plain, quantity, after)
    time = quantity.kind is QuantityKind.TIME
    within = bool(time and (_WITHIN.search(plain, left.start, left.end) or _WITHIN_AFTER.match(plain, after.start)))
    before = last_cue(plain, left, "standard_before")
    actual = last_cue(plain, left, "actual")
    if before and not follows and (_is_reached(actual, before) or _is_quoted(plain, left, before)):
        before = None
    if passed := bound_by_consequence(plain, left, after):
        return Part(quantity, Role.STANDARD, "or else", passed, True)
    if time and _TIME_TO.match(plain, quantity.end) and _ALLOWED.search(plain, left.start, left.end):
        return Part(quantity, Role.STANDARD, "has ... to", Bound.MOST, True)
    if follows and not (within and not before):
        return Part(quantity, Role.STANDARD, follows[0], bound, True, qualifier=within and not before)
    if before:
        return Part(
            quantity, Role.STANDARD, before[0], bound or (Bound.MOST if within else None), True, qualifier=False
        )
    if within:
        return Part(quantity, Role.STANDARD, "within", Bound.MOST, False, qualifier=True)
    absolute = quantity.kind is QuantityKind.SHARE and quantity.value == 100 and actual is None
    return Part(quantity, Role.STANDARD, "100%", None, False) if absolute else None


def _is_reached(actual: re.Match[str] | None, standard: re.Match[str]) -> bool:
    """Whether a word for what happened overrules: behind the standard's word, or right before a verb ("只做到")."""
    if actual is None:
        return False
    return actual.start() > standard.end() or (standard[0].endswith("到") and 0 <= standard.start() - actual.end() <= 1)


def _is_quoted(plain: str, left: Stretch, standard: re.Match[str]) -> bool:
    """Whether "写的是" or "says" quotes a report, not a rule ("看板上写的是15次")."""
    if not _QUOTES.fullmatch(standard[0]):
        return False
    found = last_cue(plain, Stretch(left.start, standard.start()), "source")
    return found is not None and standard.start() - found.end() <= 2


def _follows(plain: str, quantity: Quantity, after: Stretch) -> re.Match[str] | None:
    """A standard's words right behind the number, or behind the noun it counts ("4 per 10,000 words is our limit")."""
    cues = lexicon.pattern("roles", "standard_after")
    found = cues.match(plain, skip_blanks(plain, after.start), after.end)
    noun = _COUNTED.match(plain, after.start) if quantity.ratio and not found else None
    return cues.match(plain, noun.end(), after.end) if noun else found


def _baseline(source: Source, quantity: Quantity, left: Stretch) -> Part:
    actual = last_cue(source.plain, left, "actual")
    past = last_cue(source.plain, left, "past")
    return Part(
        quantity, Role.BASELINE, actual[0] if actual else "default", None, actual is not None, past=past is not None
    )
