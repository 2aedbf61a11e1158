"""The parts a draft is reworded in: which prompt asks for which sections, and how its answer becomes lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.domain.base import Model
from coach.domain.draft import SmartGoal
from coach.drafting.body import DraftBody
from coach.drafting.model_answers import GoalWording, Lines, ResourceReasons
from coach.drafting.model_lines import (
    CHECK_INS,
    COMMITMENTS,
    RESOURCES,
    actions_section,
    goal_section,
    read_lines,
    write_lines,
)
from coach.drafting.model_material import Limits, Material

Proposals = Mapping[str, tuple[str, ...]]
"""Section -> the lines proposed for it."""


class UnknownResource(Exception):
    """An answer keeps no resource, names one that was not offered, or one twice."""


@dataclass(frozen=True)
class Part:
    """One request and the sections it rewords."""

    prompt: str
    """Name of the prompt."""
    schema: type[Model]
    """Type of the answer."""
    sections: tuple[str, ...]
    """Sections it rewords."""
    inputs: dict[str, Any]
    """Inputs of the prompt."""
    propose: Callable[[Any, DraftBody], tuple[DraftBody, Proposals]]
    """Answer and body -> the body with the choice made (resources only), and the lines; raises UnknownResource."""
    goals: dict[str, SmartGoal] = field(default_factory=dict)
    """Section -> the goal whose statement it is."""


def parts_of(body: DraftBody, material: Material, limits: Limits) -> list[Part]:
    """Return the parts of a grounded body, in the order they are asked for."""
    parts = [_goal_part(body, goal, material, limits) for goal in body.goals]
    if body.resources:
        parts.append(_resources_part(body, material))
    for section in (COMMITMENTS, CHECK_INS):
        if read_lines(body, section):
            parts.append(_lines_part(body, section, material, limits))
    return parts


def _goal_part(body: DraftBody, goal: SmartGoal, material: Material, limits: Limits) -> Part:
    goals, actions = goal_section(goal.id), actions_section(goal.id)
    drafted = read_lines(body, actions)[: limits.lines]

    def propose(answer: GoalWording, body: DraftBody) -> tuple[DraftBody, Proposals]:
        return body, {goals: (answer.statement,), actions: answer.actions}

    inputs = {
        "situation": material.situation(),
        "role": material.role(),
        "metric": material.show(goal.metric.name),
        "statement": material.lines((goal.statement,)),
        "actions": material.lines(drafted),
        "count": len(drafted),
        "evidence": material.evidence(goal),
    }
    return Part("goal", GoalWording, (goals, actions), inputs, propose, {goals: goal})


def _lines_part(body: DraftBody, section: str, material: Material, limits: Limits) -> Part:
    drafted = read_lines(body, section)[: limits.lines]
    inputs = {"situation": material.situation(), "lines": material.lines(drafted), "count": len(drafted)}
    return Part(section, Lines, (section,), inputs, lambda answer, body: (body, {section: answer.lines}))


def _resources_part(body: DraftBody, material: Material) -> Part:
    offered = material.resources(body)

    def propose(answer: ResourceReasons, body: DraftBody) -> tuple[DraftBody, Proposals]:
        reasons = {r.resource_id: r.why for r in answer.resources}
        by_alias = {o.id: r for o, r in zip(offered, body.resources, strict=True)}
        if not reasons or len(reasons) < len(answer.resources) or not reasons.keys() <= by_alias.keys():
            raise UnknownResource
        order = [*reasons, *(alias for alias in _needed(by_alias, body, reasons) if alias not in reasons)]
        chosen = body.model_copy(update={RESOURCES: tuple(by_alias[alias] for alias in order)})
        lines = tuple(reasons.get(alias, by_alias[alias].why) for alias in order)
        return chosen, {RESOURCES: lines}

    inputs = {"situation": material.situation(), "resources": offered}
    return Part(RESOURCES, ResourceReasons, (RESOURCES,), inputs, propose)


def _needed(by_alias: Mapping[str, Any], body: DraftBody, kept: Mapping[str, str]) -> list[str]:
    """Return the resources that may not be dropped: an action names them, or their goal would be left with none."""
    served = {by_alias[alias].for_goal for alias in kept}
    named = "\n".join(action.text for goal in body.goals for action in goal.actions)
    return [a for a, r in by_alias.items() if r.title in named or r.for_goal not in served]


def with_lines(body: DraftBody, section: str, lines: tuple[str, ...]) -> DraftBody:
    """Return the body with the first lines of a section replaced."""
    return write_lines(body, section, (*lines, *read_lines(body, section)[len(lines) :]))
