"""The gates: one set of rules for the body of either engine. Each finding doubles as a repair hint for a model."""

from collections.abc import Iterator

from coach.domain.draft import MAX_GOALS, Owner, SmartGoal
from coach.drafting.body import DraftBody, DraftBrief, GateFinding
from coach.drafting.gate_figures import known_numbers, strange_in
from coach.drafting.gate_goals import goal_findings
from coach.drafting.gate_resources import resource_findings
from coach.drafting.gate_text import Finder, text_findings
from coach.drafting.rhythm import MAX_COMMITMENTS
from coach.drafting.schedule import MAX_CHECK_INS

MAX_ACTIONS = 8
"""Actions a goal."""
MAX_TEXT = 400
"""Characters of one action, commitment or focus."""


def check_body(body: DraftBody, brief: DraftBrief) -> list[GateFinding]:
    """Return every broken rule of `body`; an empty list means it may be shown.

    A body holding only some sections is judged for what it holds. Only the rule that every goal has a resource or a
    reason for none looks across sections; it is reported under `resources`.
    """
    find, known = Finder(brief), known_numbers(body, brief)
    found = list(_structure(body, find))
    for goal in body.goals:
        found += goal_findings(goal, brief)
        found += _actions(goal, known, find)
    found += resource_findings(body, find)
    found += _commitments(body, known, find)
    found += _check_ins(body, known, find)
    return found


def item_findings(text: str, section: str, known: frozenset[float], find: Finder) -> list[GateFinding]:
    """Return what is wrong with one text of a section: wording, length, and numbers not among those known."""
    found = text_findings(text, section, find, limit=MAX_TEXT)
    if strange := strange_in(text, known):
        found.append(find(section, "invented_number", numbers=", ".join(f"{n:g}" for n in sorted(strange))))
    return found


def _structure(body: DraftBody, find: Finder) -> Iterator[GateFinding]:
    if len(body.goals) > MAX_GOALS:
        yield find("body", "too_many_goals")
    ids = [goal.id for goal in body.goals]
    if len(set(ids)) < len(ids):
        yield find("body", "duplicate_goal")
    addressed = [statement for goal in body.goals for statement in goal.addresses]
    if len(set(addressed)) < len(addressed):
        yield find("body", "gap_twice")


def _actions(goal: SmartGoal, known: frozenset[float], find: Finder) -> Iterator[GateFinding]:
    section = f"actions.{goal.id}"
    if not 1 <= len(goal.actions) <= MAX_ACTIONS:
        yield find(section, "action_count")
    if [a.due for a in goal.actions] != sorted(a.due for a in goal.actions):
        yield find(section, "date_order")
    for action in goal.actions:
        yield from item_findings(action.text, section, known, find)
        if not find.brief.as_of <= action.due <= find.brief.deadline:
            yield find(section, "date_range")


def _commitments(body: DraftBody, known: frozenset[float], find: Finder) -> Iterator[GateFinding]:
    if len(body.commitments) > MAX_COMMITMENTS:
        yield find("commitments", "too_many")
    for commitment in body.commitments:
        yield from item_findings(commitment.text, "commitments", known, find)
        if commitment.owner is Owner.EMPLOYEE:
            yield find("commitments", "employer_owes")
        if not find.brief.as_of <= commitment.due <= find.brief.deadline:
            yield find("commitments", "date_range")


def _check_ins(body: DraftBody, known: frozenset[float], find: Finder) -> Iterator[GateFinding]:
    days = [check_in.on for check_in in body.check_ins]
    if len(days) > MAX_CHECK_INS + 6:
        yield find("check_ins", "too_many")
    if days != sorted(days):
        yield find("check_ins", "date_order")
    for check_in in body.check_ins:
        yield from item_findings(check_in.focus, "check_ins", known, find)
        if not find.brief.as_of <= check_in.on <= find.brief.deadline:
            yield find("check_ins", "date_range")
