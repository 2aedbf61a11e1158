"""Flags that rest on figures: already met, impossible, contradictory; each with its arithmetic."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coach.domain.base import Language
from coach.domain.gap import Direction, Flag, FlagKind
from coach.drafting.intake.deadlines import time_limit
from coach.drafting.intake.measured import Measured, Reader
from coach.drafting.intake.messages import messages, say
from coach.drafting.intake.pairing import Pair
from coach.drafting.intake.parts import Role
from coach.drafting.intake.quantities import QuantityKind
from coach.drafting.intake.reading import Horizon
from coach.drafting.intake.source import Source, Stretch

ABSOLUTE_DAYS = 15
"""Zero or 100 % within fewer days than this is not realistic; regulatory and record duties with weeks to go are."""
FACTORS = ((10, 2.5), (21, 4.0), (45, 6.0), (100, 12.0))
"""(days at most, factor at least): a rise or cut that no plan brings about in that time."""
TIME_FACTORS = ((3, 5.0), (10, 20.0))
"""The same for lengths of time, which a mere change of routine can cut by far more."""
POINTS = ((10, 25.0), (21, 40.0))
"""(days at most, percentage points at least), for shares."""
_BOUNDED = re.compile(
    r"率|占比|比例|准时|及时|accuracy|complet|on[ -]time|pass|yield|complian|attendance|resolution|share"
)
_DOUBTED = re.compile(
    r"做不到|不现实|不可能|不切实际|恐怕(?:不行|难|达不到|完不成)|很难做到|达不到的|办不到"
    r"|unrealistic|not realistic|impossible|can't be done|cannot be done"
    r"|no way (?:she|he|they|anyone)|not achievable|not feasible|a stretch too far"
)


@dataclass(frozen=True)
class Numbers:
    """What the checks need to know of the text."""

    reader: Reader
    """The text and its figures."""
    horizon: Horizon | None
    """The plan's deadline."""
    language: Language
    """Of the reasons."""


def number_flags(numbers: Numbers, gaps: Sequence[Measured]) -> Iterator[Flag]:
    """All flags on figures, in the order of the gaps."""
    for gap in gaps:
        if gap.pair.rivals:
            yield from _conflict(numbers, gap)
        elif already_met(gap):
            yield _already_met(numbers, gap)
        else:
            yield from _impossible(numbers, gap)
            for demanded in _demands(numbers.reader, gap, gaps):
                yield from _impossible(numbers, demanded)


def _demands(reader: Reader, gap: Measured, gaps: Sequence[Measured]) -> Iterator[Measured]:
    """The gap with a second, harder target that its text demands beside the standard ("标准5分钟, 明天就做到1分钟")."""
    target = gap.pair.target
    if target is None or gap.baseline is None or gap.target is None:
        return
    used = {id(p) for other in gaps for p in (other.pair.baseline, other.pair.target)}
    here = reader.source.sentence_index(target.quantity.start)
    for part in reader.parts:
        same = part.quantity.kind is target.quantity.kind and part.quantity.unit == target.quantity.unit
        near = abs(reader.source.sentence_index(part.quantity.start) - here) <= 1
        if id(part) in used or not (same and near and part.strong) or part.role is not Role.STANDARD:
            continue
        value = gap.target * part.quantity.value / target.quantity.value if target.quantity.value else 0.0
        if abs(value - gap.baseline) > abs(gap.target - gap.baseline) and gap.target != gap.baseline:
            yield replace(gap, target=value, pair=Pair(gap.pair.baseline, part))


def already_met(gap: Measured) -> bool:
    """Whether the baseline is as good as the target or better, by a direction that the wording states."""
    if gap.baseline is None or gap.target is None or not gap.certain:
        return False
    return gap.baseline >= gap.target if gap.direction is Direction.UP else gap.baseline <= gap.target


def written(value: float, unit: str, language: Language) -> str:
    """A figure with its unit as people write it: "5%", "52 分钟", "12 a month"."""
    shown = f"{value:,.6f}".rstrip("0").rstrip(".")
    name, _, rate = unit.partition("/")
    if name in ("%", "‰"):
        return shown + name
    if name == "per_10000":
        return f"万分之{shown}" if language is Language.ZH else f"{shown} per 10,000"
    words = _UNIT_WORDS[language].get(name, "" if name in ("count", "none") else name)
    per = _RATES.get(rate, rate) if language is Language.ZH else rate
    suffix = f"/{per}" if rate else ""
    return f"{shown} {words}".rstrip() + suffix


_UNIT_WORDS = {
    Language.ZH: {"s": "秒", "min": "分钟", "h": "小时", "days": "天", "score": "分", "CNY": "元", "USD": "美元"},
    Language.EN: {"score": "points"},
}
_RATES = {"month": "月", "week": "周", "day": "天", "quarter": "季度", "year": "年", "hour": "小时", "shift": "班"}


def _flag(numbers: Numbers, kind: FlagKind, span: Stretch, reason: str) -> Flag:
    text = numbers.reader.source.text[span.start : span.end]
    return Flag(kind=kind, text=text, start=span.start, end=span.end, reason=reason)


