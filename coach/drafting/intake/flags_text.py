"""Flags that rest on words: protected facts, conduct, injected instructions, identifiers, harsh wording."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from coach.domain.base import Language
from coach.domain.gap import Flag, FlagKind
from coach.domain.wording import ToneCategory
from coach.drafting.intake import lexicon
from coach.drafting.intake.messages import messages, say
from coach.drafting.intake.source import Source, Stretch

MAX_FLAGS_OF_A_KIND = 12
"""More of one kind add nothing for the reader."""
_OPENERS, _CLOSERS = "[【<(（{", "]】>)）}"
_BULLET = re.compile(r"\s*(?:[-*•·]|\d+[.、)])?\s*")
_PERSON = re.compile(r"[他她人]|(?<![a-z])(?:s?he|his|her|they|their)(?![a-z])")
_QUOTED_END = re.compile(r"[\"”』」'’]")


@dataclass(frozen=True)
class Mark:
    """A marked stretch."""

    kind: FlagKind
    """Which flag."""
    span: Stretch
    """Where."""
    reason: str
    """Key of the reason in `data/messages.json`."""


def find_marks(source: Source) -> tuple[Mark, ...]:
    """Injected instructions, conduct and protected facts, in order. What is inside an injection is not marked again."""
    injected = list(_injections(source))
    marks = [Mark(FlagKind.INJECTION, span, "injection") for span in injected]
    for span in _matches(source, "conduct", injected):
        marks.append(Mark(FlagKind.CONDUCT_NOT_CAPABILITY, span, "conduct_not_capability"))
    protected = [span for span in _matches(source, "protected", injected) if not _of_a_thing(source, span)]
    marks += [Mark(FlagKind.PROTECTED_STATUS, span, "protected_status") for span in protected]
    if protected:
        for span in _demands(source, protected, injected):
            marks.append(Mark(FlagKind.PROTECTED_STATUS, span, "protected_demand"))
    return tuple(sorted(marks, key=lambda mark: mark.span.start))


def flags_of(source: Source, marks: Sequence[Mark], language: Language) -> Iterator[Flag]:
    """The flags for marked stretches, at most a dozen of a kind."""
    counts: dict[FlagKind, int] = {}
    for mark in marks:
        counts[mark.kind] = counts.get(mark.kind, 0) + 1
        if counts[mark.kind] > MAX_FLAGS_OF_A_KIND:
            continue
        text = source.text[mark.span.start : mark.span.end]
        reason = say(messages().reasons[mark.reason], language, text=text if len(text) < 60 else text[:57] + "…")
        yield Flag(kind=mark.kind, text=text, start=mark.span.start, end=mark.span.end, reason=reason)


def harsh_flags(text: str, language: Language) -> Iterator[Flag]:
    """Harsh wording, as the tone check finds it; vague wording is no harm and stays readable."""
    from coach.tone.check import check_tone

    hurtful = (s for s in check_tone(text, language=language).suggestions if s.category is not ToneCategory.VAGUE)
    for found in islice(hurtful, 2 * MAX_FLAGS_OF_A_KIND):
        reason = say(messages().reasons["harsh_tone"], language, reason=found.reason)
        yield Flag(kind=FlagKind.HARSH_TONE, text=found.text, start=found.start, end=found.end, reason=reason)


def _matches(source: Source, name: str, taken: Sequence[Stretch]) -> Iterator[Stretch]:
    for match in lexicon.pattern("flags", name).finditer(source.plain):
        span = source.trimmed(match.start(), match.end())
        if span.end > span.start and not any(t.start < span.end and span.start < t.end for t in taken):
            yield span


def _of_a_thing(source: Source, span: Stretch) -> bool:
    """Whether words of age are said of a machine or the like: a thing stands before them and no person between."""
    if not lexicon.pattern("flags", "wear").search(source.plain, span.start, span.end):
        return False
    clause = source.clause(span.start)
    thing = lexicon.last_match(lexicon.pattern("flags", "things"), source.plain, clause.start, span.start)
    return thing is not None and not _PERSON.search(source.plain, thing.end(), span.end)


def _demands(source: Source, protected: Sequence[Stretch], taken: Sequence[Stretch]) -> Iterator[Stretch]:
    """Demands within two sentences of a protected fact."""
    near = {source.sentence_index(span.start) for span in protected}
    for span in _matches(source, "protected_demand", [*taken, *protected]):
        here = source.sentence_index(span.start)
        if any(abs(here - index) <= 2 for index in near):
            yield span


def _injections(source: Source) -> Iterator[Stretch]:
    """Whole sentences or bracketed notes; the imperative sentence after one belongs to it."""
    pattern = lexicon.pattern("flags", "injection")
    goes_on = lexicon.pattern("flags", "injection_goes_on")
    end = -1
    for match in pattern.finditer(source.plain):
        if match.start() < end:
            continue
        span = _bracketed(source, match) or _sentence_of(source, match)
        start, end = max(span.start, end, 0), span.end
        index = source.sentence_index(min(end, len(source.plain) - 1))
        while index < len(source.sentences) and source.sentences[index].start >= end - 1:
            following = source.sentences[index]
            if not goes_on.match(source.plain, following.start, following.end):
                break
            end, index = following.end, index + 1
        yield _tight(source, start, end)


def _bracketed(source: Source, match: re.Match[str]) -> Stretch | None:
    line_start = source.plain.rfind("\n", 0, match.start()) + 1
    opened = max(source.text.rfind(sign, line_start, match.start() + 1) for sign in _OPENERS)
    if opened < 0 or any(sign in source.text[opened + 1 : match.start()] for sign in _CLOSERS):
        return None
    closer = _CLOSERS[_OPENERS.index(source.text[opened])]
    closed = source.text.find(closer, match.end() - 1, match.end() + 1000)
    return Stretch(opened, closed + 1) if closed >= 0 else None


def _sentence_of(source: Source, match: re.Match[str]) -> Stretch:
    first = source.sentence(match.start())
    last = source.sentence(match.end() - 1)
    return Stretch(first.start, last.end)


def _tight(source: Source, start: int, end: int) -> Stretch:
    bullet = _BULLET.match(source.plain, start, end)
    start = bullet.end() if bullet else start
    while end > start and source.text[end - 1].isspace():
        end -= 1
    while (
        end < len(source.text)
        and _QUOTED_END.match(source.text[end])
        and source.text.count("“", start, end) > source.text.count("”", start, end)
    ):
        end += 1
    return Stretch(start, end)
