"""Two figures for one metric and one period: neither is taken, the manager is asked."""

import re
from collections.abc import Sequence

from coach.drafting.intake import lexicon
from coach.drafting.intake.moments import Moment, MomentKind
from coach.drafting.intake.pairing import Pair, comparable
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.roles import Part, Role
from coach.drafting.intake.source import Source

_REACH = 6
_NEAR = 60
_SOURCES_REACH = 2
_WORD = re.compile(r"[a-z][a-z-]{3,}|[\u3400-\u9fff]{2}")


def find_rivals(
    source: Source, moments: Sequence[Moment], pair: Pair, others: Sequence[tuple[Pair, Sequence[Part]]]
) -> None:
    """Put into `pair.rivals` what contradicts its baseline, else its target."""
    used = {id(p) for other, _ in others for p in (other.baseline, other.target)}
    parts = others[0][1] if others else ()
    for slot, role in (("baseline", Role.BASELINE), ("target", Role.STANDARD)):
        mine: Part | None = getattr(pair, slot)
        if mine is None:
            continue
        rivals = [p for p in parts if p.role is role and id(p) not in used and _contradicts(source, moments, mine, p)]
        if rivals:
            pair.rivals, pair.rival_of = rivals, slot
            return


def _contradicts(source: Source, moments: Sequence[Moment], mine: Part, other: Part) -> bool:
    one, two = mine.quantity, other.quantity
    distance = abs(source.sentence_index(one.start) - source.sentence_index(two.start))
    if not _could_contradict(mine, other) or distance > _REACH:
        return False
    periods = _periods(source, moments, one.start), _periods(source, moments, two.start)
    apart = bool(periods[0] and periods[1] and not periods[0] & periods[1])
    sourced = other.role is Role.BASELINE and distance <= _SOURCES_REACH and not apart
    if sourced and _from_two_sources(source, mine, other):
        return True
    told = _is_told(source, one, two)
    if one.kind is QuantityKind.BARE and not told:
        return False
    if other.role is Role.STANDARD:
        return told and distance <= 2
    same_words = _same_metric(source, one.start, two.start)
    return (told and distance <= 3 and not apart) or (same_words and bool(periods[0] & periods[1]))


def _could_contradict(mine: Part, other: Part) -> bool:
    """Whether two figures are of one kind, rate and noun, differ, and none is an earlier one."""
    one, two = mine.quantity, other.quantity
    if other.past or mine.past or other.qualifier or one.value == two.value or not comparable(one, two):
        return False
    return one.kind is two.kind and one.rate == two.rate and not (one.noun and two.noun and one.noun != two.noun)


def _is_told(source: Source, one: Quantity, two: Quantity) -> bool:
    """Whether the text says around the two figures that they do not agree."""
    low, high = sorted((one.start, two.start))
    last = source.sentences[min(len(source.sentences) - 1, source.sentence_index(high) + 1)]
    return bool(lexicon.pattern("roles", "conflict").search(source.plain, source.sentence(low).start, last.end))


def _from_two_sources(source: Source, one: Part, two: Part) -> bool:
    """Whether each figure is said to come from a report of its own, and none is said to measure something else."""
    first, second = sorted((one.quantity, two.quantity), key=lambda q: q.start)
    early = _source_before(source, first.start, source.sentence(first.start).start)
    start = max(source.sentence(second.start).start, first.end)
    late = _source_before(source, second.start, start)
    if early is None or late is None:
        return False
    measuring = lexicon.pattern("metrics", "down", "up")
    mine = set(
        measuring.findall(source.plain, max(source.sentence(first.start).start, first.start - _NEAR), first.start)
    )
    theirs = set(measuring.findall(source.plain, start, second.start))
    return not theirs or bool(mine & theirs) or not mine


def _source_before(source: Source, position: int, start: int) -> str | None:
    """The words for where a figure was taken from, at most `_NEAR` characters before it."""
    found = lexicon.last_match(lexicon.pattern("roles", "source"), source.plain, max(start, position - _NEAR), position)
    return found[0] if found else None


def _periods(source: Source, moments: Sequence[Moment], position: int) -> set[str]:
    """The windows named in the figure's sentence."""
    sentence = source.sentence(position)
    kinds = (MomentKind.PERIOD, MomentKind.WINDOW)
    texts = {source.plain[m.start : m.end].strip(" .,") for m in moments if m.kind in kinds and sentence.holds(m.start)}
    return {text for text in texts if "same" not in text and "同期" not in text}


def _same_metric(source: Source, one: int, two: int) -> bool:
    """Whether the words before both figures share a word that measures."""
    words = []
    for position in (one, two):
        clause = source.clause(position)
        found = lexicon.pattern("metrics", "down", "up").findall(source.plain, clause.start, position)
        words.append(set(found))
    return bool(words[0] & words[1])
