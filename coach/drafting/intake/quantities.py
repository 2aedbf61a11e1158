"""Finds every written quantity: value, unit, rate and the words around it. What it means is decided in `roles`."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.drafting.intake import lexicon
from coach.drafting.intake.moments import Moment, MomentKind
from coach.drafting.intake.numerals import CHINESE, DECIMAL, ENGLISH, number
from coach.drafting.intake.source import Source

MAX_QUANTITIES = 120
"""More numbers than this are a table, not a description; the rest is left unread."""


class QuantityKind(StrEnum):
    """What can be compared with what."""

    SHARE = "share"
    TIME = "time"
    MONEY = "money"
    SCORE = "score"
    COUNT = "count"
    BARE = "bare"


@dataclass(frozen=True)
class Quantity:
    """One quantity as written."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last, unit included."""
    value: float
    """In `unit`."""
    kind: QuantityKind
    """What it can be compared with."""
    unit: str
    """A unit of CONTRACTS without rate; "none" for a bare number."""
    rate: str = ""
    """"/month" ... where the text says so."""
    noun: str = ""
    """The counted noun or Chinese measure word."""
    high: float | None = None
    """Upper end where it is a band, `value` being the lower."""
    ratio: bool = False
    """Written as "n of m" or "n per m"."""
    whole: float | None = None
    """The m of "n of m", so that a standard given as a count of the same sample can be compared."""


_AM = rf"(?:{DECIMAL}\s?(?:[十百千]?[万亿]|[百千])?(?![a-z]*\d)|{CHINESE}|(?<![a-z]){ENGLISH}(?![a-z]))"
_FREE = r"(?<![a-z0-9_.,#第$¥£€])(?<![a-z]-)(?<!\d[/:])"
_CN_DIGIT = "一二两三四五六七八九"
_ZH_N = rf"(?:{DECIMAL}|{CHINESE})"
_SAMPLE = r"(?:抽查|抽检|抽样|抽取|抽测|抽|检查|复核|共|总共|一共|查)"
_PER = {
    "百": 100,
    "100": 100,
    "hundred": 100,
    "千": 1000,
    "1000": 1000,
    "thousand": 1000,
    "万": 10000,
    "10000": 10000,
    "ten thousand": 10000,
}
_SHARES = {100: "%", 1000: "‰", 10000: "per_10000"}
_FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "half": 2}
Build = Callable[[re.Match[str]], Quantity | None]


def find_quantities(source: Source, moments: Sequence[Moment]) -> tuple[Quantity, ...]:
    """All quantities in order, not overlapping; the longer reading wins. Dates and named periods are left out."""
    plain = _without(source.plain, moments)
    found = sorted(_matches(plain), key=lambda q: (not q.ratio, q.start - q.end, q.unit != "scope", q.start))
    taken = bytearray(len(plain))
    kept: list[Quantity] = []
    for quantity in found:
        if not any(taken[quantity.start : quantity.end]):
            taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
            kept.append(quantity)
    ordered = sorted(kept, key=lambda q: q.start)[:MAX_QUANTITIES]
    return tuple(_with_rate(q, source) for q in _bands(ordered, plain))


def _without(plain: str, moments: Sequence[Moment]) -> str:
    """Blank out what is a date; durations of months and years are never a metric either."""
    chars = list(plain)
    for moment in moments:
        long = (
            moment.kind is MomentKind.DURATION
            and moment.length is not None
            and (moment.length.months or moment.length.years)
        )
        if long or moment.kind in (MomentKind.DATE, MomentKind.PERIOD, MomentKind.WINDOW):
            chars[moment.start : moment.end] = "\x1f" * (moment.end - moment.start)
    return "".join(chars)


def _matches(plain: str) -> Iterator[Quantity]:
    for rule, build in _rules():
        for match in rule.finditer(plain):
            quantity = build(match)
            if quantity is not None:
                yield quantity


def _plain(match: re.Match[str], kind: QuantityKind, unit: str, factor: float = 1) -> Quantity | None:
    value = number(re.sub(r"\s", "", match["n"]) if re.search(r"[\d万千百]", match["n"]) else match["n"])
    if value is None:
        return None
    return Quantity(match.start(), match.end(), _tidy(value * factor), kind, unit)


def _tidy(value: float) -> float:
    return round(value, 6)


def _percent(match: re.Match[str]) -> Quantity | None:
    return _plain(match, QuantityKind.SHARE, "%")


def _parts_of(match: re.Match[str]) -> Quantity | None:
    return _plain(match, QuantityKind.SHARE, _SHARES[_PER[match["of"]]])


def _permille(match: re.Match[str]) -> Quantity | None:
    return _plain(match, QuantityKind.SHARE, "‰" if match["sign"] == "‰" else "per_10000")


