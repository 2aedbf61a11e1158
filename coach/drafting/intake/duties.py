"""Standards written without a number: "zero errors", "every load has its weight recorded", 逐包扫码."""

import re
from collections.abc import Sequence

from coach.drafting.intake import lexicon
from coach.drafting.intake.bounds import Bound
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.roles import Part, Role, is_dismissed
from coach.drafting.intake.source import Source

EVERY = "every"
"""Why a standard of 100 % stands: it makes no gap by itself."""
_NEAR = 2


def zero_targets(source: Source, taken: Sequence[Quantity]) -> list[Part]:
    """Targets of zero that are written without a number: "一票都不许再错", "zero errors"."""
    found: list[Part] = []
    for match in lexicon.pattern("roles", "zero").finditer(source.plain):
        overlaps = any(q.start < match.end() and match.start() < q.end and q.value > 1 for q in taken)
        sentence = source.sentence(match.start())
        told = re.search(r"[a-z]", match[0]) and not lexicon.pattern("roles", "wish", "standard_before").search(
            source.plain, sentence.start, sentence.end
        )
        if overlaps or told or is_dismissed(source, match.start()):
            continue
        quantity = Quantity(match.start(), match.end(), 0.0, QuantityKind.COUNT, "count")
        found.append(Part(quantity, Role.STANDARD, match[0], Bound.MOST, True))
    return found


def full_targets(source: Source, parts: Sequence[Part]) -> list[Part]:
    """One hundred percent where a duty holds for every case and a share beside it has no other standard."""
    shares = [p for p in parts if p.quantity.kind is QuantityKind.SHARE and p.role is not Role.CONTEXT]
    if any(p.role is Role.STANDARD and p.why != "100%" for p in shares) or not shares:
        return []
    for match in lexicon.pattern("roles", EVERY).finditer(source.plain):
        sentence = source.sentence(match.start())
        duty = lexicon.pattern("roles", "duty").search(source.plain, sentence.start, sentence.end)
        here = source.sentence_index(match.start())
        near = any(abs(source.sentence_index(p.quantity.start) - here) <= _NEAR for p in shares)
        if duty and near and not is_dismissed(source, match.start()):
            quantity = Quantity(match.start(), match.end(), 100.0, QuantityKind.SHARE, "%")
            return [Part(quantity, Role.STANDARD, EVERY, Bound.LEAST, True)]
    return []
