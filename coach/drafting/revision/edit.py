"""A person changes lines of a draft: the rules that protect people hold for them as for an engine."""

import datetime as dt
from collections.abc import Iterator, Sequence

from coach.domain.base import Model
from coach.domain.draft import Draft, Owner, SmartGoal
from coach.domain.gap import GapDescription
from coach.domain.revision import LineEdit, RevisionKind
from coach.domain.smart import SmartMarks
from coach.domain.wording import Severity
from coach.drafting.body import DraftBrief
from coach.drafting.evidence import Evidence
from coach.drafting.gate_text import Finder, text_findings
from coach.drafting.gates import MAX_ACTIONS, MAX_TEXT
from coach.drafting.goal_check import check_smart, check_statement
from coach.drafting.revision.carry import put_in, strange_numbers, target_against
from coach.drafting.revision.lines import Line, lines_of, statement_of
from coach.drafting.revision.reading import read_description
from coach.drafting.revision.versions import edits_of, next_revision
from coach.drafting.rhythm import MAX_COMMITMENTS
from coach.drafting.text_numbers import dates_in
from coach.errors import InvalidInput

_REMOVABLE = ("actions", "resources")
_ADDABLE = ("actions", "commitments")


class Change(Model):
    """What a person wants of one line."""

    line: str
    """`Line.key` of the line, or of a line to add its section: "actions.g1", "commitments"."""
    text: str | None
    """The new words; None takes the line out."""
    owner: Owner | None = None
    """Who does it or owes it, of a line to add."""
    due: dt.date | None = None
    """By when, of a line to add."""


def edited(draft: Draft, description: GapDescription, changes: Sequence[Change], *, by: str, at: dt.datetime) -> Draft:
    """The draft with the changes made, as the next version; lines nobody touched stay letter for letter.

    Args:
        draft: the version that is edited, with its id.
        description: what it was made from, staff names included, so that none gets into a plan.
        changes: what the person wants; a change to the words a line has already is none.
        by: who edits.
        at: when (UTC).

    Raises:
        InvalidInput: there is nothing to change, no such line, or the new words break a rule that protects people.
    """
    brief = _brief(draft, description)
    known = {line.key: line for line in lines_of(draft)}
    made = [_edit(change, known, draft, by, at) for change in changes]
    made = [each for each in made if each.was != each.now]
    if not made:
        raise InvalidInput("Nothing was changed.", "Change a line, add one, or take one out.")
    before, edits = draft, list(edits_of(draft))
    for each in made:
        _refuse_bad(each, draft, brief)
        draft = put_in(draft, each)
        edits = list(_folded(edits, each))
    _refuse_bare(draft)
    goals = tuple(_marked(goal, made, brief) for goal in draft.goals)
    parts = [".".join(filter(None, (e.section, e.statement))) for e in made]
    revision = next_revision(before, RevisionKind.EDIT, parts=list(dict.fromkeys(parts)), by=by, at=at)
    return draft.model_copy(
        update={"goals": goals, "revision": revision.model_copy(update={"edits": tuple(edits)}), "id": None}
    )


def _brief(draft: Draft, description: GapDescription) -> DraftBrief:
    """What the gates need to judge a line of this draft."""
    reading = read_description(description.model_copy(update={"language": draft.language}))
    end = max((goal.deadline for goal in draft.goals), default=description.as_of)
    return DraftBrief(description, reading, Evidence(), end, "text", draft.route)


