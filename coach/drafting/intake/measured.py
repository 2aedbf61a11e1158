"""From pairs of figures to measured gaps: name, unit, direction, values in one unit, window, contradictions."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.domain.gap import Direction
from coach.drafting.intake import lexicon
from coach.drafting.intake.conflicts import find_rivals
from coach.drafting.intake.direction import direction_of
from coach.drafting.intake.moments import Moment, MomentKind
from coach.drafting.intake.naming import Name, mask, name_of
from coach.drafting.intake.pairing import Pair
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.roles import Part
from coach.drafting.intake.source import Source, Stretch, fold

_IN_MINUTES = {"s": 1 / 60, "min": 1.0, "h": 60.0, "days": 1440.0}
_HAN = re.compile(r"[\u3400-\u9fff]")
_PER_ONE = {"%": 0.01, "‰": 0.001, "per_10000": 0.0001}


@dataclass(frozen=True)
class Measured:
    """One measured gap, before it becomes a statement."""

    pair: Pair
    """The figures it rests on."""
    name: str
    """The metric in the manager's words."""
    unit: str
    """A unit of CONTRACTS."""
    direction: Direction
    """Which way is better."""
    certain: bool
    """Whether the wording says which way."""
    baseline: float | None
    """In `unit`; None where unknown or contradicted."""
    target: float | None
    """In `unit`; None where unknown or contradicted."""
    target_range: tuple[float, float] | None
    """The band, where the standard is one."""
    period: str | None
    """The measuring window as written."""
    span: Stretch
    """The clauses that tell it."""
    evidence: tuple[Stretch, ...]
    """Every clause it rests on."""


@dataclass(frozen=True)
class Reader:
    """What measuring needs of a text."""

    source: Source
    """The text."""
    moments: tuple[Moment, ...]
    """Its expressions of time."""
    quantities: tuple[Quantity, ...]
    """Its quantities."""
    parts: tuple[Part, ...]
    """Their parts."""
    as_of: dt.date
    """The day of the text."""
    names: tuple[str, ...] = ()
    """Names of people in the text, longest first."""


def measure(reader: Reader, pair: Pair, pairs: Sequence[Pair]) -> Measured:
    """Everything the text says about one pair."""
    find_rivals(reader.source, reader.moments, pair, [(p, reader.parts) for p in pairs])
    name = _name(reader, pair)
    unit = _as_written(reader.source, pair, _unit(pair, name, _period(reader, pair)))
    unit = _tidy_unit(pair, _in_currency_of(reader.source, unit))
    baseline, target, band = _values(pair, unit)
    evidence = _evidence(reader.source, pair)
    told = " ".join(reader.source.text[s.start : s.end] for s in evidence)
    bearing = direction_of(name, pair.baseline, pair.target, told)
    return Measured(
        pair, name, unit, bearing.direction, bearing.certain, baseline,
        target if band is None else _band_end(band, bearing.direction), band,
        _period_text(reader, pair), _span(reader.source, pair, evidence), evidence,
    )  # fmt: skip


def _band_end(band: tuple[float, float], direction: Direction) -> float:
    """The minimum acceptable end of a band."""
    return band[0] if direction is Direction.UP else band[1]


def _name(reader: Reader, pair: Pair) -> str:
    best: Name | None = None
    masked = mask(reader.source, reader.moments, reader.names)
    for part in (pair.baseline, pair.target):
        if part is None:
            continue
        name = name_of(reader.source, masked, part.quantity, reader.quantities)
        if name and (best is None or name.quality > best.quality):
            best = name
    if (best is None or best.quality < _SURE) and (done := _done(reader.source, pair.anchor.quantity)):
        return done
    if best is None:
        clause = reader.source.clause(pair.anchor.quantity.start)
        span = reader.source.trimmed(clause.start, clause.end)
        return reader.source.text[span.start : span.end][:40]
    return " ".join(reader.source.text[best.start : best.end].split())


_SURE = 3
_DONE = re.compile(r"(?:才|只|能|仅|就|也)+(?P<verb>[\u3400-\u9fff])(?:了|完)?\s*$")
_DONE_TO = re.compile(r"(?P<thing>[\u3400-\u9fff]{1,4})(?=[，。；,;]|$)")


def _done(source: Source, quantity: Quantity) -> str:
    """What is done to what, where no noun names the measure: "才办18个号" is 办号数; empty where it is not said."""
    clause = source.clause(quantity.start)
    verb = _DONE.search(source.plain, clause.start, quantity.start)
    thing = _DONE_TO.match(source.plain, quantity.end)
    return f"{verb['verb']}{thing['thing']}数" if verb and thing else ""


def _unit(pair: Pair, name: str, period: Moment | None) -> str:
    parts = [p.quantity for p in (pair.baseline, pair.target) if p is not None]
    named = next(
        (q for q in parts if q.kind is not QuantityKind.BARE and not (q.value == 0 and len(parts) > 1)), parts[0]
    )
    unit = named.unit
    rate = next((q.rate for q in parts if q.rate), "")
    folded = name.lower()
    if named.kind is QuantityKind.SCORE and lexicon.pattern("metrics", "time").search(folded) and "分" in name + "分":
        unit = "min" if re.search(r"时|等待|响应|通话|time|wait", folded) else unit
    if named.kind is QuantityKind.BARE:
        unit = _bare_unit(parts, folded)
    if unit == "count" and not rate and period is not None and period.months == 1:
        rate = "/month"
    return unit + rate if unit in ("count", "CNY", "USD", "GBP", "EUR") else unit


