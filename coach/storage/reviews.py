"""Reviews and their decisions in the store."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coach.domain.people import Actor
from coach.domain.policy import Act, Facts
from coach.domain.review import Decision, GoalChanges, Review, ReviewState, Suggestion, Verdict
from coach.errors import Conflict
from coach.storage.access import missing, require
from coach.storage.clock import new_id
from coach.storage.drafts import StoredDraft, facts_of, to_stored
from coach.storage.tables import DecisionRow, DraftRow, PlanRow, ReviewRow


class OpenedReview(NamedTuple):
    """A review with the draft behind it, inside one transaction."""

    review: Review
    """The review, every decision in place."""
    draft: StoredDraft
    """The draft."""
    facts: Facts
    """What the policy knows about it."""


def add_review(session: Session, review: Review) -> None:
    """Store a new review."""
    row = ReviewRow(
        id=review.id, draft_id=review.draft_id, submitted_by=review.submitted_by, state=review.state.value,
        version=review.version, second_look=list(review.second_look),
        suggestions=[each.model_dump(mode="json", exclude={"decision"}) for each in review.suggestions],
        decided=0, outcome_reason="", escalated_by=None, created_at=review.created_at, updated_at=review.updated_at,
    )  # fmt: skip
    session.add(row)
    session.flush()


def open_review(session: Session, review_id: str, *, by: Actor, act: Act) -> OpenedReview:
    """The review, once the policy allows the act.

    Raises:
        NotFound: there is none, or not for these eyes.
        NotAllowed: visible, but not for this act.
        Corrupt: the draft behind it cannot be read.
    """
    row = session.get(ReviewRow, review_id, populate_existing=True)
    draft = session.get(DraftRow, row.draft_id) if row is not None else None
    if row is None or draft is None:
        raise missing("review")
    facts = facts_of(session, draft)
    require(by, act, facts, what="review")
    stored = to_stored(draft)
    return OpenedReview(review=to_review(session, row, stored), draft=stored, facts=facts)


def to_review(session: Session, row: ReviewRow, draft: StoredDraft) -> Review:
    """The review with the decision that counts beside each suggestion."""
    latest = {each.suggestion_id: each for each in decisions_of(session, row.id)}
    suggestions = [Suggestion.model_validate(each) for each in row.suggestions]
    plan_id = session.scalar(select(PlanRow.id).where(PlanRow.review_id == row.id))
    return Review(
        id=row.id, draft_id=row.draft_id, author_user_id=draft.author_user_id, submitted_by=row.submitted_by,
        subject_employee_id=draft.subject_employee_id, language=draft.draft.language, state=ReviewState(row.state),
        version=row.version, second_look=tuple(row.second_look),
        suggestions=tuple(each.model_copy(update={"decision": latest.get(each.id)}) for each in suggestions),
        outcome_reason=row.outcome_reason, escalated_by=row.escalated_by, plan_id=plan_id,
        created_at=row.created_at, updated_at=row.updated_at,
    )  # fmt: skip


def decisions_of(session: Session, review_id: str, *, after: int = 0) -> list[Decision]:
    """Every decision ever taken in a review, oldest first; `after` leaves out those up to that version."""
    query = select(DecisionRow).where(DecisionRow.review_id == review_id, DecisionRow.version > after)
    return [_decision(row) for row in session.scalars(query.order_by(DecisionRow.version))]


def add_decision(session: Session, review_id: str, decision: Decision) -> None:
    """Store one decision beside the earlier ones."""
    values = decision.model_dump(exclude={"by", "changes", "verdict"})
    changes = decision.changes.model_dump(mode="json") if decision.changes else None
    session.add(
        DecisionRow(
            id=new_id(),
            review_id=review_id,
            by_user_id=decision.by,
            verdict=decision.verdict.value,
            changes=changes,
            **values,
        )
    )
    session.flush()


def advance(session: Session, review: Review, *, version: int, at: dt.datetime, **changes: object) -> int:
    """Move a review one version on, guarded by the version the caller looked at; return the new version.

    Raises:
        Conflict: the review has changed meanwhile, saying what changed.
    """
    moved = session.execute(
        update(ReviewRow)
        .where(ReviewRow.id == review.id, ReviewRow.version == version)
        .values(version=version + 1, updated_at=at, **changes)
        .execution_options(synchronize_session=False)
        .returning(ReviewRow.version)
    ).scalar()
    if moved is None:
        raise _stale(session, review.id, version)
    return moved


def _stale(session: Session, review_id: str, version: int) -> Conflict:
    row = session.execute(select(ReviewRow.version, ReviewRow.state).where(ReviewRow.id == review_id)).one()
    since = [f"{each.suggestion_id}: {each.verdict.value}" for each in decisions_of(session, review_id, after=version)]
    changed = f"; decided since: {', '.join(since)}" if since else ""
    return Conflict(
        f"the review is {row.state} at version {row.version}, not at version {version} as you saw it{changed}",
        "load it again, then decide",
    )


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        suggestion_id=row.suggestion_id, verdict=Verdict(row.verdict), reason=row.reason, text_before=row.text_before,
        text_after=row.text_after, changes=GoalChanges.model_validate(row.changes) if row.changes else None,
        by=row.by_user_id, at=row.at, version=row.version,
    )  # fmt: skip
