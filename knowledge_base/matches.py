"""Which words of a query met which words of a passage, and what the catalogue says about it: for people who ask why."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge_base.places import Place, folded, places_of, token_places
from knowledge_base.records import Passage
from knowledge_base.resources import ResourceFacts, Unavailable
from knowledge_base.segmentation import segment
from knowledge_base.vocabulary import Skill, vocabulary

MAX_MARKS = 40
"""Stretches marked in one part."""
_COMMON = frozenset(
    segment("the a an of to and or in on for with is are be by at it as from how what 的 了 和 是 在 与 及")
)


class Mark(BaseModel):
    """A stretch of one part that was matched; offsets in code points, end exclusive."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: Literal["query", "title", "skill", "text"]
    """Where it stands; `skill` is the item of `facts.skills` named by `item`."""
    start: int
    """First code point."""
    end: int
    """After the last."""
    text: str
    """What stands there."""
    item: int | None = None
    """Which skill of `facts.skills`, from 0; None for other parts."""


class Alias(BaseModel):
    """Two names of one skill: the query uses one, the passage the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: str
    """As the query writes it."""
    passage: str
    """As the passage writes it."""
    skill: str
    """Id in `skills.json`."""


class Explanation(BaseModel):
    """Why a passage was found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    marks: tuple[Mark, ...] = ()
    """Words that met; empty where only the meaning is near."""
    aliases: tuple[Alias, ...] = ()
    """Names of one skill that met."""
    facts: ResourceFacts | None = None
    """Of a training resource; None for other kinds."""
    unavailable: Unavailable | None = None
    """Why it may not be offered today; None where it may."""


class ExplainedPassage(Passage):
    """A passage with the reason for which it was found."""

    match: Explanation
    """The words that met, and the facts of the resource."""


def explained(query: str, passages: Sequence[Passage], *, on: dt.date) -> list[ExplainedPassage]:
    """Return the passages with the words of the query they hold.

    Args:
        query: as typed.
        passages: what was found for it.
        on: the day on which a resource would be offered.
    """
    words = {token for token in segment(query) if token not in _COMMON}
    skills = vocabulary().match(query)
    return [ExplainedPassage(**p.model_dump(), match=_explain(query, words, skills, p, on)) for p in passages]


def _explain(query: str, words: set[str], skills: list[Skill], passage: Passage, on: dt.date) -> Explanation:
    facts = ResourceFacts.of(passage.metadata, language=passage.language) if passage.kind == "training" else None
    listed = facts.skills if facts else ()
    parts: list[tuple[Literal["title", "skill", "text"], int | None, str]] = [
        ("title", None, passage.title), *(("skill", i, skill) for i, skill in enumerate(listed)),
        ("text", None, passage.text),
    ]  # fmt: skip
    aliases = _aliases(query, skills, " \n".join(text for _, _, text in parts))
    marks: list[Mark] = []
    for part, item, text in parts:
        places = _merged([*token_places(words, text), *(p for a in aliases for p in places_of(a.passage, text))])
        marks += [Mark(part=part, item=item, start=a, end=b, text=text[a:b]) for a, b in places[:MAX_MARKS]]
    said = {token for mark in marks for token in segment(mark.text)} & words
    asked = _merged([*token_places(said, query), *(p for a in aliases for p in places_of(a.query, query))])
    marks += [Mark(part="query", start=a, end=b, text=query[a:b]) for a, b in asked[:MAX_MARKS]]
    return Explanation(
        marks=tuple(marks),
        aliases=aliases,
        facts=facts,
        unavailable=facts.unavailable(on) if facts else None,
    )


def _aliases(query: str, skills: list[Skill], passage: str) -> tuple[Alias, ...]:
    """For every skill the query speaks of, the name or sign it used and another name that the passage has."""
    found = []
    for skill in skills:
        said = next((w for w in (*skill.zh, *skill.en, *skill.signs) if places_of(w, query, limit=1)), None)
        there = next((w for w in (*skill.zh, *skill.en) if places_of(w, passage, limit=1)), None)
        if said and there and folded(said) != folded(there):
            found.append(Alias(query=_written(said, query), passage=_written(there, passage), skill=skill.id))
    return tuple(found)


def _written(word: str, text: str) -> str:
    start, end = places_of(word, text, limit=1)[0]
    return text[start:end]


def _merged(places: list[Place]) -> list[Place]:
    kept: list[Place] = []
    for start, end in sorted(places):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept
