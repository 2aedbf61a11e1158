"""What is left alone: other senses, denials, other people's words, self-criticism, wishes made concrete."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from coach.domain.base import Language
from coach.domain.wording import ToneCategory
from coach.tone.clauses import Stretch
from coach.tone.lexicon import CompiledRule, Lexicon
from coach.tone.pattern import Pattern
from coach.tone.reading import Reading

_QUOTED = re.compile(r'"[^"\n]{1,400}"')
_NEAR = {Language.EN: 28, Language.ZH: 5}
_REACH = 120
"""How far a guard looks from a finding, in code points: keeps the work linear in the text."""
_UNDENIABLE = frozenset({ToneCategory.THREAT, ToneCategory.SARCASM_CONDESCENSION})
"""Turns of phrase that are spoken in the first person and by way of denial."""
_OF_OTHERS = _UNDENIABLE | {ToneCategory.VAGUE, ToneCategory.COMPARISON, ToneCategory.PROFANITY}
"""Said of somebody else even where the clause begins with I or we."""
_ABOUT_WORK = frozenset({ToneCategory.VAGUE})


class Guarding:
    """Judges findings in one text by the guards of one lexicon."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._reading, self._lexicon = reading, lexicon

    def lets_pass(self, rule: CompiledRule, start: int, end: int) -> bool:
        """Whether a finding of `rule` at this place stands."""
        clause = self._clause(start)
        if self._in_other_sense(start, end):
            return False
        if self._quoted(start, end) or self._reported(clause, start):
            return False
        if self._denied(rule, clause, start):
            return False
        if rule.rule.subject == "person" and not self._about_person(clause, end):
            return False
        if rule.file.category in _ABOUT_WORK and self._made_concrete(start, end):
            return False
        return rule.file.category in _OF_OTHERS or not self._of_oneself(clause, start, end)

    def _in_other_sense(self, start: int, end: int) -> bool:
        """Inside a technical phrase, or ending inside one."""
        last = bisect_right(self._technical, end, key=lambda span: span[0])
        near = self._technical[max(0, last - 4) : last]
        return any((s <= start and end <= e) or start < s < end <= e for s, e in near)

    def _clause(self, start: int) -> Stretch:
        layout = self._reading.layout
        return layout.clauses[layout.clause_at(start)]

    def _any(self, name: str, start: int, end: int) -> bool:
        return self._reading.any_match(self._lexicon.guard(name), Stretch(start, max(start, end)))

    @cached_property
    def _technical(self) -> list[tuple[int, int]]:
        return sorted(self._spans(self._lexicon.guard("technical")))

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return [m.span() for m in _QUOTED.finditer(self._reading.folded)]

    def _spans(self, patterns: Sequence[Pattern]) -> list[tuple[int, int]]:
        return [m.span() for pattern in patterns for m in self._reading.everywhere(pattern)]

    def _quoted(self, start: int, end: int) -> bool:
        """Inside quotation marks, and somebody else is named as the speaker in the same sentence."""
        at = bisect_right(self._quotes, start, key=lambda quote: quote[0]) - 1
        if at >= 0:
            quote_start, quote_end = self._quotes[at]
            if end <= quote_end:
                first = self._reading.layout.sentence_at(quote_start)
                last = self._reading.layout.sentence_at(quote_end)
                before = max(first.start, quote_start - _REACH)
                after = min(max(last.end, first.end), quote_end + _REACH)
                said = self._any("speaker", before, quote_start) and self._any("speech", before, quote_start)
                return said or any(
                    self._any("attribution", *side) for side in ((before, quote_start), (quote_end, after))
                )
        return False

    def _reported(self, clause: Stretch, start: int) -> bool:
        """The clause names somebody else as the speaker."""
        return self._any("attribution", max(clause.start, start - _REACH), start)

    def _denied(self, rule: CompiledRule, clause: Stretch, start: int) -> bool:
        if self._any("not_negation", max(clause.start, start - _REACH), min(clause.end, start + _REACH)):
            return False
        near = max(clause.start, start - _NEAR[self._lexicon.language])
        if rule.rule.negatable and self._any("negation_near", near, start):
            return True
        far = max(clause.start, start - _REACH)
        return rule.file.category not in _UNDENIABLE and self._any("negation_far", far, start)

    def _about_person(self, clause: Stretch, end: int) -> bool:
        first = max(clause.start, end - _REACH)
        return self._any("person", first, min(max(clause.end, end), end + _REACH))

    def _of_oneself(self, clause: Stretch, start: int, end: int) -> bool:
        opening = self._any("self_reference", clause.start, min(start, clause.start + _REACH))
        return opening and not self._any("person", max(clause.start, start - _REACH), end)

    def _made_concrete(self, start: int, end: int) -> bool:
        sentence = self._reading.layout.sentence_at(start)
        before, after = max(sentence.start, start - _REACH), min(sentence.end, end + _REACH)
        return self._any("concrete_before", before, start) or self._any("concrete_after", end, after)
