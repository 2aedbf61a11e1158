"""Targets stated relative to the present figure: "cut by half", "降低30%", "by a third", "提高10个百分点"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.drafting.intake import lexicon
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.roles import Part, Role
from coach.drafting.intake.source import Source

_POINTS = re.compile(r"(?<!\d)(\d{1,4}(?:\.\d{1,2})?)\s*(?:个百分点|个点|percentage points?|points?|pp)(?![a-z])")
_FRACTION = re.compile(
    r"(?:(?P<n>one|two|three|an?)[\s-])?(?P<of>third|quarter|fifth|tenth)s?(?![a-z])(?!\s+(?:of|party|attempt|time))"
)
_OF = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_N = {"two": 2, "three": 3}
_REACH = 3
_GREW = re.compile(r"(?:doubled|halved|tripled)\s+(?:from|since|over|last|in)|翻了")
"""What happened, not what is wished: "doubled from 4% to 8%"."""


def with_relative_targets(source: Source, parts: Sequence[Part]) -> list[Part]:
    """The parts, where a relative wording gives way to the standard that follows from it and the nearest baseline.

    Halving, doubling and points are read only where the text sets no other strong standard.
    """
    changes = list(_changes(source, parts))
    replaced = {id(old) for old, _ in changes if old is not None}
    kept = [p for p in parts if id(p) not in replaced] + [new for _, new in changes]
    if any(p.role is Role.STANDARD and p.strong and p.why != "100%" for p in kept) and not _relative_words(source):
        return kept
    return [*kept, *_found(source, parts)]


def relative_share(source: Source, quantity: Quantity) -> int:
    """-1 or 1 where a percentage is a change ("降低30%"), 0 where it is a figure."""
    sentence = source.sentence(quantity.start)
    for name, sign in (("reduce_by", -1), ("raise_by", 1)):
        if lexicon.pattern("roles", name).search(source.plain, sentence.start, quantity.start):
            return sign
    return 0


def _relative_words(source: Source) -> bool:
    return any(lexicon.pattern("roles", name).search(source.plain) for name in ("halve", "double"))


def _changes(source: Source, parts: Sequence[Part]) -> Iterator[tuple[Part | None, Part]]:
    """Shares and fractions that are changes, each with the standard it stands for."""
    for part in parts:
        quantity = part.quantity
        if quantity.kind is not QuantityKind.SHARE or quantity.high is not None or quantity.unit != "%":
            continue
        base = _base(source, [p for p in parts if p is not part], quantity.start)
        if base and (sign := relative_share(source, quantity)):
            yield part, _scaled(base, quantity.start, quantity.end, 1 + sign * quantity.value / 100)
    taken = [(p.quantity.start, p.quantity.end) for p in parts]
    for match in _FRACTION.finditer(source.plain):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        sign = relative_share(source, Quantity(match.start("of"), match.end(), 0, QuantityKind.SHARE, "%")) or (
            relative_share(source, Quantity(match.start(), match.end(), 0, QuantityKind.SHARE, "%"))
        )
        base = _base(source, parts, match.start())
        if sign and base:
            part_of = _N.get(match["n"] or "", 1) / _OF[match["of"]]
            yield None, _scaled(base, match.start(), match.end(), 1 + sign * part_of)


def _found(source: Source, parts: Sequence[Part]) -> Iterator[Part]:
    for name, factor in (("halve", 0.5), ("double", 2.0)):
        for match in lexicon.pattern("roles", name).finditer(source.plain):
            base = _base(source, parts, match.start())
            if base and not _GREW.match(source.plain, match.start()):
                yield _target(base, match.start(), match.end(), base.quantity.value * factor)
    for match in _POINTS.finditer(source.plain):
        sign = relative_share(source, Quantity(match.start(), match.end(), 0, QuantityKind.SHARE, "%"))
        base = _base(source, parts, match.start())
        if sign and base and base.quantity.unit == "%":
            yield _target(base, match.start(), match.end(), base.quantity.value + sign * float(match[1]))


def _base(source: Source, parts: Sequence[Part], position: int) -> Part | None:
    """The nearest baseline before a position, at most three sentences back."""
    here = source.sentence_index(position)
    near = [
        p
        for p in parts
        if p.role is Role.BASELINE
        and p.quantity.end <= position
        and here - source.sentence_index(p.quantity.start) <= _REACH
    ]
    return near[-1] if near else None


def _scaled(base: Part, start: int, end: int, factor: float) -> Part:
    return _target(base, start, end, base.quantity.value * factor)


def _target(base: Part, start: int, end: int, value: float) -> Part:
    places = 2 if value >= 100 else 6  # a third is written as 33.333333 %
    quantity = replace(base.quantity, start=start, end=end, value=round(value, places), high=None)
    return Part(quantity, Role.STANDARD, "relative", None, True)
