"""How quantities are written, zh and en: one pattern and one builder each."""

# ruff: noqa: E501 - a rule of the grammar is one line

import functools
import re
from collections.abc import Iterator

from coach.drafting.intake import lexicon
from coach.drafting.intake.numerals import CHINESE, DECIMAL, ENGLISH
from coach.drafting.intake.quantity_builders import (
    AM,
    CN_DIGIT,
    FREE,
    ZH_N,
    Build,
    build_bare,
    build_compound,
    build_count_en,
    build_count_zh,
    build_fraction_en,
    build_fraction_zh,
    build_level,
    build_measure,
    build_money,
    build_one_of_many,
    build_outcomes,
    build_parts_of,
    build_per_many,
    build_percent,
    build_permille,
    build_scope,
    build_score,
    build_spoken_time,
    build_tenths,
    build_time,
    build_word,
    build_workday,
)


@functools.cache
def quantity_rules() -> tuple[tuple[re.Pattern[str], Build], ...]:
    """All rules; where two read the same stretch, `quantities` takes the longer."""
    return (*_share_rules(), *_time_rules(), *_money_and_score_rules(), *_counted_rules(), *_bare_rules())


_SAMPLE = r"(?:抽查|抽检|抽样|抽取|抽测|抽|检查|复核|共|总共|一共|查)"


_STOP = (
    r"(?!(?:in|a|an|per|on|and|of|over|last|this|against|for|is|was|were|are|or|to|at|by|with|the|every|each|when|while|but|vs|than|if|so"
    r"|he|she|they|it|we|i|you|from|since|during|within|before|after|that|which|who|took|takes?|taken|needed|averages?|averaged|ran|runs?|has|have|had|as|not|now|out|k)\b)"
)


_COUNT_NOUN = rf"(?P<noun>(?:{_STOP}[a-z][a-z'-]*\s+){{0,2}}{_STOP}[a-z][a-z'-]+)"


def _share_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    counter = "(?:" + "|".join(lexicon.load("units")["counters"].zh) + ")"
    yield re.compile(rf"{FREE}(?P<n>{AM})\s*(?:%|percent(?!age)|per cent|pct)(?!\s*(?:point|个?点))"), build_percent
    yield (
        re.compile(rf"(?<![升降高低差少多涨跌提减加缩压补]){FREE}(?P<n>{DECIMAL})\s*个(?:百分)?点(?![钟检位])"),
        build_level,
    )
    yield re.compile(rf"(?P<of>[百千万])分之(?P<n>{ZH_N})"), build_parts_of
    yield re.compile(rf"{FREE}(?P<n>{DECIMAL})\s*(?P<sign>[‰‱])"), build_permille
    per = r"(?:a\s+)?(?P<of>100|1,?000|10,?000|hundred|thousand|ten thousand)(?![\d%])"
    noun = r"(?P<noun>(?:\s+[a-z][a-z-]+){0,3}?)"
    yield (
        re.compile(rf"{FREE}(?P<n>{AM}){noun}\s+(?:per|in every|for every|out of every|in each|in)\s+{per}"),
        build_per_many,
    )
    yield (
        re.compile(
            rf"每一?(?P<of>百|千|万|1000|10000)(?P<noun>[^\d，。,零一二三四五六七八九十]{{0,8}}?)(?P<n>{ZH_N})(?:{counter})?"
        ),
        build_per_many,
    )
    yield from _one_of_many_rules(counter)
    yield from _spoken_share_rules()


