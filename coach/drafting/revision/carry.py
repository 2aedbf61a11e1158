"""Puts what people had edited back into a draft that was made anew, where it still fits."""

import difflib
from collections.abc import Sequence
from typing import Any

from coach.domain.draft import Action, Commitment, Draft, NoResource, PlannedCheckIn
from coach.domain.revision import LineEdit
from coach.drafting.figures import day, figure
from coach.drafting.gate_figures import PROCESS, notations
from coach.drafting.revision.figures import amounts_in
from coach.drafting.revision.lines import TEXTS, goal_on, lines_of, with_section
from coach.drafting.revision.messages import say
from coach.drafting.text_numbers import dates_in, numbers_in

NEAR = 0.6
"""Likeness from which a line made anew is taken for the line that was edited (difflib's ratio)."""
_ADDED: dict[str, Any] = {
    "actions": lambda e: Action(text=e.now, owner=e.owner, due=e.due),
    "commitments": lambda e: Commitment(text=e.now, owner=e.owner, due=e.due),
    "check_ins": lambda e: PlannedCheckIn(on=e.due, focus=e.now),
}


def carried(draft: Draft, edits: Sequence[LineEdit]) -> tuple[Draft, tuple[LineEdit, ...]]:
    """The draft with the edits that still fit put in, and every edit with whether it stands.

    An edit fits where the line it was made on, or one like it, is there again and the edit's figures and dates are
    not others than the plan's. What does not fit is kept with its reason, never dropped.
    """
    told: list[LineEdit] = []
    for edit in edits:
        line = _line_for(draft, edit)
        reason = _against(draft, edit, line)
        if reason:
            told.append(edit.model_copy(update={"state": "conflict", "reason": reason}))
            continue
        moved = edit.model_copy(update={"state": "kept", "reason": "", "was": line if edit.was is not None else None})
        draft = put_in(draft, moved)
        told.append(moved)
    return draft, tuple(told)


def put_in(draft: Draft, edit: LineEdit) -> Draft:
    """The draft with one edit made; nothing changes where its line is not there."""
    if edit.section == "resources":
        return _without_resource(draft, edit)

    def change(items: tuple[Any, ...]) -> tuple[Any, ...]:
        name = TEXTS[edit.section]
        if edit.was is None:
            added = (*items, _ADDED[edit.section](edit))
            return tuple(sorted(added, key=lambda item: getattr(item, "due", None) or item.on))
        made: list[Any] = []
        for item in items:
            if getattr(item, name) != edit.was:
                made.append(item)
            elif edit.now is not None:
                made.append(item.model_copy(update={name: edit.now}))
        return tuple(made)

    return with_section(draft, edit.section, edit.statement, change)


def _without_resource(draft: Draft, edit: LineEdit) -> Draft:
    """A resource taken out; a goal left without any says so, as every goal must."""
    goal = goal_on(draft, edit.statement)
    draft = with_section(
        draft, "resources", edit.statement, lambda items: tuple(r for r in items if r.resource_id != edit.was)
    )
    covered = {r.for_goal for r in draft.resources} | {n.for_goal for n in draft.no_resource}
    if goal is None or goal.id in covered:
        return draft
    words = [say(key, draft.language) for key in ("no_resource_removed", "no_resource_instead")]
    nothing = NoResource(for_goal=goal.id, reason=words[0], instead=words[1])
    return draft.model_copy(update={"no_resource": (*draft.no_resource, nothing)})


def _line_for(draft: Draft, edit: LineEdit) -> str | None:
    """The line of the new draft that the edit was made on: the same, the only one, or the likest."""
    if edit.was is None:
        return None
    lines = [ln.text for ln in lines_of(draft) if (ln.section, ln.statement) == (edit.section, edit.statement)]
    if edit.was in lines or edit.section == "resources":
        return edit.was if edit.was in lines else None
    if edit.section == "goals":
        return lines[0] if lines else None
    found = difflib.get_close_matches(edit.was, lines, n=1, cutoff=NEAR)
    return found[0] if found else None


def _against(draft: Draft, edit: LineEdit, line: str | None) -> str:
    """Why an edit does not fit, in the draft's language; empty where it does."""
    if edit.statement is not None and goal_on(draft, edit.statement) is None:
        return say("conflict_goal_gone", draft.language)
    if edit.now is None:
        return ""
    if edit.was is not None and line is None:
        return say("conflict_gone", draft.language)
    end = max((goal.deadline for goal in draft.goals), default=None)
    dates = [*dates_in(edit.now), *([edit.due] if edit.due else [])]
    if end is not None and any(each > end for each in dates):
        return say("conflict_date", draft.language, deadline=day(end, draft.language))
    if strange := strange_numbers(edit, draft):
        return say("conflict_figure", draft.language, numbers=", ".join(f"{n:g}" for n in sorted(strange)))
    return target_against(draft, edit)


def strange_numbers(edit: LineEdit, draft: Draft) -> frozenset[float]:
    """The numbers of a line that contradict the plan: of a goal, those that are not its figures.

    Elsewhere a person may write any number, unless it was one of the goal's figures and is not any more.
    """
    if not edit.now or edit.statement is None:
        return frozenset()
    figures = _figures(draft, edit.statement)
    left = _unlike(numbers_in(edit.now), figures | PROCESS)
    if edit.section != "goals":
        return left & numbers_in(edit.was or "")
    goal = goal_on(draft, edit.statement)
    assert goal is not None
    return left | _unlike(amounts_in(edit.now, goal.metric.unit, goal.deadline), figures)


def _unlike(said: frozenset[float], known: frozenset[float]) -> frozenset[float]:
    return frozenset(n for n in said if not any(abs(n - k) < 1e-6 * max(1.0, abs(k)) for k in known))


def _figures(draft: Draft, statement: str) -> frozenset[float]:
    goal = goal_on(draft, statement)
    assert goal is not None
    gap = next((s for s in draft.gap.statements if s.id == statement), None)
    values = [goal.metric.baseline, goal.metric.target, *(goal.metric.target_range or ())]
    values += [m.target for m in goal.milestones]
    found = {n for v in values if v is not None for n in notations(float(v), goal.metric.unit)}
    names = (goal.metric.name, goal.metric.data_source, (gap.period or "") if gap else "", gap.text if gap else "")
    return frozenset(found | {n for name in names for n in numbers_in(name)})


def target_against(draft: Draft, edit: LineEdit) -> str:
    """A goal sentence must name the target the plan has, if it has one and the sentence it was written on had none."""
    goal = goal_on(draft, edit.statement) if edit.section == "goals" else None
    if goal is None or goal.metric.target is None or edit.now is None:
        return ""
    wanted = notations(goal.metric.target, goal.metric.unit)
    told = numbers_in(edit.now)
    if any(abs(n - w) < 1e-6 * max(1.0, abs(w)) for n in told for w in wanted):
        return ""
    return say("conflict_target", draft.language, target=figure(goal.metric.target, goal.metric.unit, draft.language))
