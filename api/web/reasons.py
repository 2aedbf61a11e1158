"""Why something was found or recommended, cut into stretches that a page can mark."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from api.web.marks import Stretch
from coach.domain.draft import ResourceRecommendation
from knowledge_base.matches import ExplainedPassage
from knowledge_base.records import Record
from knowledge_base.resources import Unavailable, unavailable_among

Place = tuple[int, int]
"""Start and end in code points."""


@dataclass(frozen=True)
class Reason:
    """The words of a result that met, part by part."""

    title: list[Stretch]
    """The title."""
    text: list[Stretch]
    """The passage."""
    skills: list[list[Stretch]]
    """The skills in which a word met; the others are left out."""


def reason_of(found: ExplainedPassage) -> Reason:
    """The stretches of a search result."""
    marks = found.match.marks
    skills = found.match.facts.skills if found.match.facts else ()
    return Reason(
        title=marked_at(found.title or found.record_id, [(m.start, m.end) for m in marks if m.part == "title"]),
        text=marked_at(found.text, [(m.start, m.end) for m in marks if m.part == "text"]),
        skills=[
            marked_at(skill, [(m.start, m.end) for m in marks if m.item == number])
            for number, skill in enumerate(skills)
            if any(m.item == number for m in marks)
        ],
    )


def why_of(resource: ResourceRecommendation, text: str = "") -> Reason:
    """The stretches of a recommendation: title and skills, and as `text` the cited passage."""
    spans = resource.match.resource if resource.match else ()
    skills: dict[str, list[Place]] = {}
    for span in spans:
        if span.part == "skill" and span.skill:
            skills.setdefault(span.skill, []).append((span.start, span.end))
    return Reason(
        title=marked_at(resource.title, [(s.start, s.end) for s in spans if s.part == "title"]),
        text=marked_at(text, [(s.start, s.end) for s in spans if s.part == "text"]),
        skills=[marked_at(skill, places) for skill, places in skills.items()],
    )


def marked_at(text: str, places: Iterable[Place]) -> list[Stretch]:
    """The whole text in stretches, those at the places marked; a place outside the text or over another is passed."""
    stretches, at = [], 0
    for start, end in sorted(places):
        if at <= start < end <= len(text):
            stretches += [Stretch(text[at:start]), Stretch(text[start:end], "match")]
            at = end
    return [each for each in (*stretches, Stretch(text[at:])) if each.text]


def not_offered(
    find: Callable[[str], Record | None], resources: Iterable[ResourceRecommendation]
) -> dict[str, Unavailable]:
    """Id -> why it may no longer be offered today, of the resources of a draft."""
    return unavailable_among(find, [each.resource_id for each in resources], on=dt.date.today())
