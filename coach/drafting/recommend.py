"""Which resources of the catalogue fit a goal, and why; or that nothing does, and what to do instead."""

from coach.domain.draft import NoResource, ResourceRecommendation
from coach.domain.gap import GapCategory
from coach.domain.recommendation import Alternative, AlternativeKind, NoResourceCause
from coach.drafting.body import DraftBrief
from coach.drafting.details import details_of
from coach.drafting.disputes import Dispute
from coach.drafting.explain import match_of
from coach.drafting.fit import Fit, fit_of
from coach.drafting.goal_text import action_slots, tidy
from coach.drafting.matching import industry_of, topic_of
from coach.drafting.metric import Measured
from coach.drafting.recommend_words import alternatives, recommend_words
from coach.drafting.templates import fill, phrases
from knowledge_base.records import Kind, Passage
from knowledge_base.resources import ResourceFacts, Unavailable

MAX_A_GOAL = 2
"""Two good resources are used; five are skimmed."""
FLOOR = 3.5
"""Points below which nothing is recommended: a topic in the title and the same kind of gap, or as much otherwise."""
SECOND = 0.75
"""A second resource must reach this share of the first one's points."""
_PRACTICE = ("drill", "mentor", "rotation", "shadowing", "coaching")


def recommend(
    goal_id: str, measured: Measured, brief: DraftBrief, taken: set[str]
) -> tuple[tuple[ResourceRecommendation, ...], NoResource | None]:
    """Return at most two resources for a goal, or why none and what instead.

    Args:
        goal_id: the goal they are for.
        measured: its metric.
        brief: the evidence to choose from.
        taken: record ids and pair names that other goals use already; extended here.
    """
    if measured.dispute is Dispute.ALREADY_MET:
        return (), _already_met(goal_id, measured, brief)
    fits = _fits(brief.evidence.found_for(measured.statement.id), measured, brief)
    chosen: list[ResourceRecommendation] = []
    floor = SECOND * max((f.points for f in fits), default=0.0)
    for best in sorted((f for f in fits if f.points >= floor), key=lambda f: (-f.points, -f.passage.score)):
        fit = _own_language(best, fits)
        keys = {fit.passage.record_id, f"pair:{_pair(fit)}"}
        if len(chosen) < MAX_A_GOAL and not keys & taken:
            taken |= keys
            chosen.append(_recommendation(goal_id, fit, measured, brief))
    return tuple(chosen), None if chosen else _nothing(goal_id, measured, brief, used=bool(fits))


def _fits(passages: tuple[Passage, ...], measured: Measured, brief: DraftBrief) -> list[Fit]:
    """The training among some passages that may be offered on the day of the plan and fits well enough."""
    offered = [
        p for p in passages if p.kind is Kind.TRAINING and ResourceFacts.of(p.metadata).unavailable(brief.as_of) is None
    ]
    return [f for p in offered if (f := fit_of(p, measured, brief)) and f.points >= FLOOR]


def _pair(fit: Fit) -> str:
    """The name that both language versions of a resource share."""
    return str(fit.passage.metadata.get("pair") or fit.passage.record_id)


def _own_language(fit: Fit, fits: list[Fit]) -> Fit:
    """The same resource in the language of the draft, where the catalogue has it and it fits too."""
    versions = [f for f in fits if _pair(f) == _pair(fit) and f.passage.language == f.language.value]
    return next(iter(versions), fit)


def _recommendation(goal_id: str, fit: Fit, measured: Measured, brief: DraftBrief) -> ResourceRecommendation:
    say = phrases(brief.language).say
    kind = str(fit.passage.metadata.get("resource_kind") or "training")
    stage = say("why_stage_practise" if kind in _PRACTICE else "why_stage_learn")
    why = say("why_shared", gap_words=fit.gap_words, resource_words=fit.resource_words, stage=stage)
    return ResourceRecommendation(
        resource_id=fit.passage.record_id,
        title=fit.passage.title,
        kind=kind,
        for_goal=goal_id,
        why=tidy(why, brief.language),
        score=round(fit.passage.score, 4),
        citations=(fit.passage.id,),
        match=match_of(fit, measured.statement, brief),
        facts=details_of(fit.passage, brief),
    )


