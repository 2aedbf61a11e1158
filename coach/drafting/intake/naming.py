"""Names a metric in the manager's own words: the noun phrase beside its number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.drafting.intake import lexicon
from coach.drafting.intake.moments import Moment
from coach.drafting.intake.naming_en import label_before, noun_phrase_after, noun_phrase_before, opening_phrase
from coach.drafting.intake.naming_topics import told_names
from coach.drafting.intake.naming_zh import phrase_after, phrase_before, phrases_of
from coach.drafting.intake.quantities import Quantity, QuantityKind
from coach.drafting.intake.source import Source, Stretch

_SOURCE = re.compile(
    r"(?:^|\s)(?:log|dashboard|export|extract|system|sheet|tracker|spreadsheet|survey|scorecard)$|^(?:平台|后台|系统|看板|报表)$"
)
_BARE = re.compile(
    r"(?:被|已|按|没)?(?:按期|按时|及时|准时|如期|准点|合格|通过|完成|达标|打回|退回|驳回|出错|超期|逾期|超时)(?:的|了)?"
    r"|on time|late|rejected|returned|overdue|completed|closed|wrong"
)
_LISTED = re.compile(r"(?:[-*•·]|\d[.)、]|[一二三四五][.)、])\s*$")
_FROM = re.compile(r"(?:\bfrom|从|由)\s*\S{0,8}\s*$")
_ORDINAL = re.compile(
    r"(?:第[一二三四五](?:件(?:事)?|个|是|条|点|项)?|[其][一二三]|[一二三]是|首先|其次|另外|最后)[，,、:]?\s*$"
)
_COUNTS = re.compile(r"\d[\u3400-\u9fff]|\s\d+$")
"""A figure inside what would be a name: half a sentence."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUALIFIED = re.compile(r"(?:within|inside|in under)\s*$")
_REACH = 8


@dataclass(frozen=True)
class Name:
    """A candidate name with how sure it is."""

    start: int
    """Offset of the phrase."""
    end: int
    """Offset after it."""
    quality: int
    """Higher is better: beside its number, and with a word that measures."""


def name_of(source: Source, masked: str, quantity: Quantity, quantities: Sequence[Quantity]) -> Name | None:
    """The best name for what a quantity measures, or None; `masked` is the text of `mask`."""
    best: Name | None = None
    for name in _candidates(source, masked, quantity, quantities):
        if best is None or name.quality > best.quality:
            best = name
    return best


def mask(source: Source, moments: Sequence[Moment], names: Sequence[str]) -> str:
    """The folded text with times and names of people blanked out: they are never part of a metric's name."""
    chars = list(source.plain)
    for name in names:
        at = source.text.find(name)
        while at >= 0:
            chars[at : at + len(name)] = "\x1f" * len(name)
            at = source.text.find(name, at + len(name))
    for moment in moments:
        chars[moment.start : moment.end] = "\x1f" * (moment.end - moment.start)
    for match in _MEASURE_LIMIT.finditer(source.plain):
        chars[match.start() : match.end()] = source.plain[match.start() : match.end()]
    return "".join(chars)


_MEASURE_LIMIT = re.compile(
    r"(?:within|inside) (?:\d+|[a-z]+) (?:working |business )?(?:hours?|days?|minutes?|mins?|h)"
    r"(?: of (?:an? |the )?[a-z]+)?"
    r"|\d+\s*(?:小时|天|分钟|个?工作日|h|min)(?:之内|以内|内)"
)


def _candidates(source: Source, masked: str, quantity: Quantity, quantities: Sequence[Quantity]) -> Iterator[Name]:
    span = _region(source, masked, quantity, quantities)
    line = max(source.sentence(quantity.start).start, source.text.rfind("\n", 0, quantity.start) + 1)
    yield from _rated(masked, label_before(masked, line, span.end), 5, told=True)
    yield from _rated(masked, noun_phrase_before(masked, span.start, span.end), 3)
    yield from _rated(masked, phrase_before(masked, span.start, span.end), 3)
    if quantity.kind is QuantityKind.COUNT and quantity.noun and not _HAN.search(quantity.noun):
        at = source.plain.find(quantity.noun, quantity.start)
        yield from _rated(masked, Stretch(at, at + len(quantity.noun)), 4 if " " in quantity.noun else 3)
    clause = source.clause(quantity.end - 1)
    share = quantity.kind is QuantityKind.SHARE and source.plain[quantity.end : quantity.end + 4].strip().startswith(
        "of"
    )
    yield from _rated(masked, noun_phrase_after(masked, quantity.end, clause.end), 3 if share else 2, told=share)
    yield from _rated(masked, phrase_after(masked, quantity.end, clause.end), 2)
    for name, distance in told_names(source, masked, quantity.start):
        listed = 2 if _LISTED.search(source.plain, max(0, name.start - 6), name.start) else 0
        yield from _rated(masked, name, 4 + listed - (distance > 1), told=True)
    yield from _carried(source, masked, span.start)


