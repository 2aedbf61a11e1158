"""The whole text with every suggestion applied: facts stay, judgements go, and what is left reads as a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.domain.base import Language
from coach.domain.wording import ToneCategory
from coach.tone.clauses import Stretch
from coach.tone.folding import fold
from coach.tone.lexicon import Lexicon
from coach.tone.matching import Finding
from coach.tone.reading import Reading
from coach.tone.repair import Clause, assemble, polish

_UNSAID = frozenset(
    {ToneCategory.BIAS_GENDER, ToneCategory.BIAS_AGE, ToneCategory.BIAS_HEALTH_FAMILY, ToneCategory.COMPARISON}
)
"""Figures and dates inside these are the ground of the bias or another person's: they are not carried over."""


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
        said = dict.fromkeys(replacement_of(part, reading, lexicon) for part in finding.parts)
        return (", " if lexicon.language is Language.EN else "，").join(text for text in said if text)
    rule = finding.rule
    template = rule.rule.replacement if rule.rule.replacement is not None else rule.file.replacement
    text = reading.text
    when = _first(reading, lexicon, finding)
    return (
        template.replace("{before}", text[finding.start : finding.core.start])
        .replace("{after}", text[finding.core.end : finding.end])
        .replace("{when}", (" " if lexicon.language is Language.EN and when else "") + when)
    )


def rewrite(edits: Sequence[Edit], reading: Reading, lexicon: Lexicon) -> str:
    """Return the rewritten text; the text itself where there is nothing to edit."""
    if not edits:
        return reading.text
    clauses = [_clause(stretch, index, edits, reading, lexicon) for index, stretch in enumerate(reading.layout.clauses)]
    body = assemble(clauses, reading.text, lexicon)
    file = edits[0].finding.rule.file
    facts = _carried(edits, body, reading, lexicon)
    if not body and not facts:
        return file.nothing_left
    wording = lexicon.wording
    if facts:
        body = polish(body, lexicon) + wording.about.replace("{facts}", wording.separator.join(facts))
    body = polish(body, lexicon)
    made = Reading(body, fold(body))
    asks = made.any_match(lexicon.guard("requests"), Stretch(0, len(body)))
    return body if asks else polish(body + (" " if lexicon.language is Language.EN else "") + file.request, lexicon)


def _clause(stretch: Stretch, index: int, edits: Sequence[Edit], reading: Reading, lexicon: Lexicon) -> Clause:
    """One clause with its edits made; a replacement is written in the clause where its finding begins."""
    after = reading.layout.clauses[index + 1].start if index + 1 < len(reading.layout.clauses) else len(reading.text)
    mark = reading.text[stretch.end : after]
    touching = [e for e in edits if e.finding.start < stretch.end and stretch.start < e.finding.end]
    if not touching:
        return Clause(reading.text[stretch.start : stretch.end], mark, touched=False)
    pieces, at = [], stretch.start
    for edit in touching:
        start, end = max(edit.finding.start, stretch.start), min(edit.finding.end, stretch.end)
        pieces.append(reading.text[at:start])
        if edit.finding.start >= stretch.start:
            rest = reading.text[end : stretch.end]
            pieces.append(edit.replacement or _slot(edit, reading.folded[stretch.start : start], rest, lexicon))
        at = end
    pieces.append(reading.text[at : stretch.end])
    return Clause("".join(pieces), mark, touched=True)


def _slot(edit: Edit, before: str, rest: str, lexicon: Lexicon) -> str:
    """A slot where the words before the hole cannot stand without it and the clause goes on after it."""
    if not rest.strip(" '\"”"):
        return ""
    made = Reading(before, before)
    needed = made.any_match(lexicon.guard("hole_before"), Stretch(0, len(before)))
    return edit.finding.rule.file.slot if needed else ""


def _first(reading: Reading, lexicon: Lexicon, finding: Finding) -> str:
    found = _matches(reading, lexicon, "when", finding)
    return found[0][1] if found else ""


def _matches(reading: Reading, lexicon: Lexicon, name: str, finding: Finding) -> list[tuple[int, str]]:
    within = Stretch(finding.start, finding.end)
    spans = {m.span() for pattern in lexicon.guard(name) for m in reading.matches(pattern, within)}
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
        if edit.finding.category not in _UNSAID
        for name in ("when", "facts")
        for _, fact in _matches(reading, lexicon, name, edit.finding)
    ]
    lost: list[str] = []
    said = _bare(body)
    for fact in sorted(dict.fromkeys(found), key=len, reverse=True):
        if _bare(fact) not in said and not any(_bare(fact) in _bare(other) for other in lost):
            lost.append(fact)
    return sorted(lost, key=reading.text.find)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