def _one_of_many_rules(counter: str) -> Iterator[tuple[re.Pattern[str], Build]]:
    """ "3 of her 20", 抽查20单错3单, 3/20."""
    whole = rf"(?:(?:the|her|his|their|every|last|those|all)\s+){{0,2}}(?P<of>{DECIMAL}|{ENGLISH})(?![\d%]|\s*(?:%|percent|hours?|days?|weeks?|minutes?))"
    yield (
        re.compile(rf"{FREE}(?P<n>{DECIMAL}|(?<![a-z])(?!one\s+(?:out\s+)?of){ENGLISH})\s+(?:in|of|out of)\s+{whole}"),
        build_one_of_many,
    )
    yield from _ratio_rules()
    yield (
        re.compile(rf"(?:{_SAMPLE}了?)(?P<of>{ZH_N}){counter}[^\d。；;]{{0,12}}?(?P<n>{ZH_N}){counter}"),
        build_one_of_many,
    )
    yield (
        re.compile(
            rf"每?(?P<of>{ZH_N}){counter}[^\d，。,；;]{{0,8}}?(?:中|里面?|当中|错|有)[^\d，。,；;]{{0,6}}?(?P<n>{ZH_N}){counter}"
        ),
        build_one_of_many,
    )
    yield (
        re.compile(rf"{FREE}(?P<n>{DECIMAL})/(?P<of>(?!5(?!\d)|10(?!\d)|100(?!\d)){DECIMAL})(?![\d/%])"),
        build_one_of_many,
    )


def _spoken_share_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    """三成, 三分之一, "a third of the"."""
    yield (
        re.compile(
            rf"(?P<n>[{CN_DIGIT}\d])成(?P<rest>半|[{CN_DIGIT}])?(?!立|本|员|绩|果|功|交|为|长|熟|了|型|品|分|都)"
        ),
        build_tenths,
    )
    yield re.compile(rf"(?P<of>[{CN_DIGIT}十]+)分之(?P<n>[{CN_DIGIT}十]+)"), build_fraction_zh
    yield (
        re.compile(
            rf"(?<=[a-z] )(?<!in )(?<!by )(?:(?P<n>{ENGLISH})[\s-]|a\s+)(?P<of>thirds?|fifths?|tenths?|(?<!a )quarters)(?=\s*(?:[.,;)]|$))"
        ),
        build_fraction_en,
    )
    yield (
        re.compile(
            rf"(?<![a-z])(?:(?P<n>{ENGLISH})[\s-]|an?\s+)?(?P<of>thirds?|quarters?|fifths?|tenths?|half)\s+of\s+(?=the|her|his|their|all|our|my|every|it)"
        ),
        build_fraction_en,
    )


def _ratio_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    """ "three welds in every twenty", "one deploy in eight", 30组，成交4组."""
    whole = rf"(?P<of>{DECIMAL}|{ENGLISH})(?![\d%]|\s*(?:%|percent|hours?|days?|weeks?|minutes?|months?))"
    some = r"(?P<noun>(?:\s+(?!of\b|in\b|the\b)[a-z][a-z-]*){1,3}?)"
    yield (
        re.compile(rf"{FREE}(?P<n>{DECIMAL}|(?<![a-z]){ENGLISH}){some}\s+(?:in|of|out\s+of)\s+every\s+{whole}"),
        build_one_of_many,
    )
    yield re.compile(rf"(?<![a-z])(?P<n>one){some}\s+(?:in|out\s+of)\s+{whole}"), build_one_of_many
    result = "|".join(lexicon.load("units")["outcomes"].zh)
    yield (
        re.compile(
            rf"(?P<of>{ZH_N})\s?(?P<each>[组户人位家单件份张条台通次批笔例名节票个车趟])"
            rf"[^\d。；;零一二三四五六七八九十]{{0,10}}(?:{result})了?(?P<n>{ZH_N})\s?(?P=each)"
        ),
        build_outcomes,
    )