def _region(source: Source, masked: str, quantity: Quantity, quantities: Sequence[Quantity]) -> Stretch:
    """From the clause's start, or from the number before, unless that number is a limit inside the name."""
    index = source.clause_index(quantity.start)
    start = source.clauses[index].start
    if index and source.plain[:start].rstrip()[-1:] in (":", "("):
        start = max(source.clauses[index - 1].start, source.sentence(quantity.start).start)
    for other in quantities:
        if _FROM.search(source.plain, max(0, other.start - 12), other.start):
            continue  # "from A to B": the name stands before A
        limit = other.kind is QuantityKind.TIME and masked[other.start : other.end].strip("\x1f")
        if start < other.end <= quantity.start and not (
            limit and _MEASURE_LIMIT.search(source.plain, max(0, other.start - 8), other.end + 3)
        ):
            start = other.end
    return Stretch(start, quantity.start)


def _carried(source: Source, masked: str, position: int) -> Iterator[Name]:
    """Names from the clauses before, nearest first; one announced by "第一件" or the like counts more."""
    here = source.clause_index(max(0, position - 1))
    paragraph = source.text.rfind("\n\n", 0, position) + 1
    sentence = source.sentence(position).start
    for distance, index in enumerate(range(here, max(-1, here - _REACH), -1)):
        clause = source.clauses[index]
        if clause.end <= paragraph:
            break
        announced = 2 if index and _ORDINAL.search(source.plain, source.clauses[index - 1].start, clause.start) else 0
        for phrase in _phrases(masked, clause):
            for name in _rated(masked, phrase, 1):
                if name.quality >= 4 or distance <= 2:
                    far = (clause.end <= sentence) + (distance > 2)
                    yield Name(name.start, name.end, min(name.quality, 4) - far + announced)


def _phrases(masked: str, clause: Stretch) -> Iterator[Stretch | None]:
    """Names in a clause without a figure: Chinese ones, the English phrase up to a measuring word, the subject."""
    yield from phrases_of(masked, clause.start, clause.end)
    yield opening_phrase(masked, clause.start, clause.end)
    measuring = lexicon.pattern("metrics", "down", "up")
    first = measuring.search(masked, clause.start, clause.end)
    last = lexicon.last_match(measuring, masked, clause.start, clause.end)
    for match in (last, first):
        if match is not None and match[0].isascii():
            yield noun_phrase_before(masked, clause.start, match.end())


def _names_standard(text: str) -> bool:
    """Whether the phrase ends in a word for the standard itself ("squad agreement") or for people ("the advisor")."""
    last = lexicon.last_match(lexicon.pattern("roles", "standard_before"), text, 0, len(text))
    if last is not None and last.end() == len(text):
        return True
    people = lexicon.pattern("units", "scope").search(text, text.rfind(" ") + 1)
    return people is not None and people.end() == len(text) and people.start() == text.rfind(" ") + 1


def _rated(masked: str, phrase: Stretch | None, base: int, *, told: bool = False) -> Iterator[Name]:
    if phrase is None or phrase.end - phrase.start < 2:
        return
    text = masked[phrase.start : phrase.end]
    if (
        lexicon.pattern("metrics", "generic").fullmatch(text.strip())
        or lexicon.pattern("phrases", "fragment").fullmatch(text.strip())
        or (_names_standard(text) and not told)
        or not re.search(r"[a-z\u3400-\u9fff]{2}", text)
        or (_COUNTS.search(text) and not _MEASURE_LIMIT.search(text))
    ):
        return
    if re.match(r"线|标准|要求|目标", masked[phrase.end : phrase.end + 2]):
        return
    if _SOURCE.search(text):
        base -= 2  # "the incident log": where the figure comes from
    measured = lexicon.pattern("metrics", "down", "up", "neutral").search(text)
    if _BARE.fullmatch(text):
        base -= 3  # "on time", "打回": of what is told elsewhere
    yield Name(phrase.start, phrase.end, base + ((1 if told else 3) if measured else 0))
