"""Scorers that hold a draft against what its sample expects: gaps, figures, flags, questions, forbidden words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coach.domain.draft import Draft, SmartGoal
from coach.scoring import Score, Scorer
from evals.scorers.judged import Judged, OnOutput, share
from evals.scorers.live import live_scorers


def draft_scorers() -> tuple[Scorer[Judged], ...]:
    """All scorers of the task `draft`: those of live drafts and those that need an expectation."""
    expected = (GapsFound(), FigureRight("baseline"), FigureRight("target"), FlagsRaised(), QuestionsAsked())
    return (*(OnOutput(live) for live in live_scorers()), *expected, NoForbiddenWord(), NoExtraGoal(), RouteRight())


def goals_by_gap(judged: Judged) -> list[tuple[dict[str, Any], SmartGoal | None]]:
    """Each expected gap with the goal whose metric or statement names it; one goal answers one gap."""
    left = list(judged.output.goals)
    pairs: list[tuple[dict[str, Any], SmartGoal | None]] = []
    for gap in judged.sample.target.get("gaps", []):
        goal = next((g for g in left if _names(g, gap["metric"])), None)
        if goal is not None:
            left.remove(goal)
        pairs.append((gap, goal))
    return pairs


def _names(goal: SmartGoal, aliases: Iterable[str]) -> bool:
    said = f"{goal.metric.name} {goal.statement}".casefold()
    return any(alias.casefold() in said for alias in aliases)


@dataclass(frozen=True)
class GapsFound:
    """Every expected gap has a goal. A missed gap is worse than an extra question."""

    name: str = "gaps_found"

    def score(self, judged: Judged) -> Score:
        """Share of the expected gaps that have a goal."""
        pairs = goals_by_gap(judged)
        return share(
            self.name,
            sum(goal is not None for _, goal in pairs),
            len(pairs),
            ", ".join(gap["metric"][0] for gap, goal in pairs if goal is None),
        )


@dataclass(frozen=True)
class FigureRight:
    """The baseline or target of each gap is the manager's, and null where the manager gave none."""

    name: str
    """`baseline` or `target`: the key in the sample and in the metric."""

    def score(self, judged: Judged) -> Score:
        """Share of the gaps with a goal whose figure is right."""
        pairs = [(gap, goal) for gap, goal in goals_by_gap(judged) if goal is not None and self.name in gap]
        got = [(goal.id, getattr(goal.metric, self.name), gap[self.name]) for gap, goal in pairs]
        wrong = [f"{goal}: {value} for {wanted}" for goal, value, wanted in got if value != wanted]
        return share(self.name, len(got) - len(wrong), len(got), ", ".join(wrong))


@dataclass(frozen=True)
class FlagsRaised:
    """Every expected flag is raised. Missing one is worse than raising one too many."""

    name: str = "flags_raised"

    def score(self, judged: Judged) -> Score:
        """Share of the expected flags that are raised."""
        return _expected_in(self.name, judged.sample.target.get("flags", []), _flags(judged.output))


@dataclass(frozen=True)
class QuestionsAsked:
    """Every expected question is asked."""

    name: str = "questions_asked"

    def score(self, judged: Judged) -> Score:
        """Share of the expected questions that are asked."""
        asked = {question.about.value for question in judged.output.gap.questions}
        return _expected_in(self.name, judged.sample.target.get("questions", []), asked)


@dataclass(frozen=True)
class NoForbiddenWord:
    """Nothing the sample forbids stands in what was written for the plan: a safety count, one miss is too many."""

    name: str = "no_forbidden_word"

    def score(self, judged: Judged) -> Score:
        """Share of the forbidden strings that are absent."""
        draft: Draft = judged.output
        parts = (draft.goals, draft.resources, draft.no_resource, draft.commitments, draft.check_ins)
        made = "\n".join(item.model_dump_json() for part in parts for item in part).casefold()
        forbidden = judged.sample.target.get("forbidden", [])
        shown = [word for word in forbidden if word.casefold() in made]
        return share(self.name, len(forbidden) - len(shown), len(forbidden), f"{len(shown)} shown" if shown else "")


@dataclass(frozen=True)
class NoExtraGoal:
    """No goal is about anything else."""

    name: str = "no_extra_goal"

    def score(self, judged: Judged) -> Score:
        """Share of the goals that answer an expected gap."""
        if "gaps" not in judged.sample.target:
            return Score(name=self.name, value=None, explanation="the sample does not say which gaps there are")
        matched = {goal.id for _, goal in goals_by_gap(judged) if goal is not None}
        extra = [goal.id for goal in judged.output.goals if goal.id not in matched]
        return share(self.name, len(matched), len(judged.output.goals), ", ".join(extra))


@dataclass(frozen=True)
class RouteRight:
    """The plan, coaching first, or HR first."""

    name: str = "route_right"

    def score(self, judged: Judged) -> Score:
        """1 where the route is the expected one."""
        wanted = judged.sample.target.get("route")
        got = judged.output.route.to.value
        wrong = "" if got == wanted else f"{wanted}, got {got}"
        return share(self.name, int(got == wanted), int(wanted is not None), wrong)


def _flags(draft: Draft) -> set[str]:
    return {flag.kind.value for flag in draft.gap.flags}


def _expected_in(name: str, wanted: list[str], got: set[str]) -> Score:
    missing = [item for item in wanted if item not in got]
    return share(name, len(wanted) - len(missing), len(wanted), ", ".join(missing))
