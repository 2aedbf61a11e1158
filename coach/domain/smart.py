"""The SMART check: five criteria, each judged by a rule that explains itself in zh or en."""

import datetime as dt
from math import inf

from coach.domain import smart_reasons
from coach.domain.base import Language, Model
from coach.domain.gap import Direction

SHORT_DAYS = 21
"""Less than three weeks: too short to more than halve or double a figure."""
MEDIUM_DAYS = 56
"""Less than eight weeks: too short to move a figure tenfold (a zero standard is a duty, not a tenfold change)."""


class Mark(Model):
    """One criterion: met or not, and why."""

    met: bool
    """Whether the criterion is met."""
    reason: str
    """Why, and where it is not met, what to add."""


class SmartMarks(Model):
    """The five criteria of a SMART goal."""

    specific: Mark
    """Names one observable thing to change."""
    measurable: Mark
    """Has a metric with a target and a data source."""
    achievable: Mark
    """The target can be reached from the baseline in the time."""
    relevant: Mark
    """Answers a gap the manager described."""
    time_bound: Mark
    """Has a deadline."""

    @property
    def all_met(self) -> bool:
        """True where no criterion is open."""
        return all(getattr(self, name).met for name in type(self).model_fields)


class GoalFacts(Model):
    """What the rules need to know of a goal; every figure in the unit of the metric."""

    language: Language
    """The language reasons are given in."""
    as_of: dt.date
    """The day the goal starts."""
    metric: str | None
    """Name of the measured quantity; None or empty where nothing is measured."""
    vague: bool = False
    """True where the wording names an attitude or a wish rather than something observable."""
    unit: str = "none"
    """Unit of the figures; "none" where nothing is measured."""
    direction: Direction = Direction.UP
    """Which way is better."""
    baseline: float | None = None
    """Where the figure stands."""
    target: float | None = None
    """Where it should be."""
    disputed: bool = False
    """True where the stated target is flagged as impossible or already met."""
    data_source: str | None = None
    """Where the figure comes from; None where somebody must still name it."""
    answers_gap: bool = True
    """True where it addresses a gap the manager described."""
    deadline: dt.date | None = None
    """The last day."""
    deadline_assumed: bool = False
    """True where the deadline is a default that is still to be confirmed."""


def check_goal(facts: GoalFacts) -> SmartMarks:
    """Return the five marks of a goal. The same rules serve the engines, the gates and the evals."""
    return SmartMarks(
        specific=_specific(facts),
        measurable=_measurable(facts),
        achievable=_achievable(facts),
        relevant=_mark(facts, facts.answers_gap, "relevant", "relevant_no_gap"),
        time_bound=_time_bound(facts),
    )


def _mark(facts: GoalFacts, met: bool, yes: str, no: str) -> Mark:
    return Mark(met=met, reason=smart_reasons.reason(yes if met else no, facts.language))


def _specific(facts: GoalFacts) -> Mark:
    if facts.vague:
        return _mark(facts, False, "specific", "specific_vague")
    return _mark(facts, bool(facts.metric), "specific", "specific_nothing_named")


def _measurable(facts: GoalFacts) -> Mark:
    if not facts.metric or facts.unit == "none":
        return _mark(facts, False, "measurable", "measurable_no_metric")
    if facts.target is None:
        return _mark(facts, False, "measurable", "measurable_no_target")
    if facts.data_source is None:
        # A figure nobody has said where to read is still a figure: met, with what to add.
        return _mark(facts, True, "measurable_name_source", "")
    return _mark(facts, True, "measurable", "")


def _achievable(facts: GoalFacts) -> Mark:
    problem = (
        "achievable_disputed"
        if facts.disputed
        else "achievable_no_target"
        if facts.target is None
        else "achievable_no_baseline"
        if facts.baseline is None
        else _reach_problem(facts, facts.baseline, facts.target)
    )
    return _mark(facts, problem is None, "achievable", problem or "")


def _reach_problem(facts: GoalFacts, baseline: float, target: float) -> str | None:
    """Name what speaks against the target, None where nothing does. Thresholds: SHORT_DAYS, MEDIUM_DAYS."""
    gain = target - baseline if facts.direction is Direction.UP else baseline - target
    if gain <= 0:
        return "achievable_already_met"
    if facts.unit == "%" and not 0 <= target <= 100:
        return "achievable_out_of_scale"
    if facts.deadline is None:
        return "achievable_no_deadline"
    days = (facts.deadline - facts.as_of).days
    factor = _factor(baseline, target)
    if (days < SHORT_DAYS and factor > 2) or (days < MEDIUM_DAYS and 10 < factor < inf):
        return "achievable_too_fast"
    return None


def _factor(baseline: float, target: float) -> float:
    """How many times the larger figure holds the smaller one; infinite where one is zero."""
    low, high = sorted((abs(baseline), abs(target)))
    return high / low if low else inf


def _time_bound(facts: GoalFacts) -> Mark:
    if facts.deadline is None:
        return _mark(facts, False, "time_bound", "time_bound_missing")
    if facts.deadline <= facts.as_of:
        return _mark(facts, False, "time_bound", "time_bound_past")
    return _mark(facts, True, "time_bound_assumed" if facts.deadline_assumed else "time_bound", "")
