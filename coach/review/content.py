"""From a decided draft to the content of a plan: accepted and edited parts only."""

from collections.abc import Mapping
from datetime import date

from coach.domain.draft import Draft, Metric, Milestone, PlannedCheckIn, SmartGoal, TargetStatus
from coach.domain.gap import FlagKind, GapCategory, GapDescription, GapStatement
from coach.domain.plan import PlanCommitment, PlanContent, PlanGoal, PlanResource
from coach.domain.review import Decision, GoalChanges, Verdict
from coach.review.suggestions import read_schedule

CUT = "[…]"
"""Stands for a span that must not travel into a plan."""

_NEVER_IN_A_PLAN = frozenset(
    {FlagKind.PROTECTED_STATUS, FlagKind.CONDUCT_NOT_CAPABILITY, FlagKind.PII, FlagKind.INJECTION}
)
"""DOMAIN rules 1 and 9: spans under these flags stay in the draft's record."""

Decided = Mapping[str, Decision]
"""Suggestion id -> the decision that counts."""
Replacement = tuple[int, int, str]
"""Start and end in the description's text, and what stands there instead."""


def content_of(draft: Draft, description: GapDescription, decided: Decided) -> PlanContent:
    """Return what the accepted and edited suggestions make; everything rejected, and what hangs on it, is left out.

    Args:
        draft: the draft under review, every suggestion of it decided.
        description: the text its offsets count in.
        decided: suggestion id -> decision.
    """
    kept = [goal for goal in draft.goals if _text(decided, f"goal:{goal.id}") is not None]
    ids = {goal.id for goal in kept}
    return PlanContent(
        language=draft.language,
        concerns=_concerns(draft, description.text, decided, kept),
        goals=tuple(_goal(draft, goal, decided) for goal in kept),
        resources=tuple(each for each in _resources(draft, decided) if each.for_goal in ids),
        commitments=_commitments(draft, decided),
        check_ins=_check_ins(draft, decided),
    )


def _text(decided: Decided, suggestion_id: str) -> str | None:
    """The text that was accepted or written; None where the suggestion was rejected."""
    decision = decided[suggestion_id]
    if decision.verdict is Verdict.REJECT:
        return None
    return decision.text_before if decision.text_after is None else decision.text_after


def _goal(draft: Draft, goal: SmartGoal, decided: Decided) -> PlanGoal:
    decision = decided[f"goal:{goal.id}"]
    changes = decision.changes or GoalChanges()
    deadline = changes.deadline or goal.deadline
    texts = [(action, _text(decided, f"action:{goal.id}:{n}")) for n, action in enumerate(goal.actions, start=1)]
    return PlanGoal(
        id=goal.id,
        statement=_text(decided, f"goal:{goal.id}") or goal.statement,
        category=_category(draft, goal),
        metric=_metric(goal.metric, changes),
        deadline=deadline,
        milestones=_milestones(goal, changes, deadline),
        actions=tuple(action.model_copy(update={"text": text}) for action, text in texts if text is not None),
    )


def _category(draft: Draft, goal: SmartGoal) -> GapCategory:
    about = [each.category for each in draft.gap.statements if each.id in goal.addresses]
    return about[0] if about else GapCategory.OTHER


def _metric(metric: Metric, changes: GoalChanges) -> Metric:
    given = changes.model_dump(exclude_none=True, include={"baseline", "target", "data_source"})
    if changes.target is not None:
        given |= {"target_status": TargetStatus.STATED, "target_range": None}
    return metric.model_copy(update=given)


def _milestones(goal: SmartGoal, changes: GoalChanges, deadline: date) -> tuple[Milestone, ...]:
    """Milestones within the deadline; where the figures moved, their own figures are open again."""
    moved = changes.baseline is not None or changes.target is not None
    within = (each for each in goal.milestones if each.due <= deadline)
    return tuple(each.model_copy(update={"target": None}) if moved else each for each in within)


def _resources(draft: Draft, decided: Decided) -> list[PlanResource]:
    texts = [(each, _text(decided, f"resource:{each.for_goal}:{each.resource_id}")) for each in draft.resources]
    return [
        PlanResource(resource_id=each.resource_id, title=each.title, kind=each.kind, for_goal=each.for_goal, why=text)
        for each, text in texts
        if text is not None
    ]


def _commitments(draft: Draft, decided: Decided) -> tuple[PlanCommitment, ...]:
    numbered = [(f"commitment:{number}", each) for number, each in enumerate(draft.commitments, start=1)]
    texts = [(name, each, _text(decided, name)) for name, each in numbered]
    return tuple(
        PlanCommitment(id=name, text=text, owner=each.owner, due=each.due)
        for name, each, text in texts
        if text is not None
    )


def _check_ins(draft: Draft, decided: Decided) -> tuple[PlannedCheckIn, ...]:
    decision = decided.get("check_ins")
    if decision is None or decision.verdict is Verdict.REJECT:
        return ()
    return draft.check_ins if decision.text_after is None else read_schedule(decision.text_after)


def _concerns(draft: Draft, text: str, decided: Decided, goals: list[SmartGoal]) -> tuple[str, ...]:
    """The statements behind the kept goals, with accepted wording in place and spans of HR's concern cut out."""
    about = {each for goal in goals for each in goal.addresses}
    softened = [
        (each.start, each.end, _text(decided, f"wording:{number}"))
        for number, each in enumerate(draft.wording, start=1)
    ]
    replaced = [(start, end, word) for start, end, word in softened if word is not None]
    cut = [(each.start, each.end, CUT) for each in draft.gap.flags if each.kind in _NEVER_IN_A_PLAN]
    return tuple(_rewritten(each, text, cut + replaced) for each in draft.gap.statements if each.id in about)


def _rewritten(statement: GapStatement, text: str, replacements: list[Replacement]) -> str:
    """The statement's stretch of the text; of two replacements that overlap the first listed counts."""
    chosen: list[Replacement] = []
    for start, end, word in replacements:
        start, end = max(start, statement.start), min(end, statement.end)  # noqa: PLW2901 - clipped to the statement
        if start < end and all(end <= other[0] or other[1] <= start for other in chosen):
            chosen.append((start, end, word))
    result, place = "", statement.start
    for start, end, word in sorted(chosen):
        result += text[place:start] + word
        place = end
    return (result + text[place : statement.end]).strip()
