"""Which resources of the catalogue fit a goal, and why; or that nothing does, and what to do instead."""

from dataclasses import dataclass

from coach.domain.draft import NoResource, ResourceRecommendation
from coach.drafting.body import DraftBrief
from coach.drafting.disputes import Dispute
from coach.drafting.goal_text import action_slots, tidy
from coach.drafting.matching import GENERAL, as_written, cue_in, industry_of, shared_terms, topic_of
from coach.drafting.metric import Measured
from coach.drafting.templates import Topic, actions, fill, industries, phrases
from coach.drafting.withheld import is_clean
from knowledge_base.records import Kind, Passage

MAX_A_GOAL = 2
"""Two good resources are used; five are skimmed."""
FLOOR = 3.5
"""Points below which nothing is recommended: a topic in the title and the same kind of gap, or as much otherwise."""
SECOND = 0.75
"""A second resource must reach this share of the first one's points."""
_PRACTICE = ("drill", "mentor", "rotation", "shadowing", "coaching")


@dataclass(frozen=True)
class Fit:
    """How well a resource meets a gap, and by which words."""

    passage: Passage
    """The passage of the resource that was found."""
    points: float
    """Higher is better; compare with FLOOR."""
    gap_words: str
    """Words of the gap."""
    resource_words: str
    """Words of the resource they meet."""


def fit_of(passage: Passage, measured: Measured, brief: DraftBrief) -> Fit | None:
    """Return how a training passage fits a goal, None where no word of the gap meets the resource.

    A topic in the title counts 3, among the skills 2, in the text 1; a word of the metric's name 2, 1 and a half;
    the retrieval score up to 3.
    """
    statement = measured.statement
    said = " ".join(w for w in (measured.metric.name, statement.text) if is_clean(w, brief.reading))
    wanted = measured.metric.name if statement.metric else said
    parts = ((passage.title, 3.0, 2.0), (_listed(passage, "skills"), 2.0, 1.0), (passage.text, 1.0, 0.5))
    points, words = 0.0, ("", "")
    for topic in topic_of(statement, brief.reading):
        met = next(((cue, weight) for part, weight, _ in parts if (cue := cue_in(topic, part))), None)
        if met:
            points += met[1]
            words = words if words[0] else (_gap_cue(topic, said, measured, brief), met[0])
    found = [(shared, weight) for part, _, weight in parts if (shared := shared_terms(wanted, part))]
    if found:
        points += min(len(found[0][0]), 2) * found[0][1]
        words = words if words[0] else _as_written(found[0][0][:3], said, passage, brief)
    if not words[0]:
        return None
    return Fit(passage, points + _agreement(passage, measured, brief) + _nearness(passage), *words)


def _gap_cue(topic: Topic, said: str, measured: Measured, brief: DraftBrief) -> str:
    return cue_in(topic, said) or cue_in(topic, brief.reading.safe_text) or measured.metric.name


def _as_written(shared: tuple[str, ...], said: str, passage: Passage, brief: DraftBrief) -> tuple[str, str]:
    join = phrases(brief.language).say("join")
    theirs = f"{passage.title} {_listed(passage, 'skills')} {passage.text}"
    return join.join(as_written(shared, said)), join.join(as_written(shared, theirs))


def _nearness(passage: Passage) -> float:
    """Three times the retrieval score, which is a share of 1."""
    return 3 * min(max(passage.score, 0.0), 1.0)


def _agreement(passage: Passage, measured: Measured, brief: DraftBrief) -> float:
    """Points for the same kind of gap, industry and language, as the catalogue lists them; 0 where it lists none."""
    points = 0.0
    if kinds := _listed(passage, "gap_types"):
        points += 1.0 if {measured.category, measured.statement.category} & set(kinds.split()) else -0.5
    if listed := _listed(passage, "industries"):
        points += 0.5 if industry_names(brief) & set(listed.split()) else -2.5
    return points + (0.5 if passage.language == brief.language.value else 0.0)


def industry_names(brief: DraftBrief) -> frozenset[str]:
    """Return the industries a resource may be listed under to fit this brief."""
    name = industry_of(brief.description.industry, brief.description.role, brief.reading.safe_text)
    return frozenset({name, *industries()[name].kin, "any", "all", GENERAL})


def _listed(passage: Passage, key: str) -> str:
    value = passage.metadata.get(key)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


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
        return (), _nothing(goal_id, measured, brief, met=True)
    passages = [p for p in brief.evidence.found_for(measured.statement.id) if p.kind is Kind.TRAINING]
    fits = [f for p in passages if (f := fit_of(p, measured, brief)) and f.points >= FLOOR]
    chosen: list[ResourceRecommendation] = []
    floor = SECOND * max((f.points for f in fits), default=0.0)
    for fit in sorted((f for f in fits if f.points >= floor), key=lambda f: (-f.points, -f.passage.score)):
        keys = {fit.passage.record_id, f"pair:{fit.passage.metadata.get('pair') or fit.passage.record_id}"}
        if len(chosen) < MAX_A_GOAL and not keys & taken:
            taken |= keys
            chosen.append(_recommendation(goal_id, fit, brief))
    return tuple(chosen), None if chosen else _nothing(goal_id, measured, brief, met=False)


def _recommendation(goal_id: str, fit: Fit, brief: DraftBrief) -> ResourceRecommendation:
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
    )


def _nothing(goal_id: str, measured: Measured, brief: DraftBrief, *, met: bool) -> NoResource:
    say, slots = phrases(brief.language).say, action_slots(measured, brief)
    if met:
        reason, instead = say("no_resource_met_reason", **slots), say("no_resource_met_instead", **slots)
    else:
        drill = fill(actions(brief.language)[measured.category].drill, **slots)
        reason, instead = say("no_resource_reason", **slots), say("no_resource_instead", drill=drill)
    return NoResource(for_goal=goal_id, reason=tidy(reason, brief.language), instead=tidy(instead, brief.language))
