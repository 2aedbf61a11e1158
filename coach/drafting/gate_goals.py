"""Rules for one goal: its figures are the text's own, its milestones lead there, its marks are honest."""

from collections.abc import Iterator

from coach.domain.draft import Metric, SmartGoal, TargetStatus
from coach.domain.gap import GapStatement
from coach.drafting.body import DraftBrief, GateFinding
from coach.drafting.disputes import dispute_of
from coach.drafting.gate_figures import strange_in_goal
from coach.drafting.gate_text import Finder, text_findings
from coach.drafting.goal_check import check_smart
from coach.drafting.templates import phrases
from coach.drafting.text_numbers import dates_in

MAX_STATEMENT = 500
"""Characters of a goal statement."""
_SLACK = 1e-6


def goal_findings(goal: SmartGoal, brief: DraftBrief) -> list[GateFinding]:
    """Return every broken rule of one goal, its actions apart."""
    find, section = Finder(brief), f"goals.{goal.id}"
    found = text_findings(goal.statement, section, find, limit=MAX_STATEMENT)
    statements = [s for s in brief.reading.gap.statements if s.id in goal.addresses]
    if len(statements) != len(set(goal.addresses)) or not statements:
        return [*found, find(section, "unknown_gap")]
    found += [find(section, rule) for rule in _metric_rules(goal.metric, statements[0], brief)]
    if strange := strange_in_goal(goal, brief):
        found.append(find(section, "invented_number", numbers=", ".join(f"{n:g}" for n in sorted(strange))))
    found += [find(section, rule) for rule in _milestone_rules(goal, brief)]
    found += [find(section, rule) for rule in _date_rules(goal, brief)]
    for milestone in goal.milestones:
        found += text_findings(milestone.check, section, find, limit=MAX_STATEMENT)
    if set(goal.citations) - brief.evidence.ids:
        found.append(find(section, "unknown_citation"))
    if not _honest(goal, brief):
        found.append(find(section, "smart_marks"))
    return found


def _metric_rules(metric: Metric, statement: GapStatement, brief: DraftBrief) -> Iterator[str]:
    disputed = dispute_of(statement, brief.reading.gap) is not None
    allowed = () if disputed else (statement.target, *(statement.target_range or ()))
    if not _same(metric.baseline, statement.baseline):
        yield "baseline"
    if metric.target is not None and not any(_same(metric.target, value) for value in allowed):
        yield "disputed_target" if disputed else "target"
    if metric.target is None and statement.target is not None and not disputed:
        yield "target_lost"
    if metric.unit != statement.unit or metric.direction is not statement.direction:
        yield "unit"
    stated = metric.target_status is TargetStatus.STATED
    if stated is not (metric.target is not None) or disputed is not (metric.target_status is TargetStatus.DISPUTED):
        yield "target_status"
    if any(set(s.citations) - brief.evidence.ids or not s.citations for s in metric.target_suggestions):
        yield "unsourced_suggestion"
    if not metric.data_source.strip() or not _known_source(metric.data_source, brief):
        yield "data_source"


def _known_source(source: str, brief: DraftBrief) -> bool:
    return source in brief.reading.safe_text or source == phrases(brief.language).say("source_open_name")


def _same(mine: float | None, stated: float | None) -> bool:
    if mine is None or stated is None:
        return mine is None and stated is None
    return abs(mine - stated) <= _SLACK * max(1.0, abs(stated))


def _milestone_rules(goal: SmartGoal, brief: DraftBrief) -> Iterator[str]:
    metric = goal.metric
    values = [m.target for m in goal.milestones if m.target is not None]
    if [m.due for m in goal.milestones] != sorted(m.due for m in goal.milestones):
        yield "date_order"
    if any(not brief.as_of <= m.due <= brief.deadline for m in goal.milestones):
        yield "date_range"
    if metric.target is None:
        if values:
            yield "milestone"
        return
    start = metric.baseline if metric.baseline is not None else metric.target
    low, high = sorted((start, metric.target))
    inside = all(_same(v, metric.target) or low < v < high for v in values)
    if not inside or values != sorted(values, reverse=start > metric.target):
        yield "milestone"


def _date_rules(goal: SmartGoal, brief: DraftBrief) -> Iterator[str]:
    if goal.deadline != brief.deadline or goal.deadline_source != brief.deadline_source:
        yield "deadline"
    if any(not brief.as_of <= day <= brief.deadline for day in dates_in(goal.statement)):
        yield "date_range"


def _honest(goal: SmartGoal, brief: DraftBrief) -> bool:
    """Say whether no mark claims more than the rules grant, and at least one is met."""
    deserved = check_smart(goal, as_of=brief.as_of, language=brief.language)
    names = type(goal.smart).model_fields
    claims = {name: getattr(goal.smart, name).met for name in names}
    return any(claims.values()) and all(getattr(deserved, name).met or not met for name, met in claims.items())
