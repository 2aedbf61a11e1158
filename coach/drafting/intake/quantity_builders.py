"""Makes quantities of what the rules of `quantity_rules` match."""

import re
from collections.abc import Callable
from dataclasses import replace

from coach.drafting.intake import lexicon
from coach.drafting.intake.numerals import CHINESE, DECIMAL, ENGLISH, number
from coach.drafting.intake.quantity import Quantity, QuantityKind

AM = rf"(?:{DECIMAL}\s?(?:[十百千]?[万亿]|[百千])?(?![a-z]*\d)|{CHINESE}|(?<![a-z]){ENGLISH}(?![a-z]))"


FREE = r"(?<![a-z0-9_.,#第$¥£€])(?<![a-z]-)(?<!\d[/:])"


CN_DIGIT = "一二两三四五六七八九"


ZH_N = rf"(?:{DECIMAL}|{CHINESE})"


PER = {
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


SHARES = {100: "%", 1000: "‰", 10000: "per_10000"}


FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "half": 2}


Build = Callable[[re.Match[str]], Quantity | None]


def _plain(match: re.Match[str], kind: QuantityKind, unit: str, factor: float = 1) -> Quantity | None:
    value = number(re.sub(r"\s", "", match["n"]) if re.search(r"[\d万千百]", match["n"]) else match["n"])
    if value is None:
        return None
    return Quantity(match.start(), match.end(), _tidy(value * factor), kind, unit)


def _tidy(value: float) -> float:
    return round(value, 6)


def build_percent(match: re.Match[str]) -> Quantity | None:
    """Such as "5%", "98.5 percent"."""
    return _plain(match, QuantityKind.SHARE, "%")


def build_level(match: re.Match[str]) -> Quantity | None:
    """通过率76个百分点: a share, where no word says that it is a change."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    return None if re.search(r"[升降高低差少多涨跌提减加缩压补]", before) else build_percent(match)


def build_parts_of(match: re.Match[str]) -> Quantity | None:
    """百分之五, 千分之三, 万分之四."""
    return _plain(match, QuantityKind.SHARE, SHARES[PER[match["of"]]])


def build_permille(match: re.Match[str]) -> Quantity | None:
    """3‰."""
    return _plain(match, QuantityKind.SHARE, "‰" if match["sign"] == "‰" else "per_10000")


def build_per_many(match: re.Match[str]) -> Quantity | None:
    """Such as "7 per 1,000", 每百台5台: a share of that many."""
    quantity = _plain(match, QuantityKind.SHARE, SHARES[PER[match["of"].replace(",", "")]])
    noun = (match.groupdict().get("noun") or "").strip()
    return replace(quantity, noun=noun, ratio=True) if quantity else None


_SHARED = re.compile(r"on[ -]time|correct|complete|(?<![a-z])rate(?![a-z])|dispatch|deliver|error|first[ -]time|share")
"""Where this is what a text measures, "four out of five" in words is a share and no rating."""


def build_one_of_many(match: re.Match[str]) -> Quantity | None:
    """Such as "13 of 20", 抽查50份有9份: a share, the sample kept."""
    part, whole = number(match["n"]), number(match["of"])
    if part is None or not whole or part > whole or whole < 3 or (whole in (5, 10) and part % 1):
        return None
    if (
        "out of" in match[0]
        and whole in (5, 10, 100)
        and (match["n"].isdigit() or not _SHARED.search(match.string))
        and not re.match(r"\s+(?!and|in|on|for|last|this|so)[a-z]", match.string[match.end() : match.end() + 12])
    ):
        return None  # a rating
    return Quantity(
        match.start(), match.end(), _tidy(100 * part / whole), QuantityKind.SHARE, "%", ratio=True, whole=whole
    )


def build_outcomes(match: re.Match[str]) -> Quantity | None:
    """30组，成交4组: a share, unless the whole is itself a figure per week or month."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    return None if re.search(r"每[周月天日季班]|[周月日]均|平均|日常", before) else build_one_of_many(match)


def build_tenths(match: re.Match[str]) -> Quantity | None:
    """九成, 三成五."""
    tens, rest = number(match["n"]), match["rest"]
    if tens is None:
        return None
    more = 5.0 if rest == "半" else (number(rest) or 0.0) if rest else 0.0
    return Quantity(match.start(), match.end(), tens * 10 + more, QuantityKind.SHARE, "%")


def build_fraction_zh(match: re.Match[str]) -> Quantity | None:
    """三分之一."""
    whole, part = number(match["of"]), number(match["n"])
    if not whole or part is None:
        return None
    return Quantity(match.start(), match.end(), _tidy(100 * part / whole), QuantityKind.SHARE, "%")


def build_fraction_en(match: re.Match[str]) -> Quantity | None:
    """Such as "two thirds of"."""
    count = number(match["n"]) if match["n"] else 1
    value = 100 * (count or 1) / FRACTIONS[match["of"].rstrip("s")]
    return Quantity(match.start(), match.end(), _tidy(value), QuantityKind.SHARE, "%") if value <= 100 else None


def build_time(unit: str) -> Build:
    """A builder for one unit of time; weeks become days."""
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


