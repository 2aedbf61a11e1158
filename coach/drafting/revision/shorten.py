"""A whole plan on about a page, by clear rules.

Of each goal stay its sentence and figures, the last milestone and one on the way, its best resource, and at most four
actions: what people wrote, the one that uses the resource, the first, the last, then the earliest. What the employer
owes, the meetings, warnings, questions and sources stay whole.
"""

import datetime as dt
from typing import Any

from coach.domain.draft import Action, Draft, Milestone
from coach.domain.revision import RevisionKind
from coach.drafting.revision.lines import lines_of
from coach.drafting.revision.versions import edits_of, next_revision
from coach.errors import InvalidInput

MOST_ACTIONS = 4
"""Actions a goal keeps."""
MOST_MILESTONES = 2
"""Milestones a goal keeps: the last, and the one nearest to half way."""


def shortened(draft: Draft, *, by: str, at: dt.datetime) -> Draft:
    """The plan shortened, as the next version; `revision.left_out` lists every line that went.

    Raises:
        InvalidInput: there is nothing the rules would take out.
    """
    made = fewer_lines(draft)
    left_out = lines_lost(draft, made)
    if not left_out:
        raise InvalidInput("This plan is as short as the rules make it.", "Edit it to take single lines out.")
    revision = next_revision(draft, RevisionKind.SHORTEN, parts=(), by=by, at=at)
    earlier = revision.left_out
    return made.model_copy(
        update={"revision": revision.model_copy(update={"left_out": (*earlier, *left_out)}), "id": None}
    )


def fewer_lines(draft: Draft) -> Draft:
    """The draft with only the lines the rules keep."""
    people = {edit.now for edit in edits_of(draft) if edit.state == "kept"}
    goals, resources = [], list[Any]()
    for goal in draft.goals:
        mine = [r for r in draft.resources if r.for_goal == goal.id][:1]
        resources += mine
        title = mine[0].title if mine else ""
        actions = _actions(goal.actions, people, title)
        milestones = _milestones(goal.milestones, people)
        goals.append(goal.model_copy(update={"actions": actions, "milestones": milestones}))
    return draft.model_copy(update={"goals": tuple(goals), "resources": tuple(resources)})


def lines_lost(before: Draft, after: Draft) -> tuple[str, ...]:
    """The lines of one draft that the other has not, each as it read; of a resource its title."""
    kept = [(line.section, line.statement, line.text) for line in lines_of(after)]
    titles = {r.resource_id: r.title for r in before.resources}
    return tuple(
        titles.get(line.text, line.text) if line.section == "resources" else line.text
        for line in lines_of(before)
        if (line.section, line.statement, line.text) not in kept
    )


def _actions(actions: tuple[Action, ...], people: set[str | None], title: str) -> tuple[Action, ...]:
    wanted = [a for a in actions if a.text in people]
    wanted += [a for a in actions if title and title in a.text]
    wanted += [*actions[:1], *actions[-1:], *actions]
    kept: list[Action] = []
    for action in wanted:
        if action not in kept and (len(kept) < MOST_ACTIONS or action.text in people):
            kept.append(action)
    return tuple(a for a in actions if a in kept)


def _milestones(milestones: tuple[Milestone, ...], people: set[str | None]) -> tuple[Milestone, ...]:
    if len(milestones) <= MOST_MILESTONES:
        return milestones
    middle = milestones[(len(milestones) - 1) // 2]
    return tuple(m for m in milestones if m in (middle, milestones[-1]) or m.check in people)
