"""Targets stated relative to the present figure: "cut by half", "降低30%", "提高10个百分点"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.drafting.intake import lexicon
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.roles import Part, Role
from coach.drafting.intake.source import Source

_POINTS = re.compile(r"(?<!\d)(\d{1,4}(?:\.\d{1,2})?)\s*(?:个百分点|个点|percentage points?|points?|pp)(?![a-z])")
_REACH = 3


def with_relative_targets(source: Source, parts: Sequence[Part]) -> list[Part]:
    """The standards that follow from a relative wording and the nearest baseline before it."""
    if any(p.role is Role.STANDARD and p.strong and p.why != "100%" for p in parts) and not _relative_words(source):
        return []
    return list(_found(source, parts))


def relative_share(source: Source, quantity: Quantity) -> int:
    """-1 or 1 where a percentage is a change ("降低30%"), 0 where it is a figure."""
    sentence = source.sentence(quantity.start)
    for name, sign in (("reduce_by", -1), ("raise_by", 1)):
        if lexicon.pattern("roles", name).search(source.plain, sentence.start, quantity.start):
            return sign
    return 0


def _relative_words(source: Source) -> bool:
    return any(lexicon.pattern("roles", name).search(source.plain) for name in ("halve", "double"))


def _found(source: Source, parts: Sequence[Part]) -> Iterator[Part]:
    for name, factor in (("halve", 0.5), ("double", 2.0)):
        for match in lexicon.pattern("roles", name).finditer(source.plain):
            if base := _base(source, parts, match.start()):
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


def _target(base: Part, start: int, end: int, value: float) -> Part:
    quantity = replace(base.quantity, start=start, end=end, value=round(value, 6), high=None)
    return Part(quantity, Role.STANDARD, "relative", None, True)
