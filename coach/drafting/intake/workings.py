"""Counts a stated share was worked out from ("78 due, 60 on time, 77%"): context, not a metric of their own."""

from collections.abc import Sequence

from coach.drafting.intake.quantities import QuantityKind
from coach.drafting.intake.roles import Part
from coach.drafting.intake.source import Source

_CLOSE = 0.012
"""How far a rounded share may lie from the quotient."""


def without_workings(source: Source, parts: Sequence[Part]) -> list[Part]:
    """The parts but for counts, and ratios of counts, that give a share told in the same sentence or beside it."""
    shares = [p for p in parts if p.quantity.kind is QuantityKind.SHARE and p.quantity.whole is None]
    dropped: set[int] = set()
    for share in shares:
        here = source.sentence_index(share.quantity.start)
        near = [p for p in parts if p is not share and source.sentence_index(p.quantity.start) == here]
        dropped |= {id(p) for p in near if p.quantity.whole and _agree(p.quantity.scaled, share.quantity.scaled)}
        counts = [p for p in near if p.quantity.kind is QuantityKind.COUNT and not p.quantity.rate]
        for one in counts:
            for two in counts:
                large = two.quantity.value
                if 0 < one.quantity.value < large and _agree(one.quantity.value / large, share.quantity.scaled):
                    dropped |= {id(one), id(two)}
    return [p for p in parts if id(p) not in dropped]


def _agree(quotient: float, share: float) -> bool:
    return abs(quotient - share) <= _CLOSE * max(share, quotient, 0.5) and abs(quotient - share) <= 0.06 * share
