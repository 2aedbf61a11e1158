"""Gaps that are named but not measured: a topic and a word that it falls short, without any figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.domain.gap import Direction
from coach.drafting.intake import lexicon
from coach.drafting.intake.naming_en import noun_phrase_before, object_phrase, opening_phrase
from coach.drafting.intake.naming_zh import phrase_before
from coach.drafting.intake.source import Source, Stretch

_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_LATIN_RUN = re.compile(r"[a-z][a-z'-]{2,}(?:\s+[a-z][a-z'-]{2,})*")
_LONGEST_NAME = 40
_PRONOUN = re.compile(r"(?:him|her|it|them)sel(?:f|ves)|himself|him|her|them|he|she|they", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """A capability that is named without a figure."""

    span: Stretch
    """The clauses that name it."""
    name: Stretch
    """The words that name it."""
    direction: Direction
    """Which way is better."""


MOST_TOPICS = 3
"""As many as a plan has goals."""


def find_topics(source: Source, withheld: list[Stretch], harsh: list[Stretch]) -> tuple[Topic, ...]:
    """The capabilities of which the text says that they fall short, at most `MOST_TOPICS`, in order; where none is said
    so, the first clause that names one beyond "performance is poor", joined with its neighbours.

    `withheld` are stretches (names, protected facts, conduct, injections) that cannot be a topic; of a `harsh` one
    only the capability it names ("no initiative at all").
    """
    left = _without(source, [*withheld, *harsh])
    told = _told_topics(source, left, [*withheld, *harsh])
    told = told or _told_topics(source, _without(source, withheld), withheld)
    if told:
        return told
    joined = _joined_topic(source, left)
    return (joined,) if joined else ()


def _joined_topic(source: Source, left: str) -> Topic | None:
    """The first clause of a sentence on a shortcoming that names something, with the clauses after it."""
    short = _falling_short(source)
    for index, clause in enumerate(source.clauses):
        name = _name(left, clause)
        if name is None or _is_somebody(source, name) or source.sentence_index(clause.start) not in short:
            continue
        last = index
        while last + 1 < len(source.clauses) and source.clauses[last + 1].end <= source.sentence(clause.start).end:
            if _name(left, source.clauses[last + 1]) is None:
                break
            last += 1
        span = source.trimmed(clause.start, source.clauses[last].end)
        return Topic(span, name, _direction(source, span))
    return None


def _told_topics(source: Source, left: str, withheld: list[Stretch]) -> tuple[Topic, ...]:
    """Capabilities in clauses that say of them that they fall short: "time management is weak", "沟通跟不上"."""
    masked = _masked(source, withheld)
    found: dict[str, Topic] = {}
    for clause in source.clauses:
        for name in _told_names(masked, clause):
            if name and _says_something(left, name) and not (_is_somebody(source, name) or _is_mood(source, name)):
                span = source.trimmed(clause.start, clause.end)
                found.setdefault(source.plain[name.start : name.end], Topic(span, name, _direction(source, name)))
                break
    return tuple(found.values())[:MOST_TOPICS]


def _told_names(masked: str, clause: Stretch) -> Iterator[Stretch | None]:
    for match in lexicon.pattern("flags", "short_after").finditer(masked, clause.start, clause.end):
        if match[0].isascii():
            yield opening_phrase(masked, clause.start, match.start()) or noun_phrase_before(
                masked, clause.start, match.start()
            )
        else:
            yield phrase_before(masked, clause.start, match.start())
    for match in lexicon.pattern("flags", "short_before").finditer(masked, clause.start, clause.end):
        if match[0].isascii():
            yield object_phrase(masked, match.end(), clause.end)
        elif found := _HAN_RUN.match(masked, match.end(), min(clause.end, match.end() + 8)):
            yield Stretch(found.start(), found.end())


def _says_something(left: str, name: Stretch) -> bool:
    """Whether anything is left of a name without the words that name no capability."""
    rest = left[name.start : name.end]
    return bool(_HAN_RUN.search(rest) or re.search(r"[a-z]{4}", rest))


def _is_somebody(source: Source, name: Stretch) -> bool:
    """Whether the words are a pronoun, or one word that the text writes with a capital each time: a person's name."""
    word = source.text[name.start : name.end].strip()
    if _PRONOUN.fullmatch(word):
        return True
    said = re.findall(rf"\b{re.escape(word)}\b", source.text, re.IGNORECASE) if word.isalpha() else []
    return word.isascii() and len(said) > 1 and all(each.istitle() for each in said)


_MOOD = re.compile(r"energy|spark|drive|heart|fire|attitude|劲头|干劲|精气神|精神面貌|态度")


def _is_mood(source: Source, name: Stretch) -> bool:
    """Whether a name is a figure of speech for a mood ("energy"), or the one with whom ("跟研发") something fails."""
    return bool(_MOOD.match(source.plain, name.start)) or source.plain[max(0, name.start - 1) : name.start] in tuple(
        "跟和与同"
    )


def _masked(source: Source, withheld: list[Stretch]) -> str:
    chars = list(source.plain)
    for span in withheld:
        chars[span.start : span.end] = "\x1f" * (span.end - span.start)
    return "".join(chars)


def _falling_short(source: Source) -> frozenset[int]:
    """The numbers of the sentences that say something falls short or should be otherwise."""
    told = lexicon.pattern("roles", "problem", "wish").finditer(source.plain)
    return frozenset(source.sentence_index(match.start()) for match in told)


def _without(source: Source, withheld: list[Stretch]) -> str:
    text = _masked(source, withheld)
    return lexicon.pattern("flags", "empty_talk").sub(lambda m: "\x1f" * len(m[0]), text)


def _name(left: str, clause: Stretch) -> Stretch | None:
    found = _HAN_RUN.search(left, clause.start, clause.end) or _LATIN_RUN.search(left, clause.start, clause.end)
    if found is None or (len(found[0]) < 4 and found[0].isascii()):
        return None
    return Stretch(found.start(), min(found.end(), found.start() + _LONGEST_NAME))


def _direction(source: Source, span: Stretch) -> Direction:
    """Down only where the words say that less is better, and not merely that time is meant ("time management")."""
    said = source.plain[span.start : span.end]
    down = [m for m in lexicon.pattern("metrics", "down").finditer(said) if not _TIME.fullmatch(m[0])]
    return Direction.DOWN if down and not lexicon.pattern("metrics", "up").search(said) else Direction.UP


_TIME = re.compile(r"time|时间|管理")
