"""Brings each standard together with the figure it judges; what is left alone is a gap only where the text says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coach.drafting.intake import lexicon
from coach.drafting.intake.duties import EVERY
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.roles import Part, Role
from coach.drafting.intake.source import Source, Stretch

_FARTHEST = 4
_DEAREST = 9.0
_LONE_REACH = 2


@dataclass
class Pair:
    """One measured gap in the making."""

    baseline: Part | None
    """Where things stand."""
    target: Part | None
    """The standard."""
    rivals: list[Part] = field(default_factory=list)
    """Other figures for the same slot that contradict it."""
    rival_of: str = "baseline"
    """Which slot the rivals contest."""

    @property
    def anchor(self) -> Part:
        """The figure the gap is told by: the baseline, else the target."""
        part = self.baseline or self.target
        assert part is not None
        return part


def pair_parts(source: Source, parts: Sequence[Part], zeros: Sequence[Part], *, conduct: bool) -> list[Pair]:
    """All measured gaps of the text, in order; beside conduct a lone figure counts the conduct, not a capability."""
    standards = [p for p in (*parts, *zeros) if p.role is Role.STANDARD]
    baselines = [p for p in parts if p.role is Role.BASELINE]
    pairs = _matched(source, baselines, standards)
    used = {id(p) for pair in pairs for p in (pair.baseline, pair.target)}
    pairs += _lone_baselines(source, [p for p in baselines if id(p) not in used], pairs, only_told=conduct)
    used |= {id(p.baseline) for p in pairs}
    pairs += _lone_standards(source, [p for p in standards if id(p) not in used], pairs)
    pairs.sort(key=lambda pair: pair.anchor.quantity.start)
    return pairs


def comparable(one: Quantity, two: Quantity) -> bool:
    """Whether two quantities can be figures of one metric."""
    if one.kind is two.kind:
        if one.kind is QuantityKind.MEASURE:
            return one.unit[0] == two.unit[0]  # "540度电", "610度"
        return one.kind is not QuantityKind.MONEY or one.unit == two.unit
    kinds = {one.kind, two.kind}
    if QuantityKind.BARE in kinds:
        return True
    if _of_sample(one, two) or _of_sample(two, one):
        return True
    zero = one if one.value == 0 else two
    return zero.value == 0 and zero.kind is QuantityKind.COUNT and QuantityKind.SHARE in kinds


def _of_sample(share: Quantity, count: Quantity) -> bool:
    """A standard given as a count of the sample ("13 of 20, standard 18") or of as many ("每万笔23笔, 线是8笔")."""
    if share.ratio and share.whole is None and share.kind is QuantityKind.SHARE:
        return count.kind is QuantityKind.COUNT and not count.rate and count.unit != "scope"
    return (
        share.whole is not None and count.kind is QuantityKind.COUNT and not count.rate and count.value <= share.whole
    )


def _matched(source: Source, baselines: list[Part], standards: list[Part]) -> list[Pair]:
    costs = []
    for standard in standards:
        for baseline in baselines:
            cost = _cost(source, baseline, standard, baselines, standards)
            if cost is not None and cost <= _DEAREST:
                costs.append((cost, standard.quantity.start, baseline, standard))
    pairs: list[Pair] = []
    used: set[int] = set()
    for _, _, baseline, standard in sorted(costs, key=lambda c: c[:2]):
        if id(baseline) not in used and id(standard) not in used:
            used |= {id(baseline), id(standard)}
            pairs.append(Pair(baseline, standard))
    return pairs


def _cost(source: Source, baseline: Part, standard: Part, baselines: list[Part], standards: list[Part]) -> float | None:
    """How far-fetched it is to hold these two against each other; None where they cannot be compared."""
    one, two = baseline.quantity, standard.quantity
    if not comparable(one, two) or (_is_event(baseline) and two.value > 1 and not one.rate):
        return None  # "讲过一次" is what happened once, not a figure
    distance = abs(source.sentence_index(one.start) - source.sentence_index(two.start))
    if distance > _FARTHEST or (standard.qualifier and distance > 2):
        return None
    cost = 2.0 * distance + 0.01 * abs(one.start - two.start) / 10
    low, high = sorted((one.start, two.start))
    cost += 1.0 * sum(low < p.quantity.start < high and comparable(p.quantity, two) for p in baselines)
    cost += 2.0 * sum(low < p.quantity.start < high and comparable(one, p.quantity) for p in standards)
    cost += 0.5 if two.start < one.start else 0.0
    cost += 1.0 if QuantityKind.BARE in (one.kind, two.kind) else 0.0
    cost += 1.5 if baseline.past else 0.0
    cost += 0.0 if baseline.strong or one.kind is QuantityKind.SHARE else 0.7
    cost += 2.0 if standard.qualifier else 0.0
    cost += _noun_cost(one, two)
    return cost + _word_cost(source, one, two)


def _noun_cost(one: Quantity, two: Quantity) -> float:
    cost = 0.0
    if one.noun and two.noun and one.kind is two.kind is QuantityKind.COUNT:
        cost += 0.0 if set(one.noun.split()) & set(two.noun.split()) else 2.5
    if one.rate and two.rate and one.rate != two.rate:
        cost += 1.5
    return cost


def _word_cost(source: Source, one: Quantity, two: Quantity) -> float:
    """Different sentences that share no measuring word are less likely to speak of one metric."""
    first, second = source.sentence(one.start), source.sentence(two.start)
    if first == second:
        return 0.0
    mine = _measuring_words(source.plain, first.start, first.end)
    theirs = _measuring_words(source.plain, second.start, second.end)
    if not mine or not theirs:
        return 0.0
    return -1.0 if mine & theirs else 2.0


@lru_cache(maxsize=256)
def _measuring_words(plain: str, start: int, end: int) -> frozenset[str]:
    return frozenset(lexicon.pattern("metrics", "down", "up", "neutral").findall(plain, start, end))


def _near(source: Source, position: int, name: str, reach: int = _LONE_REACH) -> bool:
    here = source.sentence_index(position)
    start = source.sentences[max(0, here - 1)].start if reach > 1 else source.sentences[here].start
    end = source.sentences[min(len(source.sentences) - 1, here + reach)].end
    return bool(lexicon.pattern("roles", name).search(source.plain, start, end))


def _measures(source: Source, part: Part) -> bool:
    """Whether a word that measures stands in the clause of the number or the clause before."""
    index = source.clause_index(part.quantity.start)
    span = Stretch(source.clauses[max(0, index - 1)].start, source.clause(part.quantity.end - 1).end)
    return bool(lexicon.pattern("metrics", "down", "up", "neutral").search(source.plain, span.start, span.end))


def _lone_baselines(source: Source, left: list[Part], pairs: list[Pair], *, only_told: bool) -> list[Pair]:
    """A figure without a standard is a gap where the manager says there is none, or where it is all the text has."""
    told = [p for p in left if not p.past and not _belongs(source, p, pairs) and _no_standard_after(source, p, left)]
    if told:
        return [Pair(p, None) for p in _first_of_each(source, told)]
    if pairs or only_told:
        return []
    likely = [
        p
        for p in left
        if not p.past
        and p.quantity.kind is not QuantityKind.BARE
        and (p.quantity.ratio or _measures(source, p))
        and not _is_event(p)
    ]
    problem = lexicon.pattern("roles", "problem", "wish")
    likely = [p for p in likely if p.quantity.kind is QuantityKind.SHARE or problem.search(source.plain)]
    best = [p for p in likely if p.quantity.kind is QuantityKind.SHARE or p.strong or p.quantity.rate] or likely
    return [Pair(best[0], None)] if best else []


def _first_of_each(source: Source, told: list[Part]) -> list[Part]:
    """Of figures in one sentence the first: "130; it was 40 in the summer" is one gap."""
    kept: list[Part] = []
    for part in told:
        last = kept[-1].quantity if kept else None
        near = last and source.sentence_index(part.quantity.start) - source.sentence_index(last.start) <= 1
        if not (last and near and comparable(last, part.quantity) and not _names_its_own(source, last, part.quantity)):
            kept.append(part)
    return kept


def _names_its_own(source: Source, before: Quantity, quantity: Quantity) -> bool:
    """Whether a word that measures stands between two figures."""
    return bool(_measuring_words(source.plain, before.end, quantity.start))


def _is_event(part: Part) -> bool:
    return part.quantity.kind is QuantityKind.COUNT and part.quantity.value <= 1


def _no_standard_after(source: Source, part: Part, rest: list[Part]) -> bool:
    """Whether "there is no standard" follows within two sentences, with no later figure before it."""
    here = source.sentence_index(part.quantity.start)
    end = source.sentences[min(len(source.sentences) - 1, here + _LONE_REACH)].end
    start = source.sentence(part.quantity.start).start
    match = lexicon.pattern("roles", "no_standard").search(source.plain, start, end)
    if match is None:
        return False
    rivals = [
        p
        for p in rest
        if part.quantity.end <= p.quantity.start < match.start() and p.quantity.kind is not QuantityKind.BARE
    ]
    rivals = [p for p in rivals if p.strong or not part.strong]
    return not rivals and (part.quantity.kind is not QuantityKind.COUNT or part.quantity.value > 1)


def _belongs(source: Source, part: Part, pairs: list[Pair]) -> bool:
    """Whether a figure sits in the sentence of a finished pair and is of its kind."""
    here = source.sentence_index(part.quantity.start)
    for pair in pairs:
        same = pair.baseline and source.sentence_index(pair.baseline.quantity.start) == here
        if same and pair.baseline and comparable(pair.baseline.quantity, part.quantity):
            return True
    return False


def _lone_standards(source: Source, left: list[Part], pairs: list[Pair]) -> list[Pair]:
    """A standard without a figure is a gap where the figure is said to be unknown, or where it is all the text has."""
    kept: list[Pair] = []
    for part in (p for p in left if p.why != EVERY):
        unknown = _near(source, part.quantity.end, "no_baseline") and not _explained(source, part, pairs)
        falls_short = _near(source, part.quantity.end, "problem")
        alone = not pairs and not kept and falls_short
        if part.qualifier and not (unknown or (alone and part.quantity.kind is QuantityKind.TIME)):
            continue
        if part.quantity.value == 0 and not unknown and not alone:
            continue
        if (unknown or alone) and _measurable(source, part):
            kept.append(Pair(None, part))
    return _without_repeats(source, kept)


def _explained(source: Source, part: Part, pairs: list[Pair]) -> bool:
    """Whether this standard repeats one that has its figure already."""
    return any(
        pair.target
        and pair.target.quantity.value == part.quantity.value
        and comparable(pair.target.quantity, part.quantity)
        for pair in pairs
    )


def _measurable(source: Source, part: Part) -> bool:
    kind = part.quantity.kind
    return (
        kind in (QuantityKind.SHARE, QuantityKind.TIME, QuantityKind.MONEY) or bool(part.quantity.rate) or part.strong
    )


def _without_repeats(source: Source, pairs: list[Pair]) -> list[Pair]:
    kept: list[Pair] = []
    for pair in pairs:
        near = kept and source.sentence_index(kept[-1].anchor.quantity.start) == source.sentence_index(
            pair.anchor.quantity.start
        )
        if not near:
            kept.append(pair)
    return kept