def _as_written(source: Source, pair: Pair, unit: str) -> str:
    """The unit of an amount in the letters of the text: "kWh per tonne"."""
    quantity = pair.anchor.quantity
    written = source.text[quantity.end - len(unit) : quantity.end]
    return written if quantity.kind is QuantityKind.MEASURE and fold(written) == unit else unit


def _bare_unit(parts: Sequence[Quantity], name: str) -> str:
    share = lexicon.pattern("metrics", "share").search(name)
    if all(q.value < 1 for q in parts if q.value) or (share and max(q.value for q in parts) > 10):
        return "%"
    if all(q.value >= 10_000 for q in parts) and lexicon.pattern("metrics", "money").search(name):
        return "CNY" if re.search(r"[\u3400-\u9fff]", name) else "USD"
    return "score" if re.search(r"score|rating|csat|nps|qa|evaluation|评分|得分|分$|满意", name) else "count"


def _in_currency_of(source: Source, unit: str) -> str:
    """An amount without a sign is in the currency of the text's language, also where its name is not ("GMV")."""
    bare = unit.startswith("USD") and not re.search(r"\$|usd|dollar|美[元金]", source.plain)
    return "CNY" + unit[3:] if bare and _HAN.search(source.plain) else unit


def _tidy_unit(pair: Pair, unit: str) -> str:
    """The target's unit of time where its value would be no plain number in the baseline's: 2 h, not 0.083333 days."""
    if pair.target is None or unit not in _IN_MINUTES or pair.target.quantity.unit not in _IN_MINUTES:
        return unit
    value = _in(pair.target.quantity, unit)
    return unit if abs(value - round(value, 2)) < 1e-9 else pair.target.quantity.unit


def _values(pair: Pair, unit: str) -> tuple[float | None, float | None, tuple[float, float] | None]:
    bare = unit.partition("/")[0]
    baseline = _in(pair.baseline.quantity, bare) if pair.baseline else None
    target, band = None, None
    if pair.target:
        target = _target_in(pair, bare)
        high = pair.target.quantity.high
        if high is not None:
            factor = target / pair.target.quantity.value if pair.target.quantity.value else 1.0
            band = (target, round(high * factor, 6))
    if pair.rivals:
        if pair.rival_of == "baseline":
            baseline = None
        else:
            target, band = None, None
    return baseline, target, band


def _target_in(pair: Pair, unit: str) -> float:
    """The target in the baseline's unit; beside "2.3 per 100" a bare 0.8 is 0.8 per 100."""
    assert pair.target is not None
    quantity = pair.target.quantity
    against = pair.baseline.quantity if pair.baseline else None
    counted = quantity.kind in (QuantityKind.BARE, QuantityKind.COUNT)
    if against and against.ratio and against.whole is None and counted:
        return quantity.value
    return _in(quantity, unit, against.whole if against else None)


def _in(quantity: Quantity, unit: str, whole: float | None = None) -> float:
    """The value in another unit of its kind; a fraction such as 0.05 is 5 of "%", a count of a sample is its share."""
    value = quantity.value
    if quantity.unit in _IN_MINUTES and unit in _IN_MINUTES:
        value = value * _IN_MINUTES[quantity.unit] / _IN_MINUTES[unit]
    elif quantity.unit in _PER_ONE and unit in _PER_ONE:
        value = value * _PER_ONE[quantity.unit] / _PER_ONE[unit]
    elif quantity.kind is QuantityKind.BARE and unit == "%" and value < 1:
        value *= 100
    elif whole and unit == "%" and quantity.kind in (QuantityKind.BARE, QuantityKind.COUNT):
        value *= 100 / whole
    return round(value, 6)


def _period(reader: Reader, pair: Pair) -> Moment | None:
    """The window of the baseline: in its clause, its sentence, or the sentence before."""
    part = pair.baseline
    if part is None:
        return None
    at = part.quantity.start
    windows = [m for m in reader.moments if m.kind in (MomentKind.PERIOD, MomentKind.WINDOW)]
    windows = [m for m in windows if m.first is None or m.first <= reader.as_of]
    here = reader.source.sentence_index(at)
    for reach in (0, 1):
        near = [m for m in windows if reader.source.sentence_index(m.start) == here - reach]
        if near:
            return min(near, key=lambda m: abs(m.start - at) + (25 if m.start > at else 0))
    return None


def _period_text(reader: Reader, pair: Pair) -> str | None:
    period = _period(reader, pair)
    if period is None:
        return None
    text = reader.source.text[period.start : period.end].strip(" .,")
    lead = re.match(r"(?i)(?:in|for|of|during|the|over|by|all|to)\s+", text)
    return text[lead.end() :] if lead else text


def _evidence(source: Source, pair: Pair) -> tuple[Stretch, ...]:
    spans = {
        source.trimmed(*_around(source, p.quantity))
        for p in (pair.baseline, pair.target, *pair.rivals)
        if p is not None
    }
    return tuple(sorted(spans, key=lambda s: s.start))


def _around(source: Source, quantity: Quantity) -> tuple[int, int]:
    index = source.clause_index(quantity.start)
    start = source.clauses[index].start
    if index and source.plain[:start].rstrip()[-1:] in (":", "("):
        start = source.clauses[index - 1].start
    return start, source.clause(quantity.end - 1).end


def _span(source: Source, pair: Pair, evidence: Sequence[Stretch]) -> Stretch:
    """From the first to the last clause where they are in one sentence or the next; else the anchor's clause."""
    first, last = evidence[0], evidence[-1]
    if source.sentence_index(last.start) - source.sentence_index(first.start) <= 1:
        return Stretch(first.start, last.end)
    return source.trimmed(*_around(source, pair.anchor.quantity))
