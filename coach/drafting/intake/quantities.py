"""Finds every written quantity: value, unit, rate and the words around it. What it means is decided in `roles`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.drafting.intake.markers import find_markers
from coach.drafting.intake.moments import Moment, MomentKind
from coach.drafting.intake.quantity import Quantity, QuantityKind
from coach.drafting.intake.quantity_rules import quantity_rules
from coach.drafting.intake.source import Source

__all__ = ["Quantity", "QuantityKind", "find_quantities"]

MAX_QUANTITIES = 120
"""More numbers than this are a table, not a description; the rest is left unread."""


def find_quantities(source: Source, moments: Sequence[Moment]) -> tuple[Quantity, ...]:
    """All quantities in order, not overlapping; the longer reading wins. Dates and named periods are left out."""
    plain = _without(source.plain, moments)
    found = sorted(_matches(plain), key=_first_served)
    taken = bytearray(len(plain))
    kept: list[Quantity] = []
    for quantity in found:
        if not any(taken[quantity.start : quantity.end]):
            taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
            kept.append(quantity)
    if len(kept) > MAX_QUANTITIES:
        kept.sort(key=lambda q: q.unit == "scope")  # sizes are the first to be left unread
    ordered = sorted(kept[:MAX_QUANTITIES], key=lambda q: q.start)
    return tuple(_revived([_with_rate(q, source) for q in _bands(ordered, plain)], plain))


def _first_served(quantity: Quantity) -> tuple[bool, int, int, int]:
    """The order in which overlapping readings are served: ratios, longer ones, amounts before sizes before the rest."""
    rank = 0 if quantity.kind is QuantityKind.MEASURE else 1 if quantity.unit == "scope" else 2
    return not quantity.ratio, quantity.start - quantity.end, rank, quantity.start


def _revived(quantities: list[Quantity], plain: str) -> Iterator[Quantity]:
    """Where "20家" a month is a figure, "11家" elsewhere is one too, not a size."""
    rated = {plain[m.end()] for q in quantities if q.rate and (m := _LAST_DIGIT.search(plain, q.start, q.end))}
    for quantity in quantities:
        same = quantity.unit == "scope" and plain[quantity.end - 1] in rated
        yield replace(quantity, kind=QuantityKind.COUNT, unit="count") if same else quantity


_LAST_DIGIT = re.compile(r"[\d一二三四五六七八九十百](?=[\u3400-\u9fff]$)")


def _without(plain: str, moments: Sequence[Moment]) -> str:
    """Blank out what is a date or a list marker; durations of months and years are never a metric either."""
    chars = list(plain)
    for start, end in find_markers(plain):
        chars[start:end] = "\x1f" * (end - start)
    for moment in moments:
        if plain[max(0, moment.start - 1) : moment.start] == "提" and plain[moment.start] == "前":
            continue  # 提前三天: how long ahead, not the three days before
        if plain[max(0, moment.start - 9) : moment.start] == "hour and ":
            continue  # "an hour and a quarter"
        long = (
            moment.kind is MomentKind.DURATION
            and moment.length is not None
            and (moment.length.months or moment.length.years)
        )
        if long or moment.kind in (MomentKind.DATE, MomentKind.PERIOD, MomentKind.WINDOW):
            chars[moment.start : moment.end] = "\x1f" * (moment.end - moment.start)
    return "".join(chars)


def _bands(quantities: list[Quantity], plain: str) -> Iterator[Quantity]:
    """Join "92% to 95%", "3-5分钟" into one band; "from 8% to 3%" stays two."""
    pending: Quantity | None = None
    for quantity in quantities:
        joined = _band(pending, quantity, plain) if pending else None
        if pending and joined is None:
            yield pending
        pending = joined or quantity
    if pending:
        yield pending


_JOIN = re.compile(r"\s*(?:-|–|—|~|～|至|到|to|and)\s*")


def _band(low: Quantity, high: Quantity, plain: str) -> Quantity | None:
    link = plain[low.end : high.start]
    if not _JOIN.fullmatch(link) or low.high is not None or low.value >= high.value or high.unit == "scope":
        return None
    if low.kind not in (high.kind, QuantityKind.BARE) or (low.kind is high.kind and low.unit != high.unit):
        return None
    before = plain[max(0, low.start - 14) : low.start]
    if re.search(r"(?:\bfrom|从|由)\s*\S{0,8}\s*$", before) or (link.strip() == "and" and "between" not in before):
        return None
    return replace(high, start=low.start, value=low.value, high=high.value)


_RATE_WORDS = {
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "月": "month",
    "季": "quarter",
    "班": "shift",
    "小时": "hour",
    "年": "year",
}


_RATE_AFTER = re.compile(
    r"\s*(?:of\s+\S+\s+)?(?:/|an?\s+|per\s+|each\s+|every\s+|每个?|一个?)(?P<per>day|week|wk|month|quarter|shift|hour|hr|year|天|周|星期|月|季|班|小时|年)(?![a-z])"
    r"|\s*(?P<ly>dai|week|month|quarter|hour|year)ly"
)


_RATE_BEFORE = re.compile(
    r"(?:每个?|单|平均每?个?)(?P<per>天|日|周|星期|月|季|班|小时|年)[^，,。;；\d]{0,10}$|(?P<avg>[月周日季年])均[^，,。;；\d]{0,14}$|(?P<en>dai|week|month|quarter|hour)ly\s[^,.;\d]{0,40}$"
)


def _with_rate(quantity: Quantity, source: Source) -> Quantity:
    clock = quantity.unit == "scope" and source.plain[quantity.end - 1] == "点"
    if clock or quantity.kind in (QuantityKind.SHARE, QuantityKind.SCORE):
        return quantity  # "每天九点半前" is a time of day, not nine a day
    after = _RATE_AFTER.match(source.plain, quantity.end)
    if after:
        word = after["per"] or {"dai": "day"}.get(after["ly"], after["ly"])
        return _rated(replace(quantity, end=after.end()), word)
    clause = source.clause(quantity.start)
    before = _RATE_BEFORE.search(source.plain, max(clause.start, quantity.start - 60), quantity.start)
    if before and quantity.kind is not QuantityKind.TIME:
        word = before["per"] or before["avg"] or {"dai": "day"}.get(before["en"], before["en"])
        return _rated(quantity, word)
    return quantity


def _rated(quantity: Quantity, word: str) -> Quantity:
    """A rate makes a count of a bare number, and a metric of what would only be a size ("12家" a week)."""
    counted = quantity.unit == "scope" or (quantity.kind is QuantityKind.BARE and quantity.value < 10_000)
    kind, unit = (QuantityKind.COUNT, "count") if counted else (quantity.kind, quantity.unit)
    return replace(quantity, rate=_rate(word), kind=kind, unit=unit)


def _rate(word: str) -> str:
    return "/" + {"wk": "week", "hr": "hour"}.get(word, _RATE_WORDS.get(word, word))


def _matches(plain: str) -> Iterator[Quantity]:
    for rule, build in quantity_rules():
        for match in rule.finditer(plain):
            quantity = build(match)
            if quantity is not None:
                yield quantity
