"""Which way is better, and how sure that is."""

from dataclasses import dataclass

from coach.domain.gap import Direction
from coach.drafting.intake import lexicon
from coach.drafting.intake.bounds import Bound
from coach.drafting.intake.quantities import QuantityKind
from coach.drafting.intake.roles import Part


@dataclass(frozen=True)
class Bearing:
    """A direction and where it comes from."""

    direction: Direction
    """Which way is better."""
    certain: bool
    """Whether the wording says so (the standard's comparator or the metric's name), not only the two values."""


def direction_of(name: str, baseline: Part | None, target: Part | None, told: str = "") -> Bearing:
    """By the standard's comparator and the metric's name; where these disagree or say nothing, by the values, else by
    the words the gap is told in (`told`).
    """
    if target and target.quantity.kind is QuantityKind.SHARE and target.quantity.value == 100:
        return Bearing(Direction.UP, True)
    if _is_notice(baseline, target, told):
        return Bearing(Direction.UP, False)
    bound = _by_bound(target)
    said = {d for d in (bound, _by_name(name, baseline or target)) if d}
    if len(said) == 1:
        way = said.pop()
        against = _by_values(baseline, target)
        if bound is None and against and against is not way and _speaks_for(against, told):
            return Bearing(against, False)
        return Bearing(way, True)
    by_values = _by_values(baseline, target) or (_by_name(told, baseline or target) if told and not said else None)
    return Bearing(by_values or _by_unit(baseline or target), False)


def _is_notice(baseline: Part | None, target: Part | None, told: str) -> bool:
    """Whether the times are how long ahead something is announced, and more is asked ("提前三天, 只提前一天")."""
    time = target is not None and target.quantity.kind is QuantityKind.TIME
    if not time or _by_values(baseline, target) is not Direction.UP:
        return False
    return bool(lexicon.pattern("roles", "notice").search(told.lower()))


def _speaks_for(way: Direction, told: str) -> bool:
    """Whether the words the gap is told in lean that way, though the name alone says otherwise ("unbilled visits")."""
    folded = told.lower()
    if lexicon.pattern("roles", "still_asked").search(folded):
        return False
    metric, move = ("down", "fall") if way is Direction.DOWN else ("up", "rise")
    return bool(lexicon.pattern("metrics", metric).search(folded) or lexicon.pattern("roles", move).search(folded))


def _by_bound(target: Part | None) -> Direction | None:
    if target is None or target.bound is None:
        return None
    return Direction.DOWN if target.bound is Bound.MOST else Direction.UP


def _by_name(name: str, part: Part | None) -> Direction | None:
    """The last word that says it: in both languages the head of a metric's name comes last."""
    folded = _measured_part(name.lower())
    if part and part.quantity.kind is QuantityKind.TIME:
        return Direction.UP if lexicon.pattern("metrics", "signed_up").search(folded) else Direction.DOWN
    found: list[tuple[int, int, Direction]] = []
    for key, direction in (("down", Direction.DOWN), ("up", Direction.UP)):
        for match in lexicon.pattern("metrics", key).finditer(folded):
            if (
                part
                and part.quantity.kind is QuantityKind.SHARE
                and lexicon.pattern("metrics", "time").fullmatch(match[0])
            ):
                continue  # "right every time", "answered in time": a share is not a length of time
            found.append((match.end(), -match.start(), direction))
    return max(found)[2] if found else None


def _measured_part(name: str) -> str:
    """What is measured, without what it is a share of: 报废占销售额 is about 报废."""
    before, share, _ = name.partition("占")
    return before if share and lexicon.pattern("metrics", "down", "up").search(before) else name


def _by_values(baseline: Part | None, target: Part | None) -> Direction | None:
    """Up where the target is the larger, each in the same unit; a bare number is taken in the other's."""
    if baseline is None or target is None:
        return None
    one, two = baseline.quantity, target.quantity
    same = one.kind is two.kind
    here, there = (one.scaled, two.scaled) if same else (one.value, two.value)
    if here == there:
        return None
    return Direction.UP if there > here else Direction.DOWN


def _by_unit(part: Part | None) -> Direction:
    if part and part.quantity.kind in (QuantityKind.TIME,):
        return Direction.DOWN
    return Direction.UP
