"""What a reviewer is asked: one suggestion for every part of a draft."""

import datetime as dt
from collections.abc import Iterator

from coach.domain.draft import Draft, PlannedCheckIn, SmartGoal
from coach.domain.review import Suggestion, SuggestionKind
from coach.errors import InvalidInput


def suggestions_of(draft: Draft) -> tuple[Suggestion, ...]:
    """Return every part of the draft that must be decided, in the order a reader meets them."""
    return (
        *(each for goal in draft.goals for each in _of_goal(goal)),
        *_of_resources(draft),
        *_of_commitments(draft),
        *_of_check_ins(draft),
        *_of_wording(draft),
    )


def write_schedule(check_ins: tuple[PlannedCheckIn, ...]) -> str:
    """The check-in schedule as a reviewer reads and edits it: `2026-03-02: focus`, one line each."""
    return "\n".join(f"{each.on.isoformat()}: {each.focus}" for each in check_ins)


def read_schedule(text: str) -> tuple[PlannedCheckIn, ...]:
    """Read an edited schedule back, in order of date.

    Raises:
        InvalidInput: a line is not a date, a colon and a focus.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(sorted((_read_line(line) for line in lines), key=lambda each: each.on))


def _read_line(line: str) -> PlannedCheckIn:
    day, _, focus = line.replace("：", ":").partition(":")
    try:
        return PlannedCheckIn(on=dt.date.fromisoformat(day.strip()), focus=focus.strip())
    except ValueError as error:
        raise InvalidInput("a line of the schedule is not readable", "write `2026-03-02: what it is about`") from error


def _of_goal(goal: SmartGoal) -> Iterator[Suggestion]:
    yield Suggestion(
        id=f"goal:{goal.id}", kind=SuggestionKind.GOAL, text=goal.statement, goal=goal.id,
        note=goal.deadline.isoformat(),
    )  # fmt: skip
    for number, action in enumerate(goal.actions, start=1):
        yield Suggestion(
            id=f"action:{goal.id}:{number}", kind=SuggestionKind.ACTION, text=action.text, goal=goal.id,
            note=f"{action.owner.value}, {action.due.isoformat()}",
        )  # fmt: skip


def _of_resources(draft: Draft) -> Iterator[Suggestion]:
    for each in draft.resources:
        yield Suggestion(
            id=f"resource:{each.for_goal}:{each.resource_id}", kind=SuggestionKind.RESOURCE, text=each.why,
            goal=each.for_goal, note=f"{each.title} ({each.kind})",
        )  # fmt: skip


def _of_commitments(draft: Draft) -> Iterator[Suggestion]:
    for number, each in enumerate(draft.commitments, start=1):
        yield Suggestion(
            id=f"commitment:{number}", kind=SuggestionKind.COMMITMENT, text=each.text,
            note=f"{each.owner.value}, {each.due.isoformat()}",
        )  # fmt: skip


def _of_check_ins(draft: Draft) -> Iterator[Suggestion]:
    if draft.check_ins:
        yield Suggestion(id="check_ins", kind=SuggestionKind.CHECK_INS, text=write_schedule(draft.check_ins))


def _of_wording(draft: Draft) -> Iterator[Suggestion]:
    for number, each in enumerate(draft.wording, start=1):
        yield Suggestion(
            id=f"wording:{number}", kind=SuggestionKind.WORDING, text=each.replacement,
            note=f"{each.text}: {each.reason}",
        )  # fmt: skip
