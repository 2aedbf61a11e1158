"""Rules for recommended resources: closed catalogue, available on the day, explained by words that are there."""

from collections.abc import Iterator

from coach.domain.draft import ResourceRecommendation
from coach.drafting.body import DraftBody, GateFinding
from coach.drafting.gate_text import Finder, text_findings
from knowledge_base.records import Passage
from knowledge_base.resources import ResourceFacts

MAX_REASON = 400
"""Characters of one reason."""


def resource_findings(body: DraftBody, find: Finder) -> Iterator[GateFinding]:
    """Yield every broken rule of the resources of a body, and every goal without one or a reason for none."""
    goals = {goal.id for goal in body.goals}
    for resource in body.resources:
        yield from _resource(resource, find)
        if resource.for_goal not in goals:
            yield find("resources", "unknown_goal")
    for none in body.no_resource:
        yield from text_findings(f"{none.reason} {none.instead}", "no_resource", find, limit=2 * MAX_REASON)
        if none.for_goal not in goals:
            yield find("no_resource", "unknown_goal")
    covered = {r.for_goal for r in body.resources} | {n.for_goal for n in body.no_resource}
    if goals - covered:
        yield find("resources", "goal_without_resource", goals=", ".join(sorted(goals - covered)))


def _resource(resource: ResourceRecommendation, find: Finder) -> Iterator[GateFinding]:
    known = {p.record_id: p for p in find.brief.evidence.passages if p.kind == "training"}
    passage = known.get(resource.resource_id)
    if passage is None:
        yield find("resources", "unknown_resource")
    else:
        yield from _against(resource, passage, find)
    if not resource.why.strip():
        yield find("resources", "no_reason")
    if set(resource.citations) - find.brief.evidence.ids:
        yield find("resources", "unknown_citation")
    yield from text_findings(resource.why, "resources", find, limit=MAX_REASON, quoted=resource.title)


def _against(resource: ResourceRecommendation, passage: Passage, find: Finder) -> Iterator[GateFinding]:
    """What disagrees with the record."""
    if resource.title != passage.title:
        yield find("resources", "changed_title")
    if ResourceFacts.of(passage.metadata).unavailable(find.brief.as_of) is not None:
        yield find("resources", "unavailable_resource")
    if not _words_are_there(resource, find):
        yield find("resources", "wrong_match")


def _words_are_there(resource: ResourceRecommendation, find: Finder) -> bool:
    """Whether every stretch of the match says what stands at its place."""
    if resource.match is None:
        return True
    text, cited = find.brief.description.text, {p.id: p.text for p in find.brief.evidence.passages}
    passage = cited.get(next(iter(resource.citations), ""), "")
    gap = all(text[span.start : span.end] == span.text for span in resource.match.gap)
    parts = {"title": resource.title, "text": passage}
    return gap and all(
        (span.skill or "" if span.part == "skill" else parts[span.part])[span.start : span.end] == span.text
        for span in resource.match.resource
    )