def _per_many(match: re.Match[str]) -> Quantity | None:
    quantity = _plain(match, QuantityKind.SHARE, _SHARES[_PER[match["of"].replace(",", "")]])
    noun = (match.groupdict().get("noun") or "").strip()
    return replace(quantity, noun=noun, ratio=True) if quantity else None


def _one_of_many(match: re.Match[str]) -> Quantity | None:
    part, whole = number(match["n"]), number(match["of"])
    if part is None or not whole or part > whole or whole < 3:
        return None
    if (
        "out of" in match[0]
        and whole in (5, 10, 100)
        and not re.match(r"\s+(?!and|in|on|for|last|this|so)[a-z]", match.string[match.end() : match.end() + 12])
    ):
        return None  # a rating
    return Quantity(
        match.start(), match.end(), _tidy(100 * part / whole), QuantityKind.SHARE, "%", ratio=True, whole=whole
    )


def _tenths(match: re.Match[str]) -> Quantity | None:
    tens, rest = number(match["n"]), match["rest"]
    if tens is None:
        return None
    more = 5.0 if rest == "半" else (number(rest) or 0.0) if rest else 0.0
    return Quantity(match.start(), match.end(), tens * 10 + more, QuantityKind.SHARE, "%")


def _fraction_zh(match: re.Match[str]) -> Quantity | None:
    whole, part = number(match["of"]), number(match["n"])
    if not whole or part is None:
        return None
    return Quantity(match.start(), match.end(), _tidy(100 * part / whole), QuantityKind.SHARE, "%")


def _fraction_en(match: re.Match[str]) -> Quantity | None:
    count = number(match["n"]) if match["n"] else 1
    value = 100 * (count or 1) / _FRACTIONS[match["of"].rstrip("s")]
    return Quantity(match.start(), match.end(), _tidy(value), QuantityKind.SHARE, "%") if value <= 100 else None


def _time(unit: str) -> Build:
    target, factor = ("days", 7.0) if unit == "weeks" else (unit, 1.0)

    def build(match: re.Match[str]) -> Quantity | None:
        groups = match.groupdict()
        if match["n"] == "半":
            return Quantity(match.start(), match.end(), 0.5 * factor, QuantityKind.TIME, target)
        quantity = _plain(match, QuantityKind.TIME, target, factor)
        if quantity and (groups.get("half") or groups.get("half2")):
            quantity = replace(quantity, value=quantity.value + 0.5 * factor)
        return quantity

    return build


def _compound(match: re.Match[str]) -> Quantity | None:
    big, small = number(match["big"]), number(match["n"])
    if big is None or small is None:
        return None
    unit = "min" if match["unit"][0] in "小h个钟" else "s"
    return Quantity(match.start(), match.end(), big * 60 + small, QuantityKind.TIME, unit)


def _money(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    sign, name = groups.get("sign") or "", groups.get("name") or ""
    factor = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}.get((groups.get("size") or "").strip(), 1)
    unit = {"$": "USD", "£": "GBP", "€": "EUR"}.get(sign, "CNY")
    if lexicon.pattern("units", "USD").fullmatch(name):
        unit = "USD"
    return _plain(match, QuantityKind.MONEY, unit, factor)


def _score(match: re.Match[str]) -> Quantity | None:
    return _plain(match, QuantityKind.SCORE, "score")


def _count_zh(match: re.Match[str]) -> Quantity | None:
    if match["n"] == "一" and not re.search(
        r"[过多少有仅只每第]\s?$", match.string[max(0, match.start() - 2) : match.start()]
    ):
        return None  # 一起, 一次, 一个: words, not counts
    quantity = _plain(match, QuantityKind.COUNT, "count")
    return replace(quantity, noun=match["noun"]) if quantity else None


def _count_en(match: re.Match[str]) -> Quantity | None:
    if re.fullmatch(r"[a-z]+(?:ed|ly|er|est)|more|less|fewer|both|each|all|only", match["noun"]) or match["n"] == "one":
        return None
    quantity = _plain(match, QuantityKind.COUNT, "count", 1000 if match.groupdict().get("k") else 1)
    return replace(quantity, noun=match["noun"], end=match.end("noun")) if quantity else None


def _bare(match: re.Match[str]) -> Quantity | None:
    quantity = _plain(match, QuantityKind.BARE, "none", 1000 if match.groupdict().get("k") else 1)
    if quantity is None or (1950 <= quantity.value <= 2100 and match["n"].isdigit()) or len(match["n"]) > 8:
        return None  # a year, a phone number
    return quantity


