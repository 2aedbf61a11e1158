"""The grounded engine: a draft from rules, templates and evidence, without a model and without the network."""

from coach.domain.draft import MAX_GOALS, NoResource, ResourceRecommendation, SectionSource, SmartGoal
from coach.domain.smart import check_goal
from coach.drafting.body import DraftBody, DraftBrief, Progress
from coach.drafting.disputes import Dispute
from coach.drafting.fit import fit_of
from coach.drafting.goal_actions import Said, goal_actions
from coach.drafting.goal_check import facts_of
from coach.drafting.goal_text import goal_statement, milestones
from coach.drafting.metric import Measured, measured
from coach.drafting.metric_words import is_concrete
from coach.drafting.recommend import recommend
from coach.drafting.rhythm import check_ins, commitments
from coach.drafting.schedule import Calendar
from knowledge_base.records import Kind

POLICY_FLOOR = 3.0
"""Points a policy needs to be cited for a goal, on the scale of `fit.fit_of`."""


_SHARES = {"%": 100.0, "‰": 10.0, "per_10000": 1.0}


class GroundedEngine:
    """Writes every section from the reading and the evidence; the same brief always gives the same body."""

    name = "grounded"

    def draft(self, brief: DraftBrief, *, progress: Progress | None = None) -> DraftBody:
        """Return the body: a goal for each statement (at most three), resources, commitments and check-ins."""
        calendar = Calendar(brief.as_of, brief.deadline)
        chosen = chosen_metrics(brief)
        goals: list[SmartGoal] = []
        resources: list[ResourceRecommendation] = []
        nothing: list[NoResource] = []
        said, taken = Said(), set[str]()
        for number, metric in enumerate(chosen, start=1):
            if progress:
                progress(f"goals.g{number}")
            found, none = recommend(f"g{number}", metric, brief, taken)
            resources += found
            nothing += [none] if none else []
            goals.append(_goal(f"g{number}", metric, brief, calendar, found=found, said=said))
        return DraftBody(
            goals=tuple(goals),
            resources=tuple(resources),
            no_resource=tuple(nothing),
            commitments=commitments(chosen, brief, calendar, with_training=bool(resources)),
            check_ins=check_ins(chosen, brief, calendar),
            sections=tuple(SectionSource(section=s, engine=self.name) for s in sections_of(len(goals))),
        )


def sections_of(goals: int) -> tuple[str, ...]:
    """Return the names of a body's sections."""
    numbered = [f"{part}.g{n}" for n in range(1, goals + 1) for part in ("goals", "actions")]
    return (*numbered, "resources", "commitments", "check_ins")


def chosen_metrics(brief: DraftBrief) -> tuple[Measured, ...]:
    """Return the concrete statements as metrics, in the order of the text; of more than three, met ones give way."""
    statements = brief.reading.gap.statements
    every = _distinct([measured(s, brief) for s in statements if is_concrete(s, brief.reading)])
    first = sorted(every, key=lambda m: m.dispute is Dispute.ALREADY_MET)[:MAX_GOALS]
    return tuple(m for m in every if m in first)


def _distinct(metrics: list[Measured]) -> list[Measured]:
    """Leave out what says the figures of another metric in another notation (0.6 % to 0.2 %, 6 ‰ to 2 ‰).

    Of two, the one that is called a rate stays. Like figures in the same unit are two gaps.
    """
    kept: list[Measured] = []
    for metric in metrics:
        twin = next((k for k in kept if _same_figures(k, metric)), None)
        if twin is None:
            kept.append(metric)
        elif metric.said.endswith(("率", "rate")):
            kept[kept.index(twin)] = metric
    return kept


def _same_figures(one: Measured, other: Measured) -> bool:
    figures = [_as_share(m) for m in (one, other)]
    return one.metric.unit != other.metric.unit and figures[0] is not None and figures[0] == figures[1]


def _as_share(metric: Measured) -> tuple[float, float] | None:
    factor, statement = _SHARES.get(metric.metric.unit), metric.statement
    if factor is None or statement.baseline is None or statement.target is None:
        return None
    return round(statement.baseline * factor, 6), round(statement.target * factor, 6)


def _goal(  # noqa: PLR0913 - what one goal is made from
    goal_id: str,
    metric: Measured,
    brief: DraftBrief,
    calendar: Calendar,
    *,
    found: tuple[ResourceRecommendation, ...],
    said: Said,
) -> SmartGoal:
    assumed = brief.deadline_source == "default"
    facts = facts_of(
        metric.metric, deadline=brief.deadline, assumed=assumed, as_of=brief.as_of, language=brief.language
    )
    return SmartGoal(
        id=goal_id,
        addresses=(metric.statement.id,),
        statement=goal_statement(metric, brief),
        metric=metric.metric,
        deadline=brief.deadline,
        deadline_source=brief.deadline_source,
        milestones=milestones(metric, brief, calendar),
        actions=goal_actions(metric, brief, calendar, learnt_from=found[0] if found else None, said=said),
        citations=_citations(metric, brief, found),
        smart=check_goal(facts),
    )


def _citations(metric: Measured, brief: DraftBrief, found: tuple[ResourceRecommendation, ...]) -> tuple[str, ...]:
    """Cite what shaped the goal: its resources, policies that fit it, cards of its kind of gap."""
    ids = [citation for resource in found for citation in resource.citations]
    ids += [c for suggestion in metric.metric.target_suggestions for c in suggestion.citations]
    ids += [
        p.id
        for p in brief.evidence.found_for(metric.statement.id)
        if p.kind is Kind.POLICY and (fit := fit_of(p, metric, brief)) and fit.points >= POLICY_FLOOR
    ]
    ids += [card.id for card in brief.evidence.cards if card.gap_type == metric.category]
    return tuple(dict.fromkeys(ids))
