"""The wording of a body as lines: read a section's lines, put others in their place. Everything else stays as it is."""

from collections.abc import Sequence

from coach.domain.draft import SmartGoal
from coach.drafting.body import DraftBody

COMMITMENTS = "commitments"
"""Section of what the employer owes."""
CHECK_INS = "check_ins"
"""Section of the one-to-ones; lines that repeat are one line here."""
RESOURCES = "resources"
"""Section of the recommendations."""


def goal_section(goal_id: str) -> str:
    """Return the section of a goal's statement: one line."""
    return f"goals.{goal_id}"


def actions_section(goal_id: str) -> str:
    """Return the section of a goal's actions."""
    return f"actions.{goal_id}"


def read_lines(body: DraftBody, section: str) -> tuple[str, ...]:
    """Return the lines of a section; empty where the body has none."""
    if section == COMMITMENTS:
        return tuple(c.text for c in body.commitments)
    if section == CHECK_INS:
        return tuple(dict.fromkeys(c.focus for c in body.check_ins))
    if section == RESOURCES:
        return tuple(r.why for r in body.resources)
    kind, _, goal_id = section.partition(".")
    goal = next(g for g in body.goals if g.id == goal_id)
    return (goal.statement,) if kind == "goals" else tuple(a.text for a in goal.actions)


def write_lines(body: DraftBody, section: str, lines: Sequence[str]) -> DraftBody:
    """Return the body with the lines of a section replaced, one for one; dates, owners and figures stay.

    Raises:
        ValueError: there are not as many lines as the section has.
    """
    if section == COMMITMENTS:
        pairs = zip(body.commitments, lines, strict=True)
        return body.model_copy(update={section: tuple(c.model_copy(update={"text": t}) for c, t in pairs)})
    if section == CHECK_INS:
        new = dict(zip(read_lines(body, section), lines, strict=True))
        changed = tuple(c.model_copy(update={"focus": new[c.focus]}) for c in body.check_ins)
        return body.model_copy(update={section: changed})
    if section == RESOURCES:
        reasons = zip(body.resources, lines, strict=True)
        return body.model_copy(update={section: tuple(r.model_copy(update={"why": t}) for r, t in reasons)})
    return _write_goal(body, section, lines)


def _write_goal(body: DraftBody, section: str, lines: Sequence[str]) -> DraftBody:
    kind, _, goal_id = section.partition(".")

    def change(goal: SmartGoal) -> SmartGoal:
        if kind == "goals":
            (statement,) = lines
            return goal.model_copy(update={"statement": statement})
        pairs = zip(goal.actions, lines, strict=True)
        return goal.model_copy(update={"actions": tuple(a.model_copy(update={"text": t}) for a, t in pairs)})

    return body.model_copy(update={"goals": tuple(change(g) if g.id == goal_id else g for g in body.goals)})