def _word(match: re.Match[str]) -> Quantity | None:
    value = number(match["n"])
    return None if value is None else Quantity(match.start("n"), match.end("n"), value, QuantityKind.BARE, "none")


def _scope(match: re.Match[str]) -> Quantity | None:
    quantity = _plain(match, QuantityKind.COUNT, "scope")
    return quantity


_STOP = (
    r"(?!(?:in|a|an|per|on|and|of|over|last|this|against|for|is|was|were|are|or|to|at|by|with|the|every|each|when|while|but|vs|than|if|so"
    r"|he|she|they|it|we|i|you|from|since|during|within|before|after|that|which|who|has|have|had|as|not|now|out|k)\b)"
)
_COUNT_NOUN = rf"(?P<noun>(?:{_STOP}[a-z][a-z'-]*\s+){{0,2}}{_STOP}[a-z][a-z'-]+)"
_RULES: list[tuple[re.Pattern[str], Build]] = []


def _rules() -> list[tuple[re.Pattern[str], Build]]:
    if not _RULES:
        _RULES.extend([*_share_rules(), *_time_rules(), *_other_rules()])
    return _RULES


def _share_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    counter = "(?:" + "|".join(lexicon.load("units")["counters"].zh) + ")"
    yield re.compile(rf"{_FREE}(?P<n>{_AM})\s*(?:%|percent(?!age)|per cent|pct)(?!\s*(?:point|个?点))"), _percent
    yield re.compile(rf"(?P<of>[百千万])分之(?P<n>{_ZH_N})"), _parts_of
    yield re.compile(rf"{_FREE}(?P<n>{DECIMAL})\s*(?P<sign>[‰‱])"), _permille
    per = r"(?:a\s+)?(?P<of>100|1,?000|10,?000|hundred|thousand|ten thousand)(?![\d%])"
    noun = r"(?P<noun>(?:\s+[a-z][a-z-]+){0,3}?)"
    yield (
        re.compile(rf"{_FREE}(?P<n>{_AM}){noun}\s+(?:per|in every|for every|out of every|in each|in)\s+{per}"),
        _per_many,
    )
    yield (
        re.compile(
            rf"每(?P<of>百|千|万|1000|10000)(?P<noun>[^\d，。,零一二三四五六七八九十]{{0,8}}?)(?P<n>{_ZH_N})(?:{counter})?"
        ),
        _per_many,
    )
    whole = rf"(?:(?:the|her|his|their|every|last|those|all)\s+){{0,2}}(?P<of>{DECIMAL}|{ENGLISH})(?![\d%]|\s*(?:%|percent|hours?|days?|weeks?|minutes?))"
    yield (
        re.compile(rf"{_FREE}(?P<n>{DECIMAL}|(?<![a-z])(?!one\s+(?:out\s+)?of){ENGLISH})\s+(?:in|of|out of)\s+{whole}"),
        _one_of_many,
    )
    yield (
        re.compile(rf"(?:{_SAMPLE}了?)(?P<of>{_ZH_N}){counter}[^\d。；;]{{0,12}}?(?P<n>{_ZH_N}){counter}"),
        _one_of_many,
    )
    yield (
        re.compile(
            rf"每?(?P<of>{_ZH_N}){counter}[^\d，。,；;]{{0,8}}?(?:中|里面?|当中|错|有)[^\d，。,；;]{{0,6}}?(?P<n>{_ZH_N}){counter}"
        ),
        _one_of_many,
    )
    yield (
        re.compile(rf"{_FREE}(?P<n>{DECIMAL})/(?P<of>(?!5(?!\d)|10(?!\d)|100(?!\d)){DECIMAL})(?![\d/%])"),
        _one_of_many,
    )
    yield (
        re.compile(
            rf"(?P<n>[{_CN_DIGIT}\d])成(?P<rest>半|[{_CN_DIGIT}])?(?!立|本|员|绩|果|功|交|为|长|熟|了|型|品|分|都)"
        ),
        _tenths,
    )
    yield re.compile(rf"(?P<of>[{_CN_DIGIT}十]+)分之(?P<n>[{_CN_DIGIT}十]+)"), _fraction_zh
    yield (
        re.compile(
            rf"(?<![a-z])(?:(?P<n>{ENGLISH})[\s-]|an?\s+)?(?P<of>thirds?|quarters?|fifths?|tenths?|half)\s+of\s+(?=the|her|his|their|all|our|my|every|it)"
        ),
        _fraction_en,
    )