def _time_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    for unit in ("s", "min", "h", "days", "weeks"):
        words = lexicon.load("units")[unit]
        zh = "(?:" + "|".join(words.zh) + ")"
        en = "(?:" + "|".join(lexicon.as_pattern(w).replace("(?<![a-z0-9])", "") for w in words.en) + ")"
        yield re.compile(rf"{FREE}(?P<n>{AM}|半)\s*(?P<half>个半)?\s*{zh}(?P<half2>半)?"), build_time(unit)
        yield re.compile(rf"{FREE}(?P<n>{AM})[\s-]?{en}"), build_time(unit)
    yield re.compile(rf"{FREE}(?P<n>{AM})分(?P<half>半)(?!年|价)"), build_time("min")
    yield re.compile(r"(?P<n>[一二两三])刻钟"), build_spoken_time
    half = r"(?:(?P<part>half|(?:three[\s-])?quarters?\s+of)\s+an?|an?)"
    yield (
        re.compile(rf"(?<![a-z]){half}\s+(?P<unit>hour|day|minute)(?![a-z])(?P<more>\s+and\s+a\s+(?:half|quarter))?"),
        build_spoken_time,
    )
    workday = rf"第(?P<n>{ZH_N})个?工作日|(?:次月|下月|每月|当月)的?第(?P<m>{ZH_N})[天日]|(?<=[到至])第(?P<d>{ZH_N})天"
    workday += rf"|(?<![a-z])(?:working|business|work|wd)[\s-]?(?:day\s)?(?P<w>{DECIMAL}|{ENGLISH})(?![a-z\d%])"
    ordinal = r"(?P<o>\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
    yield re.compile(rf"{workday}|(?<![a-z]){ordinal}\s+(?:working|business)\s+day(?![a-z])"), build_workday
    yield from _compound_time_rules()


def _compound_time_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    """Times of two parts: days and hours, hours and minutes, minutes and seconds."""
    yield (
        re.compile(
            rf"{FREE}(?P<big>{AM})\s*(?P<unit>天|days?)\s*(?:and\s+|零)?(?P<n>{ZH_N})\s*(?:个?小时|h(?:ours?|rs?)?)(?![a-z])"
        ),
        build_compound,
    )
    yield (
        re.compile(
            rf"{FREE}(?P<big>{DECIMAL})\s*(?P<unit>h(?:ours?|rs?)?|m(?:in(?:ute)?s?))\s*(?P<n>[0-5]\d)(?![\d.,]*\d|\s*(?:%|h|min|sec|days?|weeks?))"
        ),
        build_compound,
    )
    hour, minute = r"(?:个?小时|个?钟头|h(?:ours?|rs?)?)", r"(?:分钟?|m(?:in(?:ute)?s?)?)"
    yield (
        re.compile(rf"{FREE}(?P<big>{AM})\s*(?P<unit>{hour})\s*(?:and\s+)?(?P<n>{ZH_N})\s*{minute}(?![a-z])"),
        build_compound,
    )
    yield (
        re.compile(
            rf"{FREE}(?P<big>{AM})\s*(?P<unit>{minute})\s*(?:and\s+)?(?P<n>{ZH_N})\s*(?:秒钟?|s(?:ec(?:ond)?s?)?)(?![a-z])"
        ),
        build_compound,
    )


def _money_and_score_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    units = lexicon.load("units")
    size = r"(?P<size>\s*(?:k|m|mn|million|thousand)(?![a-z]))?"
    yield (
        re.compile(
            rf"(?P<sign>[¥$£€]|(?<![a-z])(?:usd|eur|gbp|cny|rmb)(?![a-z]))\s?(?P<n>{DECIMAL}\s?(?:[十百千]?[万亿]|[百千])?){size}元?"
        ),
        build_money,
    )
    names = "|".join(
        [*units["CNY"].zh, *units["USD"].zh, *(f"{w}(?![a-z])" for w in (*units["CNY"].en, *units["USD"].en))]
    )
    yield re.compile(rf"{FREE}(?P<n>{AM}){size}\s*(?P<name>{names})"), build_money
    yield re.compile(rf"{FREE}(?P<n>{ZH_N})\s?(?:{'|'.join(units['score'].zh)})"), build_score
    points = "|".join(units["score"].en)
    yield (
        re.compile(
            rf"{FREE}(?P<n>{DECIMAL})(?:\s+(?:{points})(?![a-z])(?:\s+out of\s+\d+)?|\s*(?:/|out of|(?<=\d\.\d )of)\s*(?:5|10|100)(?!\d))"
        ),
        build_score,
    )


