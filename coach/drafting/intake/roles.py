"""What each quantity stands for: where things are, the standard, or something else altogether."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from coach.drafting.intake import lexicon
from coach.drafting.intake.bounds import Bound, bound_by_consequence, bound_of, skip_blanks
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.source import Source, Stretch


class Role(StrEnum):
    """The part a quantity plays."""

    BASELINE = "baseline"
    STANDARD = "standard"
    CONTEXT = "context"


@dataclass(frozen=True)
class Part:
    """A quantity with the part it plays."""

    quantity: Quantity
    """The quantity."""
    role: Role
    """Its part."""
    why: str
    """The words that decided, or the rule's name."""
    bound: Bound | None = None
    """Of a standard: most or least, by its own wording."""
    strong: bool = False
    """Whether explicit words decided, not the default."""
    qualifier: bool = False
    """A time limit that names the metric ("within 48 hours"): a standard only where a time stands against it."""
    past: bool = False
    """An earlier figure, given for comparison."""


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
_FROM = re.compile(r"(?:\bfrom|从|由)\s*(?:[^，。,.;；]{0,8})$")
_TO = re.compile(r"\s*(?:[^\d，。.;；]{0,34}?)(?:到|至|为|\bto)\s*(?:[^，。.;；%]{0,8})$")


def assign_roles(source: Source, quantities: Sequence[Quantity]) -> tuple[Part, ...]:
    """The part of every quantity, in order; sizes of teams, places and the like are context."""
    parts: list[Part] = []
    previous = 0
    for quantity in quantities:
        part = _part(source, quantity, previous)
        parts.append(part)
        previous = quantity.end
    return tuple(_from_to(source, list(_shares_before_limits(source, _series(source, parts)))))


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
    context = _context(source, quantity, left, standard is not None)
    return context or standard or _baseline(source, quantity, left)


def _context(source: Source, quantity: Quantity, left: Stretch, standard: bool) -> Part | None:
    plain = source.plain
    near = Stretch(max(left.start, left.end - 12), left.end)
    found = last_cue(plain, near, "difference")
    if found and found.end() >= left.end - 8 and not (found[0].endswith("by") and last_cue(plain, left, "wish")):
        return Part(quantity, Role.CONTEXT, found[0])
    if lexicon.pattern("roles", "speech").match(plain, skip_blanks(plain, quantity.end)):
        return Part(quantity, Role.CONTEXT, "figure of speech")
    if is_dismissed(source, quantity.start):
        return Part(quantity, Role.CONTEXT, "dismissed")
    if not standard and (found := last_cue(plain, left, *_others(quantity))):
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


def _shares_before_limits(source: Source, parts: list[Part]) -> Iterator[Part]:
    """A time limit beside a share in the same sentence is part of the metric's name ("within 48 hours: 83%")."""
    shares = {source.sentence_index(p.quantity.start) for p in parts if p.quantity.kind is QuantityKind.SHARE}
    for part in parts:
        limit = part.quantity.kind is QuantityKind.TIME and part.role is Role.STANDARD and part.bound is Bound.MOST
        if limit and source.sentence_index(part.quantity.start) in shares:
            yield replace(part, qualifier=True)
        else:
            yield part


_SERIES = re.compile(
    r"\s*(?:[,，、/]|->|→|(?:,\s*)?(?:and|then|再|又|和)(?:\s+then)?)\s*(?:(?:and|then|再|又到?|和)\s*)?"
)


def _series(source: Source, parts: Sequence[Part]) -> list[Part]:
    """Of three or more bare figures in a row ("went 3, 5, 9") the last tells how things stand."""
    kept = list(parts)
    start = 0
    for at in range(1, len(parts) + 1):
        if at < len(parts) and _goes_on(source, parts[at - 1].quantity, parts[at].quantity):
            continue
        if at - start >= _IN_A_SERIES:
            for index in range(start, at - 1):
                kept[index] = replace(parts[index], role=Role.CONTEXT, why="series")
            kept[at - 1] = replace(parts[at - 1], role=Role.BASELINE, why="series", strong=True, bound=None)
        start = at
    return kept


_IN_A_SERIES = 3


def _goes_on(source: Source, one: Quantity, two: Quantity) -> bool:
    plain = one.kind is two.kind and one.kind in (QuantityKind.BARE, QuantityKind.SHARE, QuantityKind.COUNT)
    return plain and bool(_SERIES.fullmatch(source.plain, one.end, two.start))


def _from_to(source: Source, parts: Sequence[Part]) -> Iterator[Part]:
    """ "from A to B": A is the baseline and B the target, unless the words tell what already happened."""
    at = 0
    while at < len(parts):
        linked = _linked(source, parts[at], parts[at + 1], parts[at + 2 :]) if at + 1 < len(parts) else None
        yield from linked or (parts[at],)
        at += 2 if linked else 1


def _linked(source: Source, first: Part, second: Part, later: Sequence[Part]) -> tuple[Part, Part] | None:
    one, two = first.quantity, second.quantity
    if (
        one.unit == "scope"
        or two.start - one.end > 48
        or source.sentence_index(one.start) != source.sentence_index(two.start)
    ):
        return None
    sentence = source.sentence(one.start)
    if not _FROM.search(source.plain, sentence.start, one.start) or not _TO.fullmatch(source.plain, one.end, two.start):
        return None
    if _has_happened(source, Stretch(sentence.start, two.end), one, two) or _is_judged(source, two, later):
        return replace(first, role=Role.BASELINE, past=True, why="from"), replace(
            second, role=Role.BASELINE, why="to", strong=True, bound=None
        )
    return replace(first, role=Role.BASELINE, why="from"), replace(second, role=Role.STANDARD, why="to", strong=True)


def _has_happened(source: Source, told: Stretch, one: Quantity, two: Quantity) -> bool:
    """Whether the words around "from A to B" tell what happened ("fell", 掉到); those between decide."""
    worsened, wish = lexicon.pattern("roles", "worsened"), lexicon.pattern("roles", "wish")
    if worsened.search(source.plain, one.end, two.start):
        return not wish.search(source.plain, told.start, two.start)
    sentence = source.sentence(one.start)
    happened = worsened.search(source.plain, told.start, told.end)
    return happened is not None and not wish.search(source.plain, sentence.start, sentence.end)


def _is_judged(source: Source, two: Quantity, later: Sequence[Part]) -> bool:
    """Whether a standard of its own follows in the sentence or the next ("up from 6% to 11%. Contract: 5%")."""
    here = source.sentence_index(two.start)
    return any(
        p.role is Role.STANDARD
        and p.strong
        and p.quantity.kind is two.kind
        and p.quantity.value != two.value
        and source.sentence_index(p.quantity.start) - here <= 1
        for p in later[:2]
    )
