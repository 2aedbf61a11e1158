"""A draft as lines: what can be edited, carried on, and compared one by one."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, get_args

from coach.domain.base import Model
from coach.domain.draft import Draft, SmartGoal

Section = Literal["goals", "milestones", "actions", "commitments", "check_ins", "resources"]
"""The sections whose lines people may edit."""
SECTIONS: tuple[Section, ...] = get_args(Section)
TEXTS: dict[str, str] = {
    "goals": "statement", "milestones": "check", "actions": "text", "commitments": "text", "check_ins": "focus",
    "resources": "resource_id",
}  # fmt: skip
"""Section -> the field that holds the line."""
OF_GOAL = ("milestones", "actions")
"""Sections that stand inside a goal."""


class Line(Model):
    """One line of a draft."""

    section: Section
    """Where it stands."""
    statement: str | None
    """Id of the gap statement whose goal it belongs to; None for lines of the whole plan."""
    goal: str | None = None
    """Id of that goal."""
    number: int
    """Its place in the section, from 1."""
    text: str
    """The line; of a resource its id."""

    @property
    def key(self) -> str:
        """How the line is named within this version: "goals.g1", "actions.g1.2", "commitments.3"."""
        if self.section == "goals":
            return f"goals.{self.goal}"
        return ".".join(filter(None, (self.section, self.goal, str(self.number))))


def lines_of(draft: Draft) -> Iterator[Line]:
    """Every line that can be edited, in the order of the plan."""
    for goal in draft.goals:
        yield Line(section="goals", statement=statement_of(goal), goal=goal.id, number=1, text=goal.statement)
        for section in OF_GOAL:
            yield from _numbered(section, goal, getattr(goal, section))
        yield from _numbered("resources", goal, [r for r in draft.resources if r.for_goal == goal.id])
    yield from _numbered("commitments", None, draft.commitments)
    yield from _numbered("check_ins", None, draft.check_ins)


def with_section(
    draft: Draft, section: str, statement: str | None, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]
) -> Draft:
    """The draft with the items of one section changed; sections of a goal are those of the goal on `statement`."""
    if section in ("commitments", "check_ins"):
        return draft.model_copy(update={section: change(getattr(draft, section))})
    if section == "resources":
        return _with_resources(draft, statement, change)
    goals = []
    for goal in draft.goals:
        if statement_of(goal) != statement:
            goals.append(goal)
        elif section == "goals":
            goals += change((goal,))
        else:
            goals.append(goal.model_copy(update={section: change(getattr(goal, section))}))
    return draft.model_copy(update={"goals": tuple(goals)})


def statement_of(goal: SmartGoal) -> str:
    """The gap statement a goal answers: what names it from version to version."""
    return goal.addresses[0] if goal.addresses else goal.id


def goal_on(draft: Draft, statement: str | None) -> SmartGoal | None:
    """The goal that answers a statement; None where the draft has none."""
    return next((goal for goal in draft.goals if statement_of(goal) == statement), None)


def _with_resources(draft: Draft, statement: str | None, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Draft:
    goal = goal_on(draft, statement)
    if goal is None:
        return draft
    kept = change(tuple(r for r in draft.resources if r.for_goal == goal.id))
    order = [r for r in draft.resources if r.for_goal != goal.id or r in kept]
    return draft.model_copy(update={"resources": tuple(order)})


def _numbered(section: Any, goal: SmartGoal | None, items: Any) -> Iterator[Line]:
    statement, name = (statement_of(goal), goal.id) if goal else (None, None)
    for number, item in enumerate(items, start=1):
        text = getattr(item, TEXTS[section])
        yield Line(section=section, statement=statement, goal=name, number=number, text=text)