def build_compound(match: re.Match[str]) -> Quantity | None:
    """1小时20分, 6分30秒 in the smaller unit."""
    big, small = number(match["big"]), number(match["n"])
    if big is None or small is None:
        return None
    first = match["unit"][0]
    unit = "h" if first in "天d" else "min" if first in "小h个钟" else "s"
    return Quantity(match.start(), match.end(), big * (24 if unit == "h" else 60) + small, QuantityKind.TIME, unit)


def build_money(match: re.Match[str]) -> Quantity | None:
    """¥12万, $48k, 5000元."""
    groups = match.groupdict()
    sign, name = groups.get("sign") or "", groups.get("name") or ""
    factor = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}.get((groups.get("size") or "").strip(), 1)
    unit = {"$": "USD", "£": "GBP", "€": "EUR", "usd": "USD", "gbp": "GBP", "eur": "EUR"}.get(sign, "CNY")
    if lexicon.pattern("units", "USD").fullmatch(name):
        unit = "USD"
    return _plain(match, QuantityKind.MONEY, unit, factor)


def build_score(match: re.Match[str]) -> Quantity | None:
    """3.1分, "3.9 out of 5"."""
    return _plain(match, QuantityKind.SCORE, "score")


def build_count_zh(match: re.Match[str]) -> Quantity | None:
    """A number with a Chinese measure word."""
    if match["n"] == "一" and not re.search(
        r"[过多少有仅只每第]\s?$", match.string[max(0, match.start() - 2) : match.start()]
    ):
        return None  # 一起, 一次, 一个: words, not counts
    if match["n"] == "二":
        return None  # 二次派送: a second time; a count would be 两次
    quantity = _plain(match, QuantityKind.COUNT, "count")
    return replace(quantity, noun=match["noun"]) if quantity else None


def build_count_en(match: re.Match[str]) -> Quantity | None:
    """A number with the English noun it counts."""
    if re.match(r"(?:days?|hours?|minutes?|mins?|weeks?|months?|years?|seconds?)\b", match["noun"]):
        return None
    if re.fullmatch(r"[a-z]+(?:ed|ly|er|est)|more|less|fewer|both|each|all|only", match["noun"]) or match["n"] == "one":
        return None
    quantity = _plain(match, QuantityKind.COUNT, "count", 1000 if match.groupdict().get("k") else 1)
    return replace(quantity, noun=match["noun"], end=match.end("noun")) if quantity else None


def build_bare(match: re.Match[str]) -> Quantity | None:
    """A number without a unit, years and long digit strings left out; 80w is 80万 in Chinese, "1.8x" a multiple."""
    size = match.groupdict().get("k")
    if size == "w" and not re.search(r"[\u3400-\u9fff]", match.string):
        return None
    quantity = _plain(match, QuantityKind.BARE, "none", {"k": 1e3, "w": 1e4}.get(size or "", 1))
    if quantity is None or (1950 <= quantity.value <= 2100 and match["n"].isdigit()) or len(match["n"]) > 8:
        return None  # a year, a phone number
    return quantity


def build_word(match: re.Match[str]) -> Quantity | None:
    """A number word after a word that leads to a figure."""
    value = number(match["n"])
    return None if value is None else Quantity(match.start("n"), match.end("n"), value, QuantityKind.BARE, "none")


def build_scope(match: re.Match[str]) -> Quantity | None:
    """A size of teams, places, equipment: never the metric."""
    quantity = _plain(match, QuantityKind.COUNT, "scope")
    return quantity


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)


def build_workday(match: re.Match[str]) -> Quantity | None:
    """第5个工作日, "working day 4", "the fifth working day": how many days it takes from the start of the month."""
    written = next(filter(None, match.group("n", "m", "d", "w", "o")))
    value = _ORDINALS.index(written) + 1 if written in _ORDINALS else number(re.sub(r"(?:st|nd|rd|th)$", "", written))
    return None if value is None else Quantity(match.start(), match.end(), value, QuantityKind.TIME, "days")


_SPOKEN = {"hour": ("min", 60.0), "day": ("days", 1.0), "minute": ("s", 60.0)}


def build_spoken_time(match: re.Match[str]) -> Quantity | None:
    """一刻钟, "an hour and a half", "half a day"; a whole "an hour" is left alone ("twelve calls an hour")."""
    groups = match.groupdict()
    if groups.get("n"):
        return Quantity(match.start(), match.end(), 15 * (number(groups["n"]) or 1), QuantityKind.TIME, "min")
    part, more = groups["part"] or "", groups["more"] or ""
    if not part and not more:
        return None
    value = 0.5 if part == "half" else 0.75 if part.startswith("three") else 0.25 if part else 1.0
    value += 0.5 if more.endswith("half") else 0.25 if more else 0.0
    unit, factor = _SPOKEN[groups["unit"]]
    return Quantity(match.start(), match.end(), _tidy(value * factor), QuantityKind.TIME, unit)


_USED_UP = re.compile(
    r"[耗吃烧](?!时)|用[水电气油料]|定额|每吨|consum|burn|usage|(?<![a-z])used?(?![a-z])|(?<![a-z])per\s"
)


def build_measure(match: re.Match[str]) -> Quantity | None:
    """610度电, "132 kWh per tonne": an amount, where something is used up; elsewhere a size."""
    around = match.string[max(0, match.start() - 60) : match.end() + 20]
    return _plain(match, QuantityKind.MEASURE, match["unit"]) if _USED_UP.search(around) else None
