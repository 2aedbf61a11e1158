"""From findings to marked stretches: widened to the clause where a rule says so, no overlaps, neighbours joined."""

import re
from collections.abc import Iterable
from dataclasses import replace

from coach.domain.wording import ToneCategory
from coach.tone.clauses import Stretch
from coach.tone.matching import Finding
from coach.tone.reading import Reading

_ORDER = tuple(
    ToneCategory(name)
    for name in (
        "threat", "bias_gender", "bias_age", "bias_health_family", "sarcasm_condescension", "comparison", "profanity",
        "mind_reading", "blame", "character_label", "vague", "absolute",
    )
)  # fmt: skip
_BETWEEN = re.compile(r"[\s,、;—-]*(?:(?:and|or|but|so|then|就|而且|还|又|也)\s*)?", re.ASCII)
_FACT = re.compile(r"\d")
"""A clause that goes on with figures is marked only as far as the wording goes, so that they stay."""
_WITH_FIGURES = frozenset(map(ToneCategory, ("comparison", "bias_gender", "bias_age", "bias_health_family")))
"""Figures inside these belong to the bias or to another person."""
_RELATIVE = re.compile(r",\s*(?:who|which|whose)\b")
_JUDGING = frozenset({ToneCategory.CHARACTER_LABEL, ToneCategory.MIND_READING})
_JOINED = frozenset(_ORDER) - {ToneCategory.ABSOLUTE}


def settle(findings: Iterable[Finding], reading: Reading) -> list[Finding]:
    """Return the findings widened, in order of the text, none overlapping another, companions only beside others."""
    wide = [_widened(finding, reading) for finding in findings]
    kept = _without_overlaps(wide)
    joined = _joined(kept, reading.folded)
    return [finding for finding in joined if not finding.rule.rule.companion]


def _widened(finding: Finding, reading: Reading) -> Finding:
    mode = finding.rule.rule.span
    if mode == "match":
        return _with_particle(finding, reading)
    layout = reading.layout
    first, last = (layout.clauses[layout.clause_at(at)] for at in (finding.start, finding.end - 1))
    start, end = min(first.start, finding.start), max(last.end, finding.end)
    if mode == "to_clause_end" or _FACT.search(reading.folded, start, finding.start):
        start = finding.start
    if finding.category not in _WITH_FIGURES and _FACT.search(reading.folded, finding.end, end):
        end = finding.end
    if mode == "sentence":
        sentence = layout.sentence_at(finding.start)
        start, end = sentence.start, max(sentence.end, end)
    relative = _RELATIVE.match(reading.folded, end)
    if relative:
        end = max(end, layout.clauses[layout.clause_at(relative.end())].end)
    if reading.folded[end : end + 1] == "?":
        end += 1
    return replace(finding, start=start, end=end)


def _with_particle(finding: Finding, reading: Reading) -> Finding:
    """`太懒` at the end of a clause is marked as `太懒了`: the particle belongs to the judgement."""
    clause = reading.layout.clauses[reading.layout.clause_at(finding.start)]
    if finding.category in _JUDGING and reading.folded[finding.end : clause.end] == "了":
        return replace(finding, end=clause.end)
    return finding


def _precedence(finding: Finding) -> tuple[bool, int, int, int]:
    companion = finding.rule.rule.companion
    return (companion, _ORDER.index(finding.category), finding.start - finding.end, finding.start)


def _without_overlaps(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in sorted(findings, key=_precedence):
        covered = range(finding.start, finding.end)
        if covered and taken.isdisjoint(covered):
            kept.append(finding)
            taken.update(covered)
    return sorted(kept, key=lambda f: f.start)


def _joined(findings: list[Finding], folded: str) -> list[Finding]:
    """Join neighbours of one category that only a comma or an "and" keeps apart."""
    joined: list[Finding] = []
    for finding in findings:
        last = joined[-1] if joined else None
        if last and _same_breath(last, finding, folded):
            lead = finding if last.rule.rule.companion else last
            parts = (*(last.parts or (last,)), finding)
            joined[-1] = Finding(lead.rule, last.start, finding.end, Stretch(last.start, finding.end), parts)
        else:
            joined.append(finding)
    return joined


def _same_breath(last: Finding, finding: Finding, folded: str) -> bool:
    gap = _BETWEEN.fullmatch(folded, last.end, finding.start)
    if any(f.rule.rule.companion and _FACT.search(folded, f.start, f.end) for f in (last, finding)):
        return False
    return last.category is finding.category and last.category in _JOINED and gap is not None
