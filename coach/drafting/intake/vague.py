"""Gaps that are named but not measured: a topic and a word that it falls short, without any figure."""

import re
from dataclasses import dataclass

from coach.domain.gap import Direction
from coach.drafting.intake import lexicon
from coach.drafting.intake.source import Source, Stretch

_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_LATIN_RUN = re.compile(r"[a-z][a-z'-]{2,}(?:\s+[a-z][a-z'-]{2,})*")
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Topic:
    """A capability that is named without a figure."""

    span: Stretch
    """The clauses that name it."""
    name: Stretch
    """The words that name it."""
    direction: Direction
    """Which way is better."""


def find_topic(source: Source, withheld: list[Stretch]) -> Topic | None:
    """The first clause that names a capability beyond "performance is poor", joined with its neighbours.

    `withheld` are stretches (names, protected facts, conduct, injections) that cannot be a topic.
    """
    left = _without(source, withheld)
    for index, clause in enumerate(source.clauses):
        name = _name(left, clause)
        sentence = source.sentence(clause.start)
        if name is None or not lexicon.pattern("roles", "problem", "wish").search(
            source.plain, sentence.start, sentence.end
        ):
            continue
        last = index
        while last + 1 < len(source.clauses) and source.clauses[last + 1].end <= source.sentence(clause.start).end:
            if _name(left, source.clauses[last + 1]) is None:
                break
            last += 1
        span = source.trimmed(clause.start, source.clauses[last].end)
        return Topic(span, name, _direction(source, span))
    return None


def _without(source: Source, withheld: list[Stretch]) -> str:
    chars = list(source.plain)
    for span in withheld:
        chars[span.start : span.end] = "\x1f" * (span.end - span.start)
    text = "".join(chars)
    return lexicon.pattern("flags", "empty_talk").sub(lambda m: "\x1f" * len(m[0]), text)


def _name(left: str, clause: Stretch) -> Stretch | None:
    found = _HAN_RUN.search(left, clause.start, clause.end) or _LATIN_RUN.search(left, clause.start, clause.end)
    if found is None or (len(found[0]) < 4 and found[0].isascii()):
        return None
    return Stretch(found.start(), min(found.end(), found.start() + _LONGEST_NAME))


def _direction(source: Source, span: Stretch) -> Direction:
    down = lexicon.pattern("metrics", "down").search(source.plain, span.start, span.end)
    up = lexicon.pattern("metrics", "up").search(source.plain, span.start, span.end)
    return Direction.DOWN if down and not up else Direction.UP