def _edit(change: Change, known: dict[str, Line], draft: Draft, by: str, at: dt.datetime) -> LineEdit:
    now = None if change.text is None else " ".join(change.text.split())
    line = known.get(change.line)
    if line is not None:
        if line.section == "resources" and now is not None and now != line.text:
            raise InvalidInput("A resource cannot be written by hand.", "Take it out, or search the catalogue again.")
        if now is None and line.section not in _REMOVABLE:
            raise InvalidInput(
                "This line cannot be taken out.", "Change it, or reject it with a reason during the review."
            )
        return LineEdit(section=line.section, statement=line.statement, was=line.text, now=now, by=by, at=at)
    section, _, goal_id = change.line.partition(".")
    goal = next((each for each in draft.goals if each.id == goal_id), None)
    if section not in _ADDABLE or not now or (section == "actions") is not (goal is not None):
        raise InvalidInput(f"There is no line {change.line[:30]!r}.", "Take the names of lines from the draft.")
    return LineEdit(
        section=section, statement=statement_of(goal) if goal else None, was=None, now=now, by=by, at=at,
        owner=change.owner or (Owner.EMPLOYEE if goal else Owner.MANAGER),
        due=change.due or max((each.deadline for each in draft.goals), default=None),
    )  # fmt: skip


def _refuse_bad(edit: LineEdit, draft: Draft, brief: DraftBrief) -> None:
    """Raise the first rule the new words break."""
    if edit.now is None:
        return
    found = text_findings(edit.now, edit.section, Finder(brief), limit=MAX_TEXT)
    if found:
        raise InvalidInput(f"This line cannot stand: {found[0].message}", "Change it and send it again.")
    if edit.section == "commitments" and edit.owner == Owner.EMPLOYEE:
        raise InvalidInput("A commitment is what the employer owes.", "Choose the manager, HR or L&D as its owner.")
    dates = [*dates_in(edit.now), *([edit.due] if edit.due else [])]
    if any(not brief.as_of <= day <= brief.deadline for day in dates):
        raise InvalidInput("A date lies outside the plan.", "Choose a day between its start and its deadline.")
    if strange := strange_numbers(edit, draft):
        raise InvalidInput(
            f"The goal names a figure the plan does not hold: {', '.join(f'{n:g}' for n in sorted(strange))}.",
            "Change baseline, target or deadline by answering the question anew; the words follow.",
        )
    if edit.was is not None and (reason := target_against(draft, edit)):
        raise InvalidInput(f"This line cannot stand: {reason}", "Change it and send it again.")
    _refuse_harsh(edit.now, brief)


def _refuse_harsh(text: str, brief: DraftBrief) -> None:
    from coach.tone.check import check_tone

    for each in check_tone(text, language=brief.language).suggestions:
        if each.severity is Severity.HIGH:
            raise InvalidInput(f"These words hurt: {each.text}", f"Say for instance: {each.replacement or '…'}")


def _refuse_bare(draft: Draft) -> None:
    if any(not 1 <= len(goal.actions) <= MAX_ACTIONS for goal in draft.goals):
        raise InvalidInput(f"A goal needs one to {MAX_ACTIONS} actions.", "Keep one, or take another out first.")
    if len(draft.commitments) > MAX_COMMITMENTS:
        raise InvalidInput(f"At most {MAX_COMMITMENTS} commitments.", "Put two into one.")


def _marked(goal: SmartGoal, made: Sequence[LineEdit], brief: DraftBrief) -> SmartGoal:
    """The goal with its SMART marks judged anew where its sentence was edited: by its figures and by its words."""
    if not any(e.section == "goals" and e.statement == statement_of(goal) for e in made):
        return goal
    marks = check_smart(goal, as_of=brief.as_of, language=brief.language)
    words = check_statement(goal.statement, as_of=brief.as_of, language=brief.language)
    weaker = {name: getattr(words, name) for name in ("specific", "measurable") if not getattr(words, name).met}
    return goal.model_copy(update={"smart": SmartMarks(**{**dict(marks), **weaker})})


def _folded(edits: Sequence[LineEdit], new: LineEdit) -> Iterator[LineEdit]:
    """The edits with one more; an edit of an edited line takes the earlier one's place, and undoing leaves none."""
    was = new.was
    owner, due = new.owner, new.due
    for each in edits:
        same = (each.section, each.statement) == (new.section, new.statement)
        if same and each.state == "kept" and each.now is not None and each.now == new.was:
            was, owner, due = each.was, each.owner, each.due
        elif not (same and each.state == "conflict" and each.now == new.now):
            yield each
    if was != new.now:
        yield new.model_copy(update={"was": was, "owner": owner, "due": due})
