"""Which words of a gap met which words of a resource, with the places of both."""

from collections.abc import Iterable, Iterator

from coach.domain.base import Span
from coach.domain.gap import GapStatement
from coach.domain.recommendation import Alias, ResourceMatch, ResourceSpan
from coach.drafting.body import DraftBrief
from coach.drafting.fit import Fit
from coach.drafting.withheld import is_clean
from knowledge_base.places import Place, folded, places_of, token_places
from knowledge_base.resources import ResourceFacts

MAX_SPANS = 8
"""Stretches marked on one side: more is no longer a reason."""


def match_of(fit: Fit, statement: GapStatement, brief: DraftBrief) -> ResourceMatch:
    """Return the words behind a fit: the manager's own, those of the resource, and the aliases between them."""
    words = tuple(dict.fromkeys(met.gap_word for met in fit.topics))
    aliases = (
        Alias(gap=met.gap_word, resource=met.resource_word, topic=met.topic.id)
        for met in fit.topics
        if folded(met.gap_word) != folded(met.resource_word)
    )
    return ResourceMatch(
        gap=tuple(_gap_spans(words, fit.shared, statement, brief))[:MAX_SPANS],
        resource=tuple(_resource_spans(fit))[:MAX_SPANS],
        aliases=tuple(dict.fromkeys(aliases)),
    )


def _gap_spans(
    words: tuple[str, ...], shared: tuple[str, ...], statement: GapStatement, brief: DraftBrief
) -> list[Span]:
    """Every word once: in the statement, else in its evidence, else anywhere in the text where nothing is withheld."""
    text = brief.description.text
    regions = [(statement.start, statement.end), *((e.start, e.end) for e in statement.evidence), (0, len(text))]
    found: dict[str, Place] = {}
    for start, end in regions:
        part = text[start:end]
        for a, b in (*_literal(words, part), *token_places(shared, part)):
            place = (start + a, start + b)
            key = folded(part[a:b])
            if key not in found and not _overlaps(place, found.values()) and _clean(place, brief):
                found[key] = place
    return [Span(start=a, end=b, text=text[a:b]) for a, b in sorted(found.values())]


def _clean(place: Place, brief: DraftBrief) -> bool:
    """Say whether the words may be shown as a reason: not inside anything withheld, nobody's name."""
    start, end = place
    inside = any(w.start < end and start < w.end for w in brief.reading.withheld)
    return not inside and is_clean(brief.description.text[start:end], brief.reading)


def _overlaps(place: Place, others: Iterable[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _literal(words: Iterable[str], text: str) -> Iterator[Place]:
    for word in words:
        yield from places_of(word, text, limit=1)


def _resource_spans(fit: Fit) -> Iterator[ResourceSpan]:
    """Words in the title, then in the skills, then in the passage."""
    words = tuple(dict.fromkeys(met.resource_word for met in fit.topics))
    for a, b in _places(words, fit.shared, fit.passage.title):
        yield ResourceSpan(part="title", start=a, end=b, text=fit.passage.title[a:b])
    for skill in ResourceFacts.of(fit.passage.metadata).skills:
        for a, b in _places(words, fit.shared, skill):
            yield ResourceSpan(part="skill", skill=skill, start=a, end=b, text=skill[a:b])
    for a, b in _places(words, fit.shared, fit.passage.text):
        yield ResourceSpan(part="text", start=a, end=b, text=fit.passage.text[a:b])


def _places(words: Iterable[str], shared: tuple[str, ...], text: str) -> list[Place]:
    kept: list[Place] = []
    for place in (*_literal(words, text), *token_places(shared, text)):
        if not _overlaps(place, kept):
            kept.append(place)
    return sorted(kept)
