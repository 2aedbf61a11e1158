"""One goal written anew; every other line stays letter for letter."""

import datetime as dt

from coach.domain.draft import Draft, SmartGoal
from coach.domain.revision import RevisionKind
from coach.drafting.revision.lines import goal_on, statement_of
from coach.drafting.revision.versions import edits_of, next_revision
from coach.errors import InvalidInput


def goal_named(draft: Draft, goal_id: str) -> SmartGoal:
    """The goal with this id.

    Raises:
        InvalidInput: the draft has none.
    """
    found = next((goal for goal in draft.goals if goal.id == goal_id), None)
    if found is None:
        raise InvalidInput(f"There is no goal {goal_id[:20]!r}.", "Name a goal of this version: g1, g2 or g3.")
    return found


def with_goal_anew(draft: Draft, fresh: Draft, goal_id: str, *, by: str, at: dt.datetime) -> Draft:
    """The draft with one goal, its resources and its sources taken from a draft just made, as the next version.

    What people had edited in that goal gives way: the version before keeps it.

    Raises:
        InvalidInput: there is no such goal, the fresh draft has none on it, or it says the same.
    """
    old = goal_named(draft, goal_id)
    statement = statement_of(old)
    found = goal_on(fresh, statement)
    if found is None:
        raise InvalidInput("No goal can be written on this gap now.", "Keep this one, or answer the questions first.")
    new = found.model_copy(update={"id": goal_id})
    ours = [r.model_copy(update={"for_goal": goal_id}) for r in fresh.resources if r.for_goal == found.id]
    nothing = [n.model_copy(update={"for_goal": goal_id}) for n in fresh.no_resource if n.for_goal == found.id]
    if new == old and ours == [r for r in draft.resources if r.for_goal == goal_id]:
        raise InvalidInput(
            "This goal would be written the same way again.", "Edit it, add to the text, or let a model write it."
        )
    cited = {*new.citations, *(c for r in ours for c in r.citations)} - {item.id for item in draft.evidence}
    edits = tuple(e for e in edits_of(draft) if e.statement != statement)
    revision = next_revision(draft, RevisionKind.REGENERATE, parts=(goal_id,), by=by, at=at)
    sections = [s for s in draft.provenance.sections if not s.section.endswith(f".{goal_id}")]
    sections += [
        s.model_copy(update={"section": s.section.replace(found.id, goal_id)})
        for s in fresh.provenance.sections if s.section.endswith(f".{found.id}")
    ]  # fmt: skip
    return draft.model_copy(update={
        "id": None,
        "goals": tuple(new if goal.id == goal_id else goal for goal in draft.goals),
        "resources": (*(r for r in draft.resources if r.for_goal != goal_id), *ours),
        "no_resource": (*(n for n in draft.no_resource if n.for_goal != goal_id), *nothing),
        "evidence": (*draft.evidence, *(item for item in fresh.evidence if item.id in cited)),
        "provenance": draft.provenance.model_copy(update={"sections": tuple(sections)}),
        "revision": revision.model_copy(update={"edits": edits}),
    })  # fmt: skip
