"""Reading decisions out of a form."""

import datetime as dt
import math
from dataclasses import dataclass

from api.web.form import Typed
from api.web.terms import REASONS
from api.web.words import Words
from coach.domain.review import GoalChanges, Review, Suggestion, SuggestionKind, Verdict
from coach.errors import InvalidInput


@dataclass(frozen=True)
class Ruling:
    """A decision somebody wants to take."""

    suggestion_id: str
    """On which suggestion."""
    verdict: Verdict
    """Accept, edit or reject."""
    reason: str
    """The reason picked, the reason typed, or both."""
    text: str | None
    """The new text, of an edit."""
    changes: GoalChanges | None
    """Figures set with it."""


def rulings(form: Typed, review: Review, known: Words) -> list[Ruling]:
    """The decisions of a form that differ from those taken already, in the order of the review.

    Raises:
        InvalidInput: a figure is no number, a day no date.
    """
    wanted = (_ruling(form, each, known) for each in review.suggestions)
    taken = {each.id: each.decision for each in review.suggestions}
    found = []
    for ruling in wanted:
        if ruling is None:
            continue
        old = taken[ruling.suggestion_id]
        as_it_is = old is not None and (old.verdict, old.reason) == (ruling.verdict, ruling.reason)
        if old is None or not as_it_is or (ruling.text is not None and old.text_after != ruling.text):
            found.append(ruling)
    return found


def _ruling(form: Typed, suggestion: Suggestion, known: Words) -> Ruling | None:
    chosen = form.text(f"verdict.{suggestion.id}")
    if chosen not in tuple(Verdict):
        return None
    verdict = Verdict(chosen)
    text = form.text(f"text.{suggestion.id}").strip() if verdict is Verdict.EDIT else None
    changes = _changes(form, suggestion) if verdict is Verdict.EDIT else None
    if changes is not None and text == suggestion.text:
        text = None
    return Ruling(suggestion.id, verdict, _reason(form, suggestion.id, verdict, known), text, changes)


def _reason(form: Typed, suggestion_id: str, verdict: Verdict, known: Words) -> str:
    picked, typed = form.text(f"preset.{suggestion_id}"), form.text(f"reason.{suggestion_id}").strip()
    every = {reason for reasons in REASONS.values() for reason in reasons}
    said = known.term("reason", picked) if picked in every else ""
    return f"{said}: {typed}" if said and typed else said or typed


def _changes(form: Typed, suggestion: Suggestion) -> GoalChanges | None:
    if suggestion.kind is not SuggestionKind.GOAL:
        return None
    day = form.text(f"deadline.{suggestion.id}").strip()
    changes = GoalChanges(
        baseline=figure(form.text(f"baseline.{suggestion.id}")),
        target=figure(form.text(f"target.{suggestion.id}")),
        deadline=date(day) if day else None,
        data_source=form.text(f"source.{suggestion.id}").strip() or None,
    )
    return changes if changes != GoalChanges() else None


def figure(typed: str) -> float | None:
    """The number somebody typed, with or without separators and %; None where nothing was.

    Raises:
        InvalidInput: it is no number.
    """
    plain = typed.strip().replace(",", "").replace("，", "").rstrip("%‰％ ")
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidInput("A figure is not a number.", "Write it like 2.5.")
    return value


def date(typed: str) -> dt.date:
    """The day somebody typed.

    Raises:
        InvalidInput: it is no date.
    """
    try:
        return dt.date.fromisoformat(typed.strip().replace("/", "-"))
    except ValueError:
        raise InvalidInput("A day is not a date.", "Write it like 2026-03-02.") from None
