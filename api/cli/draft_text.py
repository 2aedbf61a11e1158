"""A draft as plain text, in the language of the draft."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from coach.domain.draft import Draft, SmartGoal


@lru_cache
def labels() -> dict[str, dict[str, str]]:
    """Every label by language, from the data file beside this module; a test holds both to the same keys."""
    found: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("labels.json").read_text(encoding="utf-8"))
    return found


def render_text(draft: Draft) -> str:
    """The whole draft as lines, with sources, checks and wording suggestions."""
    say = labels()[draft.language]
    return "\n".join([*_head(draft, say), *_goals(draft, say), *_support(draft, say), *_foot(draft, say)])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"── {title}"
        yield from lines


def _head(draft: Draft, say: dict[str, str]) -> Iterator[str]:
    yield f"══ {say['draft']}{' ' + draft.id if draft.id else ''}"
    yield f"{say['engine']}: {draft.engine}"
    yield f"{say['route']}: {say[draft.route.to]}"
    yield from (f"  · {reason}" for reason in draft.route.reasons)
    yield from _section(say["flags"], [f"  ! {flag.kind}: {flag.reason}" for flag in draft.gap.flags])
    yield from _section(say["questions"], [f"  ? {question.text}" for question in draft.gap.questions])


def _goals(draft: Draft, say: dict[str, str]) -> Iterator[str]:
    for goal in draft.goals:
        yield from _section(f"{say['goal']} {goal.id}", list(_goal(draft, goal, say)))


def _goal(draft: Draft, goal: SmartGoal, say: dict[str, str]) -> Iterator[str]:
    yield f"  {goal.statement}"
    yield f"  {say['due']}: {goal.deadline}{say['default'] if goal.deadline_source == 'default' else ''}"
    for suggestion in goal.metric.target_suggestions:
        yield f"  {say['target']}: {suggestion.value:g} {goal.metric.unit} – {suggestion.because}"
    yield "  SMART: " + "  ".join(f"{'✓' if mark.met else '✗'}{say[name]}" for name, mark in goal.smart)
    yield from (f"      {mark.reason}" for _, mark in goal.smart if not mark.met)
    yield f"  {say['milestones']}:"
    for milestone in goal.milestones:
        amount = "" if milestone.target is None else f" [{milestone.target:g} {goal.metric.unit}]"
        yield f"    {milestone.due}{amount} {milestone.check}"
    yield f"  {say['actions']}:"
    yield from (f"    {action.due} {say[action.owner]}: {action.text}" for action in goal.actions)
    for resource in draft.resources:
        if resource.for_goal == goal.id:
            yield f"  {say['resources']}: {resource.title} [{resource.resource_id}] – {resource.why}"
            if resource.match and resource.match.aliases:
                yield "    " + " · ".join(f"{alias.gap} ↔ {alias.resource}" for alias in resource.match.aliases)
            if resource.facts and resource.facts.sentence:
                yield f"    {resource.facts.sentence}"
    for nothing in draft.no_resource:
        if nothing.for_goal == goal.id:
            yield f"  {say['nothing']}: {nothing.reason} {nothing.instead}"


def _support(draft: Draft, say: dict[str, str]) -> Iterator[str]:
    owed = [f"  {item.due} {say[item.owner]}: {item.text}" for item in draft.commitments]
    yield from _section(say["commitments"], owed)
    yield from _section(say["check_ins"], [f"  {item.on} {item.focus}" for item in draft.check_ins])


def _foot(draft: Draft, say: dict[str, str]) -> Iterator[str]:
    wording = [f"  “{item.text}” → “{item.replacement}” ({item.reason})" for item in draft.wording]
    yield from _section(say["wording"], wording)
    yield from _section(say["evidence"], [f"  [{item.id}] {item.kind}: {item.title}" for item in draft.evidence])
    scores = [f"  {item.name} {'–' if item.value is None else f'{item.value:.2f}'}" for item in draft.scores]
    yield from _section(say["scores"], scores)
