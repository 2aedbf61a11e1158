"""Find the stretches the rules of a lexicon speak of, before spans are widened and overlaps settled."""

import re
from dataclasses import dataclass

from coach.domain.wording import ToneCategory
from coach.tone.clauses import Stretch
from coach.tone.guards import Guarding
from coach.tone.lexicon import CompiledRule, Lexicon
from coach.tone.reading import Reading


@dataclass(frozen=True)
class Finding:
    """A rule that fired."""

    rule: CompiledRule
    """Which one."""
    start: int
    """Where the marked stretch begins."""
    end: int
    """Where it ends."""
    core: Stretch
    """What the pattern itself matched: the part a replacement swaps."""
    parts: tuple["Finding", ...] = ()
    """The neighbours it was joined from; empty where it stands alone."""

    @property
    def category(self) -> ToneCategory:
        """The category of its file."""
        return self.rule.file.category


def find(reading: Reading, lexicon: Lexicon) -> list[Finding]:
    """Every finding of every enabled rule that its own conditions and the guards let pass, in no order."""
    guarding = Guarding(reading, lexicon)
    return [
        finding
        for rule in lexicon.rules
        for pattern in rule.patterns
        for match in reading.matches(pattern)
        if match.end() > match.start()
        for finding in (_finding(rule, match),)
        if _conditions(reading, rule, finding) and guarding.lets_pass(rule, finding.start, finding.end)
    ]


def _finding(rule: CompiledRule, match: re.Match[str]) -> Finding:
    group = "mark" if "mark" in match.re.groupindex and match.start("mark") >= 0 else 0
    start, end = match.span(group)
    text = match.string[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return Finding(rule, start, end, Stretch(start, end))


def _conditions(reading: Reading, rule: CompiledRule, finding: Finding) -> bool:
    sentence = reading.layout.sentence_at(finding.start)
    around = Stretch(sentence.start, max(sentence.end, finding.end))
    if rule.unless and reading.any_match(rule.unless, around):
        return False
    return not rule.only_if or reading.any_match(rule.only_if, around)