def _already_met(goal_id: str, measured: Measured, brief: DraftBrief) -> NoResource:
    say, slots = phrases(brief.language).say, action_slots(measured, brief)
    instead = tidy(say("no_resource_met_instead", **slots), brief.language)
    return NoResource(
        for_goal=goal_id,
        reason=tidy(say("no_resource_met_reason", **slots), brief.language),
        instead=instead,
        cause=NoResourceCause.ALREADY_MET,
        alternatives=(Alternative(kind=AlternativeKind.HOLD, text=instead),),
    )


def _nothing(goal_id: str, measured: Measured, brief: DraftBrief, *, used: bool) -> NoResource:
    cause, reason = _reason(measured, brief, used=used)
    ways = ways_for(measured, brief)
    slots = {"first": ways[0].text, "second": ways[1].text}
    return NoResource(
        for_goal=goal_id,
        reason=tidy(reason, brief.language),
        instead=tidy(fill(recommend_words(brief.language).instead, **slots), brief.language),
        cause=cause,
        alternatives=tuple(way.model_copy(update={"text": tidy(way.text, brief.language)}) for way in ways),
    )


def _reason(measured: Measured, brief: DraftBrief, *, used: bool) -> tuple[NoResourceCause, str]:
    words, slots = recommend_words(brief.language), action_slots(measured, brief)
    if used:
        return NoResourceCause.USED_BY_ANOTHER_GOAL, fill(words.no_resource_used, goal=slots["goal"])
    if why := _not_available(measured, brief):
        text = fill(words.no_resource_not_available, goal=slots["goal"], why=words.unavailable[why])
        return NoResourceCause.NOT_AVAILABLE, text
    return NoResourceCause.NOTHING_FITS, phrases(brief.language).say("no_resource_reason", **slots)


def _not_available(measured: Measured, brief: DraftBrief) -> Unavailable | None:
    """Why the best of what fits may not be offered; None where nothing that fits was held back."""
    held = [(p, why) for statement, p, why in brief.evidence.unavailable if statement == measured.statement.id]
    fits = [(f.points, why) for p, why in held if (f := fit_of(p, measured, brief)) and f.points >= FLOOR]
    return max(fits, key=lambda pair: pair[0])[1] if fits else None


def ways_for(measured: Measured, brief: DraftBrief) -> tuple[Alternative, ...]:
    """Return two concrete things to do instead of a course, in the words of the industry and for the kind of role."""
    slots = action_slots(measured, brief)
    role = (brief.description.role or "").casefold()
    families = recommend_words(brief.language).families.items()
    family = next((name for name, cues in families if any(cue in role for cue in cues)), None)
    industry = industry_of(brief.description.industry, brief.description.role, brief.reading.safe_text)
    ways = alternatives(brief.language).ways(_kind_of_gap(measured, brief), industry, family)
    return tuple(Alternative(kind=way.kind, text=fill(way.text, **slots)) for way in ways)


def _kind_of_gap(measured: Measured, brief: DraftBrief) -> GapCategory:
    """The category; of a gap without one what its topic, its unit or its words tell."""
    if measured.category is not GapCategory.OTHER:
        return measured.category
    if topics := topic_of(measured.statement, brief.reading):
        return topics[0].category
    said = f"{measured.metric.name} {measured.statement.text}".casefold()
    cues = recommend_words(brief.language).kinds.items()
    told = next((kind for kind, words in cues if any(word in said for word in words)), None)
    timed = measured.metric.unit.partition("/")[0] in ("s", "min", "h")
    return told or (GapCategory.CYCLE_TIME if timed else GapCategory.OTHER)