def _time_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    for unit in ("s", "min", "h", "days", "weeks"):
        words = lexicon.load("units")[unit]
        zh = "(?:" + "|".join(words.zh) + ")"
        en = "(?:" + "|".join(lexicon.as_pattern(w).replace("(?<![a-z0-9])", "") for w in words.en) + ")"
        yield re.compile(rf"{_FREE}(?P<n>{_AM}|半)\s*(?P<half>个半)?\s*{zh}(?P<half2>半)?"), _time(unit)
        yield re.compile(rf"{_FREE}(?P<n>{_AM})[\s-]?{en}"), _time(unit)
    yield re.compile(rf"{_FREE}(?P<n>{_AM})分(?P<half>半)(?!年|价)"), _time("min")
    hour, minute = r"(?:个?小时|个?钟头|h(?:ours?|rs?)?)", r"(?:分钟?|m(?:in(?:ute)?s?)?)"
    yield (
        re.compile(rf"{_FREE}(?P<big>{_AM})\s*(?P<unit>{hour})\s*(?:and\s+)?(?P<n>{_ZH_N})\s*{minute}(?![a-z])"),
        _compound,
    )
    yield (
        re.compile(
            rf"{_FREE}(?P<big>{_AM})\s*(?P<unit>{minute})\s*(?:and\s+)?(?P<n>{_ZH_N})\s*(?:秒钟?|s(?:ec(?:ond)?s?)?)(?![a-z])"
        ),
        _compound,
    )


def _other_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    units = lexicon.load("units")
    size = r"(?P<size>\s*(?:k|m|mn|million|thousand)(?![a-z]))?"
    yield re.compile(rf"(?P<sign>[¥$£€])\s?(?P<n>{DECIMAL}\s?(?:[十百千]?[万亿]|[百千])?){size}元?"), _money
    names = "|".join(
        [*units["CNY"].zh, *units["USD"].zh, *(f"{w}(?![a-z])" for w in (*units["CNY"].en, *units["USD"].en))]
    )
    yield re.compile(rf"{_FREE}(?P<n>{_AM}){size}\s*(?P<name>{names})"), _money
    yield re.compile(rf"{_FREE}(?P<n>{_ZH_N})\s?(?:{'|'.join(units['score'].zh)})"), _score
    points = "|".join(units["score"].en)
    yield (
        re.compile(
            rf"{_FREE}(?P<n>{DECIMAL})(?:\s+(?:{points})(?![a-z])(?:\s+out of\s+\d+)?|\s*(?:/|out of)\s*(?:5|10|100)(?!\d))"
        ),
        _score,
    )
    counter = "|".join(units["counters"].zh)
    yield re.compile(rf"{_FREE}(?P<n>{_AM})多?\s?(?P<noun>{counter})(?!月|季度|人|体|案|性|子|小时|工作日)"), _count_zh
    scope = "|".join(units["scope"].zh)
    yield re.compile(rf"(?<![a-z0-9_.,#])(?P<n>{_AM})多?\s?(?:{scope})"), _scope
    yield re.compile(rf"{_FREE}(?P<n>{DECIMAL}|(?<![a-z]){ENGLISH})(?P<k>k)?\s{_COUNT_NOUN}(?![a-z])"), _count_en
    scope_en = "|".join(units["scope"].en).replace(" ", r"[\s-]+")
    yield (
        re.compile(
            rf"{_FREE}(?P<n>{DECIMAL}|(?<![a-z]){ENGLISH})[\s-](?:(?!(?:in|of|and|per|on|at|for|against|to|is|was)\s)[a-z-]+\s){{0,2}}?(?:{scope_en})(?![a-z])"
        ),
        _scope,
    )
    labels = "|".join([*units["labels"].zh, *(lexicon.as_pattern(w) for w in units["labels"].en)])
    yield (
        re.compile(rf"(?:{labels})\s?#?(?P<n>{DECIMAL}|(?<=第){CHINESE})(?![\d.]*[%‰])(?:号|\S{{0,1}}(?=线))?"),
        _scope,
    )
    yield (
        re.compile(
            rf"{_FREE}(?P<n>{DECIMAL}(?:\s?[百千]?[万亿]|[百千])?)(?P<k>k(?![a-z]))?(?![\d%‰a-z_]|[.:]\d)(?<!\n\d)(?<!\n\d\d)"
        ),
        _bare,
    )
    yield re.compile(rf"(?P<n>{CHINESE}万)(?!一|分)"), _bare
    cue = r"than|most|least|is|of|be|to|under|below|target|standard|limit|at|accept|averages?|averaged|ceiling|was|allow|expect|in"
    yield re.compile(rf"(?:{cue})\s+(?P<n>(?!one){ENGLISH})(?=\s*[,.;)\n]|$|\s+(?:an?|per|each|every)\s)"), _word


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
    if quantity.kind in (QuantityKind.SHARE, QuantityKind.SCORE):
        return quantity
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
