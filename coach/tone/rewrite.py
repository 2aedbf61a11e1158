"""The whole text with every suggestion applied: facts stay, judgements go, and what is left reads as a text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.wording import ToneCategory
from coach.tone.clauses import Stretch
from coach.tone.folding import fold
from coach.tone.lexicon import Lexicon
from coach.tone.matching import Finding
from coach.tone.reading import Reading
from coach.tone.repair import APART, Clause, assemble, polish

_UNSAID = frozenset(
    {ToneCategory.BIAS_GENDER, ToneCategory.BIAS_AGE, ToneCategory.BIAS_HEALTH_FAMILY, ToneCategory.COMPARISON}
)
"""Figures and dates inside these are the ground of the bias or another person's: they are not carried over."""

_FIGURE = re.compile(r"[\d一二两三四五六七八九十半]")
_LAST_WORDS = 30
"""How much of a clause, in code points, decides whether the hole behind it needs a slot."""
_MOST_FACTS = 200
"""A text that loses more than this many facts is no sentence of feedback; the rest stays in the original beside it."""


@dataclass(frozen=True)
class Edit:
    """A finding and what stands in its place."""

    finding: Finding
    """What was found."""
    replacement: str
    """Its replacement; may be empty."""


def replacement_of(finding: Finding, reading: Reading, lexicon: Lexicon) -> str:
    """Return what to write instead of a finding; empty where leaving it out is the cure."""
    if finding.parts:
        said = {_template(part): replacement_of(part, reading, lexicon) for part in reversed(finding.parts)}
        return (", " if lexicon.language is Language.EN else "，").join(
            text for text in reversed(said.values()) if text
        )
    template = _template(finding)
    text = reading.text
    when = _first(reading, lexicon, finding)
    return (
        template.replace("{before}", text[finding.start : finding.core.start])
        .replace("{after}", text[finding.core.end : finding.end])
        .replace("{when}", (" " if lexicon.language is Language.EN and when else "") + when)
    )


def _template(finding: Finding) -> str:
    rule = finding.rule
    return rule.file.replacement if rule.rule.replacement is None else rule.rule.replacement


def rewrite(edits: Sequence[Edit], reading: Reading, lexicon: Lexicon, *, voice: Callable[[str], str] = str) -> str:
    """Return the rewritten text; the text itself where there is nothing to edit.

    Args:
        edits: in order of the text, not overlapping; a part of those offered where a person rejected some.
        reading: the text.
        lexicon: of its language.
        voice: puts what is added (a request, a plea for a fact) into a register.
    """
    if not edits:
        return reading.text
    clauses = [_clause(index, edits, reading, lexicon) for index in range(len(reading.layout.clauses))]
    body = assemble(clauses, reading.text, lexicon)
    file = edits[0].finding.rule.file
    facts = _carried(edits, body, reading, lexicon)
    if not body and not facts:
        return voice(file.nothing_left)
    wording = lexicon.wording
    if facts:
        body = polish(body, lexicon) + wording.about.replace("{facts}", wording.separator.join(facts))
    body = polish(body, lexicon)
    made = Reading(body, fold(body))
    asks = made.any_match(lexicon.guard("requests"), Stretch(0, len(body)))
    space = " " if lexicon.language is Language.EN else ""
    return body if asks else polish(body + space + voice(file.request), lexicon)


def _clause(index: int, edits: Sequence[Edit], reading: Reading, lexicon: Lexicon) -> Clause:
    """One clause with its edits made; a replacement is written in the clause where its finding begins."""
    stretch = reading.layout.clauses[index]
    after = reading.layout.clauses[index + 1].start if index + 1 < len(reading.layout.clauses) else len(reading.text)
    mark = reading.text[stretch.end : after]
    first = bisect_right(edits, stretch.start, key=lambda edit: edit.finding.end)
    touching = edits[first : bisect_left(edits, stretch.end, key=lambda edit: edit.finding.start)]
    if not touching:
        return Clause(reading.text[stretch.start : stretch.end], mark, touched=False)
    pieces, at = [], stretch.start
    for edit in touching:
        start, end = max(edit.finding.start, stretch.start), min(edit.finding.end, stretch.end)
        pieces.append(reading.text[at:start])
        if edit.finding.start >= stretch.start:
            rest = reading.text[end : stretch.end]
            pieces.append(
                _apart(edit, pieces, lexicon) + edit.replacement
                or _slot(edit, reading.folded[stretch.start : start], rest, lexicon)
            )
        at = end
    pieces.append(reading.text[at : stretch.end])
    words = "".join(pieces)
    if any(edit.finding.rule.rule.drop for edit in touching) and not _FIGURE.search(words):
        return Clause("", mark, touched=True)
    headless = touching[0].finding.start <= stretch.start and not touching[0].replacement
    return Clause(words, mark, touched=True, headless=headless)


def _apart(edit: Edit, before: Sequence[str], lexicon: Lexicon) -> str:
    """A consequence is a sentence of its own: a mark keeps it apart from the words before it."""
    consequence = edit.finding.category is ToneCategory.THREAT and edit.replacement
    return APART[lexicon.language] if consequence and "".join(before).strip() else ""


def _slot(edit: Edit, before: str, rest: str, lexicon: Lexicon) -> str:
    """A slot where the words before the hole cannot stand without it and the clause goes on after it."""
    if not rest.strip(" '\"”"):
        return ""
    before = before[-_LAST_WORDS:]
    made = Reading(before, before)
    needed = made.any_match(lexicon.guard("hole_before"), Stretch(0, len(before)))
    return edit.finding.rule.file.slot if needed else ""


def _first(reading: Reading, lexicon: Lexicon, finding: Finding) -> str:
    found = _matches(reading, lexicon, "when", finding)
    return found[0][1] if found else ""


def _matches(reading: Reading, lexicon: Lexicon, name: str, finding: Finding) -> list[tuple[int, str]]:
    within = Stretch(finding.start, finding.end)
    spans = {m.span() for pattern in lexicon.guard(name) for m in reading.inside(pattern, within)}
    longest: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if start >= finding.start and all(end <= s or e <= start for s, e in longest):
            longest.append((start, end))
    return [(start, reading.text[start:end].strip()) for start, end in sorted(longest)]


def _carried(edits: Sequence[Edit], body: str, reading: Reading, lexicon: Lexicon) -> list[str]:
    """Dates, figures and names of work that would be lost with the stretches left out."""
    found = [
        fact
        for edit in edits
        for name in ("when", "facts")
        for _, fact in _matches(reading, lexicon, name, edit.finding)
        if edit.finding.category not in _UNSAID or (name == "facts" and not _FIGURE.search(fact))
    ]
    lost: list[str] = []
    said = _bare(body)
    for fact in sorted(dict.fromkeys(found[:_MOST_FACTS]), key=len, reverse=True):
        if _bare(fact) not in said and not any(_bare(fact) in _bare(other) for other in lost):
            lost.append(fact)
    return [fact[0].lower() + fact[1:] if fact[:2].istitle() else fact for fact in sorted(lost, key=reading.text.find)]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
