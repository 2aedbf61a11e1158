"""Deciding: every suggestion by a named person with a reason; the only place where a plan is born."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.people import Actor
from coach.domain.plan import Plan, PlanStatus
from coach.domain.policy import Act
from coach.domain.review import (
    Decision,
    GoalChanges,
    Review,
    ReviewOutcome,
    ReviewState,
    Suggestion,
    SuggestionKind,
    Verdict,
)
from coach.errors import Conflict, InvalidInput, NotAllowed, NotFound
from coach.review.content import content_of
from coach.review.suggestions import read_schedule
from coach.storage.access import reason_given, storable
from coach.storage.audit import record
from coach.storage.clock import new_id, now
from coach.storage.plans import add_plan
from coach.storage.reviews import OpenedReview, add_decision, advance, open_review
from coach.storage.session import Database
from coach.storage.tables import UserRow

_STATE_AFTER = {
    ReviewOutcome.APPROVE: ReviewState.APPROVED,
    ReviewOutcome.RETURN: ReviewState.RETURNED,
    ReviewOutcome.ESCALATE: ReviewState.ESCALATED,
}


class Decisions:
    """What reviewers do.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def decide(  # noqa: PLR0913 - one keyword for each part of a decision
        self,
        review_id: str,
        suggestion_id: str,
        *,
        verdict: Verdict,
        reason: str,
        by: Actor,
        version: int,
        text: str | None = None,
        changes: GoalChanges | None = None,
    ) -> Review:
        """Decide on one suggestion and return the review; a later decision on it counts instead, and both are kept.

        Args:
            review_id, suggestion_id: what is decided on.
            verdict: accept, edit or reject.
            reason: why; never empty.
            by: an HR person who is neither the author nor the subject.
            version: the version of the review the person looked at.
            text: the new text, of an edit.
            changes: figures set together with an edited goal.

        Raises:
            InvalidInput: the reason is missing, or text and verdict do not fit.
            NotFound: no such review or suggestion, or not for these eyes.
            NotAllowed: not theirs to decide.
            Conflict: the review changed meanwhile, or is over.
        """
        why = reason_given(reason, why="a decision needs a reason")
        with self._database.transaction() as session:
            review = self._open(session, review_id, by).review
            suggestion = _suggestion(review, suggestion_id)
            after = _checked_text(suggestion, verdict, text, changes)
            decision = Decision(
                suggestion_id=suggestion_id, verdict=verdict, reason=why, text_before=suggestion.text,
                text_after=after, changes=changes, by=by.user_id, at=self._clock(), version=version + 1,
            )  # fmt: skip
            _store(session, review, decision)
            return open_review(session, review_id, by=by, act=Act.SEE_REVIEW).review

    def return_to_author(self, review_id: str, *, reason: str, by: Actor, version: int) -> Review:
        """End the review without a plan; the author reads the reason and may submit again.

        Raises:
            InvalidInput: no reason.
            NotFound, NotAllowed, Conflict: as for `decide`.
        """
        self.complete(review_id, outcome=ReviewOutcome.RETURN, reason=reason, by=by, version=version)
        with self._database.reading() as session:
            return open_review(session, review_id, by=by, act=Act.SEE_REVIEW).review

    def complete(
        self, review_id: str, *, outcome: ReviewOutcome, reason: str = "", by: Actor, version: int
    ) -> Plan | None:
        """Approve (which makes the plan), return to the author, or escalate to a second person.

        Args:
            review_id: the review.
            outcome: approve, return or escalate.
            reason: required to return, to escalate, and to approve a draft that needs a second look.
            by: an HR person who is neither the author nor the subject; after an escalation not who escalated.
            version: the version of the review the person looked at.

        Returns:
            The plan, of an approval.

        Raises:
            InvalidInput: a reason is missing, or no goal is left to approve.
            NotFound: no such review, or not for these eyes.
            NotAllowed: not theirs to decide.
            Conflict: something is undecided, the review changed meanwhile, or is over.
        """
        with self._database.transaction() as session:
            opened = self._open(session, review_id, by)
            given = _checked_outcome(opened.review, outcome, reason, by)
            moment = self._clock()
            changes: dict[str, object] = {"state": _STATE_AFTER[outcome].value, "outcome_reason": given}
            if outcome is ReviewOutcome.ESCALATE:
                changes["escalated_by"] = by.user_id
            advance(session, opened.review, version=version, at=moment, **changes)
            plan = _born(session, opened, by, moment) if outcome is ReviewOutcome.APPROVE else None
            details = {"outcome": outcome.value, "reason": given, "plan": plan.id if plan else None}
            sha256 = plan.content_sha256 if plan else None
            record(session, by.user_id, "review.completed", ("review", review_id), content_sha256=sha256, **details)
            return plan

    def _open(self, session: Session, review_id: str, by: Actor) -> OpenedReview:
        opened = open_review(session, review_id, by=by, act=Act.DECIDE_REVIEW)
        _refuse_involved(session, opened.review, by)
        if not opened.review.is_open:
            raise Conflict(f"this review is over: {opened.review.state.value}", "look at its outcome")
        return opened


