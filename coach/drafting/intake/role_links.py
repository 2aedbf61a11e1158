"""What figures say of each other: a series, "from A to B", a limit inside a metric's name, a limit on a difference."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.drafting.intake import lexicon
from coach.drafting.intake.bounds import Bound
from coach.drafting.intake.parts import Part, Role
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.source import Source, Stretch

_FROM = re.compile(r"(?:\bfrom|从|由)\s*(?:[^，。,.;；]{0,8})$")
_TO = re.compile(r"\s*(?:(?:[^\d，。.;；]|q[1-4]){0,34}?)(?:到|至|为|\bto)\s*(?:[^，。.;；%]{0,8})$")


def linked_parts(source: Source, parts: list[Part]) -> tuple[Part, ...]:
    """The parts, read again beside one another."""
    parts = _with_gaps_judged(source, parts)
    return tuple(_from_to(source, list(_shares_before_limits(source, _series(source, parts)))))


_GAP = re.compile(r"差距|落后|(?<![a-z])(?:gap|behind|variance|deviation|difference)(?![a-z])|偏差|相差")


def _with_gaps_judged(source: Source, parts: list[Part]) -> list[Part]:
    """Where the standard limits the difference itself ("低了8分, 差距不超过3分"), that difference is the figure."""
    if any(p.role is Role.BASELINE for p in parts):
        return parts
    limits = [p for p in parts if p.role is Role.STANDARD]
    limits = [p for p in limits if _GAP.search(source.plain, source.clause(p.quantity.start).start, p.quantity.start)]
    kinds = {p.quantity.kind for p in limits}
    return [
        replace(p, role=Role.BASELINE, why="difference", strong=True)
        if p.role is Role.CONTEXT and p.why != "size" and p.quantity.kind in kinds
        else p
        for p in parts
    ]


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
