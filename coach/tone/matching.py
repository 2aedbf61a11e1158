"""Find the stretches the rules of a lexicon speak of, before spans are widened and overlaps settled."""

import re
from dataclasses import dataclass

from coach.domain.wording import ToneCategory
from coach.tone.clauses import Stretch
from coach.tone.guards import Guarding
from coach.tone.lexicon import CompiledRule, Lexicon
from coach.tone.reading import Reading

_EDGE = " \t\n,;:。"
"""Marks a pattern may need beside the wording but that are not part of it."""


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
    guarding, conditions = Guarding(reading, lexicon), _Conditions(reading)
    return [
        finding
        for rule in lexicon.rules
        for pattern in rule.patterns
        for match in reading.everywhere(pattern)
        if match.end() > match.start()
        for finding in (_finding(rule, match),)
        if conditions.hold(rule, finding.start) and guarding.lets_pass(rule, finding.start, finding.end)
    ]


def _finding(rule: CompiledRule, match: re.Match[str]) -> Finding:
    group = "mark" if "mark" in match.re.groupindex and match.start("mark") >= 0 else 0
    start, end = match.span(group)
    text = match.string[start:end]
    start += len(text) - len(text.lstrip(_EDGE))
    end -= len(text) - len(text.rstrip(_EDGE))
    return Finding(rule, start, end, Stretch(start, end))


class _Conditions:
    """Whether the conditions of a rule hold around a place; asked once for each rule and clause."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[str, int], bool] = {}

    def hold(self, rule: CompiledRule, start: int) -> bool:
        clause = self._reading.layout.clause_at(start)
        key = (rule.rule.id, clause)
        if key not in self._known:
            sentence = self._reading.layout.sentence_at(start)
            self._known[key] = self._ask(rule, self._reading.layout.clauses[clause], sentence)
        return self._known[key]

    def _ask(self, rule: CompiledRule, clause: Stretch, sentence: Stretch) -> bool:
        if self._reading.any_match(rule.unless, clause) or self._reading.any_match(rule.unless_nearby, sentence):
            return False
        return not rule.only_if or self._reading.any_match(rule.only_if, sentence)