def _refuse_involved(session: Session, review: Review, by: Actor) -> None:
    """Author is not approver (DOMAIN rule 7), whatever roles or second accounts somebody has."""
    involved = {review.author_user_id, review.submitted_by}
    people = set(session.scalars(select(UserRow.employee_id).where(UserRow.id.in_(involved)))) - {None}
    own = by.user_id in involved or (by.employee_id is not None and by.employee_id in people)
    if own or (by.employee_id is not None and by.employee_id == review.subject_employee_id):
        raise NotAllowed("nobody decides on a draft of their own or about themselves", "ask another HR colleague")


def _store(session: Session, review: Review, decision: Decision) -> None:
    """Move the review one version on and keep the decision beside the earlier ones."""
    decided = len(review.suggestions) - len(set(review.undecided) - {decision.suggestion_id})
    state = review.state if review.state is ReviewState.ESCALATED else ReviewState.IN_REVIEW
    advance(session, review, version=decision.version - 1, at=decision.at, state=state.value, decided=decided)
    add_decision(session, review.id, decision)
    details = decision.model_dump(mode="json", exclude={"by", "at"})
    record(session, decision.by, "review.decided", ("review", review.id), **details)


def _suggestion(review: Review, suggestion_id: str) -> Suggestion:
    found = next((each for each in review.suggestions if each.id == suggestion_id), None)
    if found is None:
        raise NotFound(f"this review has no suggestion {suggestion_id!r}", "take an id from the review")
    return found


def _checked_text(
    suggestion: Suggestion, verdict: Verdict, text: str | None, changes: GoalChanges | None
) -> str | None:
    if changes is not None and (suggestion.kind is not SuggestionKind.GOAL or verdict is not Verdict.EDIT):
        raise InvalidInput("figures can be changed only while editing a goal", "edit the goal itself")
    if verdict is not Verdict.EDIT:
        if text is not None:
            raise InvalidInput(f"the verdict {verdict.value} takes no new text", "choose edit")
        return None
    unchanged = suggestion.text if changes is not None else ""
    written = storable(unchanged if text is None else text, what="text").strip()
    if not written or (written == suggestion.text and changes is None):
        raise InvalidInput("an edit needs a text that differs", "change the text, or accept it as it is")
    if suggestion.kind is SuggestionKind.CHECK_INS and not read_schedule(written):
        raise InvalidInput("the schedule is empty", "reject it instead")
    return written


def _checked_outcome(review: Review, outcome: ReviewOutcome, reason: str, by: Actor) -> str:
    if review.state is ReviewState.ESCALATED and by.user_id == review.escalated_by:
        raise NotAllowed("who asked for a second look does not answer it", "ask another HR colleague")
    if outcome is ReviewOutcome.ESCALATE and review.state is ReviewState.ESCALATED:
        raise Conflict("this review is escalated already", "approve it or return it")
    if outcome is not ReviewOutcome.APPROVE:
        return reason_given(reason, why="to return or escalate a review needs a reason")
    if review.undecided:
        first = ", ".join(review.undecided[:5])
        raise Conflict(f"{len(review.undecided)} suggestions are undecided: {first}", "decide them first")
    if not any(_stays(each) for each in review.suggestions if each.kind is SuggestionKind.GOAL):
        raise InvalidInput("no goal is left in this plan", "return the draft to its author instead")
    if review.second_look:
        return reason_given(reason, why="this draft needs a second look: say why a plan is right all the same")
    return storable(reason, what="reason").strip()


def _stays(suggestion: Suggestion) -> bool:
    return suggestion.decision is not None and suggestion.decision.verdict is not Verdict.REJECT


def _born(session: Session, opened: OpenedReview, by: Actor, moment: dt.datetime) -> Plan:
    """Make the plan out of what was accepted and edited."""
    review, draft = opened.review, opened.draft
    decided = {each.id: each.decision for each in review.suggestions if each.decision is not None}
    content = content_of(draft.draft, draft.description, decided)
    plan = Plan(
        id=new_id(), review_id=review.id, draft_id=draft.id, subject_employee_id=draft.subject_employee_id,
        author_user_id=draft.author_user_id, approved_by=by.user_id, status=PlanStatus.ACTIVE, version=1,
        content_version=1, content=content, content_sha256=content.sha256(), created_at=moment,
    )  # fmt: skip
    add_plan(session, plan)
    return plan