def _conflict(numbers: Numbers, gap: Measured) -> Iterator[Flag]:
    first = gap.pair.baseline if gap.pair.rival_of == "baseline" else gap.pair.target
    assert first is not None
    unit = gap.unit
    one, two = first.quantity, gap.pair.rivals[0].quantity
    reason = say(
        messages().reasons["conflicting_numbers"],
        numbers.language,
        one=written(one.value, unit, numbers.language),
        two=written(two.value, unit, numbers.language),
        difference=written(abs(round(one.value - two.value, 6)), unit, numbers.language),
    )
    for part in (first, *gap.pair.rivals):
        yield _flag(numbers, FlagKind.CONFLICTING_NUMBERS, Stretch(part.quantity.start, part.quantity.end), reason)


def _already_met(numbers: Numbers, gap: Measured) -> Flag:
    assert gap.baseline is not None
    assert gap.target is not None
    reason = say(
        messages().reasons["already_met"],
        numbers.language,
        name=gap.name,
        baseline=written(gap.baseline, gap.unit, numbers.language),
        target=written(gap.target, gap.unit, numbers.language),
        way=say(messages().limits[gap.direction.value], numbers.language),
    )
    return _flag(numbers, FlagKind.ALREADY_MET, gap.span, reason)


def _impossible(numbers: Numbers, gap: Measured) -> Iterator[Flag]:
    if gap.target is None or gap.pair.target is None:
        return
    key, places = _verdict(numbers, gap)
    if not key:
        return
    shown = {
        "baseline": "?" if gap.baseline is None else written(gap.baseline, gap.unit, numbers.language),
        "target": written(gap.target, gap.unit, numbers.language),
        **places,
    }
    quantity = gap.pair.target.quantity
    clause = numbers.reader.source.clause(quantity.start)
    span = numbers.reader.source.trimmed(clause.start, max(clause.end, quantity.end))
    yield _flag(numbers, FlagKind.IMPOSSIBLE_TARGET, span, say(messages().reasons[key], numbers.language, **shown))


def _verdict(numbers: Numbers, gap: Measured) -> tuple[str, dict[str, object]]:
    """The key of the reason and its places; an empty key where the target can stand."""
    assert gap.target is not None
    assert gap.pair.target is not None
    share = gap.unit == "%"
    if share and gap.target > 100 and _BOUNDED.search(gap.name.lower()):
        return "impossible_share", {}
    days = _days(numbers, gap)
    if days is not None:
        absolute = gap.target == 0 or (share and gap.target == 100)
        if absolute and days < ABSOLUTE_DAYS and gap.baseline != gap.target:
            limit = say(messages().limits["within"], numbers.language, days=days)
            return "impossible_zero", {"days": days, "limit": limit}
        key, places = _too_far(gap, days, numbers.language)
        if key:
            return key, places
    return ("impossible_doubted", {}) if _doubted(numbers.reader.source, gap) else ("", {})


def _too_far(gap: Measured, days: int, language: Language) -> tuple[str, dict[str, object]]:
    if gap.baseline is None or gap.target is None:
        return "", {}
    if gap.unit == "%" and gap.direction is Direction.UP:
        points = round(gap.target - gap.baseline, 6)
        if any(days <= most and points >= least for most, least in POINTS):
            return "impossible_points", {"points": written(points, "%", language), "days": days}
        return "", {}
    low, high = sorted((gap.baseline, gap.target))
    if low <= 0:
        return "", {}
    factor = high / low
    timed = gap.pair.anchor.quantity.kind is QuantityKind.TIME
    if any(days <= most and factor >= least for most, least in (TIME_FACTORS if timed else FACTORS)):
        return "impossible_factor", {"factor": f"{factor:.1f}", "days": days}
    return "", {}


def _days(numbers: Numbers, gap: Measured) -> int | None:
    """The tightest limit stated with the target, else the plan's own."""
    source, as_of = numbers.reader.source, numbers.reader.as_of
    assert gap.pair.target is not None
    sentence = source.sentence(gap.pair.target.quantity.start)
    near = time_limit(source, numbers.reader.moments, sentence, as_of)
    plan = (numbers.horizon.deadline - as_of).days if numbers.horizon else None
    if near is not None and not _is_figure(gap, near[1].start):
        return near[0] if plan is None else min(near[0], plan)
    return plan


def _is_figure(gap: Measured, position: int) -> bool:
    parts = (gap.pair.baseline, gap.pair.target)
    return any(p is not None and p.quantity.start <= position < p.quantity.end for p in parts)


def _doubted(source: Source, gap: Measured) -> bool:
    """Whether the target's sentence or the next says that it cannot be reached."""
    assert gap.pair.target is not None
    here = source.sentence_index(gap.pair.target.quantity.start)
    last = source.sentences[min(len(source.sentences) - 1, here + 1)]
    return bool(_DOUBTED.search(source.plain, source.sentences[here].start, last.end))
