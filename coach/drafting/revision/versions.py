"""What makes a draft the next version of another."""

import datetime as dt
from collections.abc import Sequence

from coach.domain.draft import Draft
from coach.domain.gap import GapDescription
from coach.domain.revision import LineEdit, Revision, RevisionKind
from coach.drafting.revision.answers import key_of
from coach.drafting.revision.carry import carried


def redone(  # noqa: PLR0913 - what a version is told by
    draft: Draft, before: Draft, description: GapDescription, *, parts: Sequence[str], by: str, at: dt.datetime
) -> Draft:
    """The draft made after answers, as the next version: what people had edited is put back where it still fits.

    Args:
        draft: what the engine wrote from the answered description; without scores of its own it keeps none.
        before: the version that was answered, with its id.
        description: the answered description.
        parts: which questions were answered (`key_of`).
        by: who answered.
        at: when (UTC).
    """
    from coach.drafting.revision.shorten import fewer_lines, lines_lost

    made, edits = carried(draft, edits_of(before))
    whole, was_short = made, before.revision is not None and bool(before.revision.left_out)
    made = fewer_lines(made) if was_short else made
    asked = {(question.about, question.statement) for question in draft.gap.questions}
    new = [each for each in description.answers if key_of(each) in parts]
    unread = tuple(key_of(each) for each in new if not each.unknown and (each.about, each.statement) in asked)
    revision = next_revision(before, RevisionKind.ANSWERS, parts=parts, by=by, at=at)
    more = {"unread": unread, "edits": edits, "left_out": lines_lost(whole, made)}
    return made.model_copy(update={"revision": revision.model_copy(update=more)})


def next_revision(before: Draft, kind: RevisionKind, *, parts: Sequence[str], by: str, at: dt.datetime) -> Revision:
    """Where the next version comes from; the edits of the version before go with it."""
    number = before.revision.number + 1 if before.revision else 2
    marks = before.revision.marks if before.revision else ()
    left_out = before.revision.left_out if before.revision else ()
    return Revision(
        kind=kind, of=before.id or "", number=number, by=by, at=at, parts=tuple(parts), edits=edits_of(before),
        marks=marks if kind is not RevisionKind.ANSWERS else (),
        left_out=left_out if kind is not RevisionKind.ANSWERS else (),
    )  # fmt: skip


def edits_of(draft: Draft) -> tuple[LineEdit, ...]:
    """Everything people changed up to this version."""
    return draft.revision.edits if draft.revision else ()
