"""Drafts that wait for people: submitting, listing, looking."""

import builtins
import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.people import Actor
from coach.domain.policy import Act, may
from coach.domain.review import OPEN_STATES, Review, ReviewState, ReviewSummary, second_look_reasons
from coach.errors import Conflict, InvalidInput
from coach.review.suggestions import suggestions_of
from coach.storage.access import perhaps_visible
from coach.storage.audit import record
from coach.storage.clock import new_id, now
from coach.storage.draft_versions import newest_id
from coach.storage.drafts import StoredDraft, facts_of, find_draft, to_stored
from coach.storage.reviews import add_review, open_review
from coach.storage.session import Database
from coach.storage.tables import DraftRow, PlanRow, ReviewRow


class ReviewQueue:
    """The reviews under way and those that are done.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def submit(self, draft_id: str, *, by: Actor) -> Review:
        """Send a draft to review: one suggestion for each part of it, none decided.

        Raises:
            NotFound: there is no such draft, or not for these eyes.
            NotAllowed: visible, but not theirs to send.
            Conflict: it is in review already, or approved, or there is a newer version.
            InvalidInput: there is nothing in it to decide.
        """
        with self._database.transaction() as session:
            stored = to_stored(find_draft(session, draft_id, by=by, act=Act.SUBMIT_DRAFT))
            _refuse_second(session, draft_id)
            _refuse_old(session, draft_id)
            review = self._new(stored, by)
            add_review(session, review)
            details = {"draft": draft_id, "suggestions": len(review.suggestions)}
            second = len(review.second_look)
            record(session, by.user_id, "review.submitted", ("review", review.id), second_look=second, **details)
        return review

    def list(
        self, by: Actor, *, state: ReviewState | None = None, after: str | None = None, limit: int = 50
    ) -> builtins.list[ReviewSummary]:
        """The reviews the actor may see, newest first.

        Args:
            by: who looks.
            state: only those in this state.
            after: id of the last review of the page before.
            limit: most reviews of a page.
        """
        visible = perhaps_visible(by, DraftRow.author_user_id, DraftRow.subject_employee_id)
        query = select(ReviewRow, DraftRow).join(DraftRow, DraftRow.id == ReviewRow.draft_id).where(visible)
        if state is not None:
            query = query.where(ReviewRow.state == state.value)
        if after is not None:
            query = query.where(ReviewRow.id < after)
        found: builtins.list[ReviewSummary] = []
        with self._database.reading() as session:
            for row, draft in session.execute(query.order_by(ReviewRow.id.desc()).execution_options(yield_per=100)):
                if may(by, Act.SEE_REVIEW, facts_of(session, draft)):
                    found.append(_summary(session, row, draft))
                if len(found) >= limit:
                    break
        return found

    def show(self, review_id: str, by: Actor) -> Review:
        """The review with every suggestion and the decision that counts.

        Raises:
            NotFound: there is none, or not for these eyes.
        """
        with self._database.reading() as session:
            return open_review(session, review_id, by=by, act=Act.SEE_REVIEW).review

    def draft_of(self, review_id: str, by: Actor) -> StoredDraft:
        """The draft under review, for who may see the review.

        Raises:
            NotFound: there is none, or not for these eyes.
        """
        with self._database.reading() as session:
            return open_review(session, review_id, by=by, act=Act.SEE_REVIEW).draft

    def _new(self, stored: StoredDraft, by: Actor) -> Review:
        suggestions = suggestions_of(stored.draft)
        second_look = second_look_reasons(stored.draft)
        if not suggestions and not second_look:
            raise InvalidInput("this draft has nothing to decide", "describe the gap in more detail and draft again")
        moment = self._clock()
        return Review(
            id=new_id(), draft_id=stored.id, author_user_id=stored.author_user_id, submitted_by=by.user_id,
            subject_employee_id=stored.subject_employee_id, language=stored.draft.language,
            state=ReviewState.SUBMITTED, version=1, second_look=second_look, suggestions=suggestions,
            created_at=moment, updated_at=moment,
        )  # fmt: skip


def _refuse_old(session: Session, draft_id: str) -> None:
    newer = newest_id(session, draft_id)
    if newer != draft_id:
        raise Conflict("there is a newer version of this draft", f"go on from version {newer}")


def _refuse_second(session: Session, draft_id: str) -> None:
    states = set(session.scalars(select(ReviewRow.state).where(ReviewRow.draft_id == draft_id)))
    if states & {state.value for state in OPEN_STATES}:
        raise Conflict("this draft is in review already", "wait for the reviewer's answer")
    if ReviewState.APPROVED.value in states:
        raise Conflict("this draft has become a plan", "write a new draft for what comes next")


def _summary(session: Session, row: ReviewRow, draft: DraftRow) -> ReviewSummary:
    return ReviewSummary(
        id=row.id, draft_id=row.draft_id, subject_employee_id=draft.subject_employee_id,
        state=ReviewState(row.state), version=row.version, decided=row.decided, total=len(row.suggestions),
        needs_second_look=bool(row.second_look), created_at=row.created_at,
        plan_id=session.scalar(select(PlanRow.id).where(PlanRow.review_id == row.id)),
    )  # fmt: skip