def _counted_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    """Amounts with a unit or a thing counted, and numbers that only say how large something is."""
    units = lexicon.load("units")
    measures = "|".join(
        [*units["measures"].zh, *(lexicon.as_pattern(w).replace("(?<![a-z0-9])", "") for w in units["measures"].en)]
    )
    per = r"(?:\s*(?:/|per\s+|an?\s+|每)\s?(?:[a-z]{1,12}|[吨台件公里平方立米]{1,2}))?"
    yield re.compile(rf"(?<![a-z0-9_.,#])(?P<n>{AM})多?\s?(?P<unit>(?:{measures}){per})"), build_measure
    counter = "|".join(units["counters"].zh)
    yield (
        re.compile(rf"{FREE}(?P<n>{AM})多?\s?(?P<noun>{counter})(?!月|季度|人|体|案|性|子|小时|工作日)"),
        build_count_zh,
    )
    scope = "|".join(units["scope"].zh)
    yield re.compile(rf"(?<![a-z0-9_.,#])(?P<n>{AM})多?\s?(?:{scope})"), build_scope
    yield re.compile(rf"{FREE}(?P<n>{DECIMAL}|(?<![a-z]){ENGLISH})(?P<k>k)?\s{_COUNT_NOUN}(?![a-z])"), build_count_en
    scope_en = "|".join(units["scope"].en).replace(" ", r"[\s-]+")
    yield (
        re.compile(
            rf"{FREE}(?P<n>{DECIMAL}|(?<![a-z]){ENGLISH})[\s-](?:(?!(?:in|of|and|per|on|at|for|against|to|is|was|an?|each|every|minutes?|hours?|seconds?)\s)[a-z-]+\s){{0,2}}?(?:{scope_en})(?![a-z])"
        ),
        build_scope,
    )
    labels = "|".join([*units["labels"].zh, *(lexicon.as_pattern(w) for w in units["labels"].en)])
    yield (
        re.compile(
            rf"(?<!per )(?<!each )(?<!every )(?<!an )(?<!a )(?:{labels})\s?#?(?P<n>{DECIMAL}|(?<=第){CHINESE})(?![\d.]*[%‰])(?:号|\S{{0,1}}(?=线))?"
        ),
        build_scope,
    )


def _bare_rules() -> Iterator[tuple[re.Pattern[str], Build]]:
    """Numbers without a unit, last of all."""
    yield (
        re.compile(
            rf"{FREE}(?P<n>{DECIMAL}(?:\s?[百千]?[万亿]|[百千])?)(?:(?P<k>[kw](?![a-z])(?!h))|x(?![a-z0-9]))?(?![\d%‰a-z_]|[.:]\d)(?<!\n\d)(?<!\n\d\d)"
        ),
        build_bare,
    )
    yield re.compile(rf"(?P<n>{CHINESE}万)(?!一|分)"), build_bare
    yield (
        re.compile(
            rf"(?<![a-z])(?P<n>{ENGLISH})(?=\s+(?:is|being)\s+(?:the|our|their|her|his)\s+(?:[a-z]+\s+)?(?:limit|maximum|minimum|ceiling|floor|cap|target|standard|norm|rule|most|least))"
        ),
        build_word,
    )
    cue = r"than|most|least|is|of|be|to|under|below|target|standard|limit|at|accept|averages?|averaged|ceiling|was|allow|expect|in|says|gives?|allows|accepts?|tolerates?|wants?|promised|took|takes?|needs?|needed|waits?|waited"
    yield (
        re.compile(
            rf"(?:{cue})\s+(?P<n>(?!one){ENGLISH})(?=\s*[,.;)\n]|$|\s+(?:an?|per|each|every)\s|\s+on\s+average)"
        ),
        build_word,
    )
