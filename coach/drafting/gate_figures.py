"""Which numbers a text of a draft may hold."""

from collections.abc import Iterable

from coach.domain.draft import SmartGoal
from coach.domain.gap import GapStatement
from coach.drafting.body import DraftBody, DraftBrief
from coach.drafting.disputes import dispute_of
from coach.drafting.text_numbers import numbers_in

PROCESS = frozenset(map(float, (*range(13), 14, 15, 20, 30, 45, 60, 90)))
"""Numbers of the process: list numbering, rhythm, session length, count of activities, 30/60/90."""
_NOTATIONS = {
    "%": (1, 0.01),
    "‰": (1, 0.001, 0.1),
    "per_10000": (1, 1e-4, 0.01),
    "s": (1, 1 / 60),
    "min": (1, 60, 1 / 60),
    "h": (1, 60, 1 / 24),
    "days": (1, 24),
}
"""Factors to other notations of the same value: 5 % = 0.05, 72 h = 3 days."""


def notations(value: float, unit: str) -> frozenset[float]:
    """Return a value in every notation people use for it; thousands and ten thousands (k, 万) from 1,000 up."""
    factors = _NOTATIONS.get(unit.partition("/")[0], (1,))
    large = (1e-3, 1e-4) if abs(value) >= 1000 else ()
    return frozenset(value * factor for factor in (*factors, *large))


def values_of(statement: GapStatement, brief: DraftBrief) -> frozenset[float]:
    """Return the figures a goal on this statement may name, in every notation: baseline, target and band.

    A disputed target is not among them.
    """
    target = () if dispute_of(statement, brief.reading.gap) else (statement.target, *(statement.target_range or ()))
    values = [v for v in (statement.baseline, *target) if v is not None]
    return frozenset(n for v in values for n in notations(float(v), statement.unit))


def strange_in_goal(goal: SmartGoal, brief: DraftBrief) -> frozenset[float]:
    """Return the numbers of a goal's statement that are neither its own figures, nor in its names, nor process."""
    own = [s for s in brief.reading.gap.statements if s.id in goal.addresses]
    allowed = set().union(*(values_of(s, brief) for s in own))
    for name in (goal.metric.name, *(s.period or "" for s in own), goal.metric.data_source):
        allowed |= numbers_in(name)
    return _strange(goal.statement, allowed)


def known_numbers(body: DraftBody, brief: DraftBrief) -> frozenset[float]:
    """Return the numbers any text of a body may hold: of the gap, the draft's figures, its titles and the process."""
    allowed = {n for v in numbers_in(brief.reading.safe_text) for n in notations(v, "none")}
    for statement in brief.reading.gap.statements:
        allowed |= values_of(statement, brief) | numbers_in(statement.metric or "")
    for goal in body.goals:
        for milestone in goal.milestones:
            allowed |= notations(milestone.target, goal.metric.unit) if milestone.target is not None else set()
        allowed |= numbers_in(goal.metric.name)
    for passage in brief.evidence.passages:
        allowed |= numbers_in(passage.title)
    allowed |= {float(len(brief.reading.gap.statements)), *(float(c.plans) for c in brief.evidence.cards)}
    allowed |= {float(percent) for c in brief.evidence.cards for _, _, percent in c.steps}
    return frozenset(allowed) | PROCESS


def strange_in(text: str, known: Iterable[float]) -> frozenset[float]:
    """Return the numbers of a text that are none of those known."""
    return _strange(text, known)


def _strange(text: str, allowed: Iterable[float]) -> frozenset[float]:
    known = [*allowed, *PROCESS]
    return frozenset(n for n in numbers_in(text) if not any(abs(n - k) <= 1e-6 * max(1.0, abs(k)) for k in known))
