"""A plan under way: who may look, check-ins, evaluations, answers, and the end."""

import builtins
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.domain.checkin import (
    Acknowledgement,
    AcknowledgementKind,
    CheckIn,
    CommitmentNote,
    Evaluation,
    EvaluationSource,
    GoalJudgement,
    GoalProgress,
    PlanHistory,
    unkept,
)
from coach.domain.people import Actor
from coach.domain.plan import Outcome, Plan, PlanStatus, PlanSummary
from coach.domain.policy import Act, may
from coach.errors import Conflict, InvalidInput, NotFound
from coach.plans import entries
from coach.storage.access import missing, perhaps_visible, reason_given, storable
from coach.storage.audit import record
from coach.storage.clock import new_id, now
from coach.storage.plans import OpenedPlan, advance_plan, open_plan, plan_facts, to_plan, touch_plan
from coach.storage.session import Database
from coach.storage.tables import PlanPeerRow, PlanRow, UserRow

_ACT_OF = {
    EvaluationSource.SUPERVISOR: Act.EVALUATE_AS_SUPERVISOR,
    EvaluationSource.SELF: Act.EVALUATE_AS_SELF,
    EvaluationSource.PEER: Act.EVALUATE_AS_PEER,
}


class Plans:
    """Approved plans.

    Args:
        database: the store.
        clock: the current time in UTC; tests hand in their own.
    """

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def show(self, plan_id: str, by: Actor) -> PlanHistory:
        """The plan with everything that happened since.

        Raises:
            NotFound: there is none, or not for these eyes.
            Corrupt: its content is not what was approved.
        """
        with self._database.reading() as session:
            return open_plan(session, plan_id, by=by, act=Act.SEE_PLAN).history

    def list(
        self, by: Actor, *, status: PlanStatus | None = None, after: str | None = None, limit: int = 50
    ) -> builtins.list[PlanSummary]:
        """The plans the actor may see, newest first.

        Args:
            by: who looks.
            status: only those in this state.
            after: id of the last plan of the page before.
            limit: most plans of a page.
        """
        visible = perhaps_visible(by, PlanRow.author_user_id, PlanRow.subject_employee_id)
        query = select(PlanRow).where(visible)
        if status is not None:
            query = query.where(PlanRow.status == status.value)
        if after is not None:
            query = query.where(PlanRow.id < after)
        found: builtins.list[PlanSummary] = []
        with self._database.reading() as session:
            for row in session.scalars(query.order_by(PlanRow.id.desc()).execution_options(yield_per=100)):
                if may(by, Act.SEE_PLAN, plan_facts(session, row)):
                    found.append(_summary(to_plan(session, row)))
                if len(found) >= limit:
                    break
        return found

    def checkin(
        self, plan_id: str, *, on: dt.date, note: str, by: Actor, progress: Sequence[GoalProgress] = ()
    ) -> PlanHistory:
        """Record a one-to-one or formal review that took place.

        Args:
            plan_id: the plan.
            on: the day; not in the future.
            note: what was said and agreed; never empty.
            by: the line manager or HR.
            progress: where goals stand, by goal id.

        Raises:
            InvalidInput: no note, a day to come, or a goal the plan has not.
            NotFound, NotAllowed: not theirs. Conflict: the plan is closed.
        """
        given = reason_given(note, why="a check-in needs a note")
        if on > self._clock().date() + dt.timedelta(days=1):
            raise InvalidInput("a check-in that has not taken place cannot be recorded", "give the day it took place")
        with self._writing(plan_id, by, Act.CHECK_IN) as (session, opened):
            _refuse_unknown_goals(opened.history.plan, [each.goal_id for each in progress])
            entry = CheckIn(on=on, note=given, progress=tuple(progress), id=new_id(), by=by.user_id, at=self._clock())
            entries.store(session, plan_id, entry)
            record(session, by.user_id, "plan.checked_in", ("plan", plan_id), check_in=entry.id, day=on)
        return self._after(plan_id, by)

    def evaluate(
        self, plan_id: str, *, source: EvaluationSource, text: str, by: Actor, goals: Sequence[GoalJudgement] = ()
    ) -> None:
        """Record one side's view of the result: of the goals, never of the person.

        Args:
            plan_id: the plan.
            source: supervisor (the line manager), self (the employee) or peer (an invited account).
            text: in their words; never empty.
            by: whoever gives it.
            goals: goal by goal.

        Raises:
            InvalidInput: no text, or a goal the plan has not.
            NotFound, NotAllowed: not theirs. Conflict: the plan is closed.
        """
        given = reason_given(text, why="an evaluation needs a text")
        with self._writing(plan_id, by, _ACT_OF[source]) as (session, opened):
            _refuse_unknown_goals(opened.history.plan, [each.goal_id for each in goals])
            entry = Evaluation(
                source=source, text=given, goals=tuple(goals), id=new_id(), by=by.user_id, at=self._clock()
            )
            entries.store(session, plan_id, entry)
            record(session, by.user_id, "plan.evaluated", ("plan", plan_id), evaluation=entry.id, source=source.value)

    def invite_peer(self, plan_id: str, *, user_id: str, by: Actor) -> None:
        """Ask a colleague for a peer evaluation; it lets them answer, not read the plan.

        Raises:
            NotFound: no such plan or account. NotAllowed: not theirs. Conflict: the plan is closed.
        """
        with self._writing(plan_id, by, Act.RECORD_DELIVERY) as (session, opened):
            if session.get(UserRow, user_id) is None:
                raise missing("account")
            if user_id not in opened.facts.invited_peers:
                session.add(PlanPeerRow(plan_id=plan_id, user_id=user_id))
            record(session, by.user_id, "plan.peer_invited", ("plan", plan_id), peer=user_id)

    def acknowledge(
        self, plan_id: str, *, kind: AcknowledgementKind, by: Actor, comment: str = "", delivery_proof: str = ""
    ) -> PlanHistory:
        """Record the employee's answer: receipt is not agreement, refusing to sign is an ordinary state.

        Args:
            plan_id: the plan.
            kind: received or refused.
            by: the employee; or the line manager or HR, who then say how the plan was handed over.
            comment: the employee's own words, attached for good.
            delivery_proof: how it was handed over.

        Raises:
            InvalidInput: somebody else records it without proof of delivery.
            NotFound, NotAllowed: not theirs. Conflict: the plan is closed.
        """
        with self._writing(plan_id, by, Act.SEE_PLAN) as (session, opened):
            entries.require_answerer(by, opened.facts, delivery_proof)
            said, proof = storable(comment, what="comment"), storable(delivery_proof, what="proof of delivery")
            sha256 = opened.history.plan.content_sha256
            entry = Acknowledgement(
                kind=kind,
                comment=said,
                delivery_proof=proof,
                content_sha256=sha256,
                id=new_id(),
                by=by.user_id,
                at=self._clock(),
            )
            entries.store(session, plan_id, entry)
            details = {"acknowledgement": entry.id, "kind": kind.value, "content_sha256": sha256}
            record(session, by.user_id, "plan.acknowledged", ("plan", plan_id), **details)
        return self._after(plan_id, by)

    def note_commitment(self, plan_id: str, commitment_id: str, *, kept: bool, note: str, by: Actor) -> PlanHistory:
        """Record that the employer kept what it owes, with the evidence; or why it did not.

        Args:
            plan_id: the plan.
            commitment_id: `commitment:1` ..., or `check_in:1` ... for a planned one-to-one.
            kept: whether it was kept.
            note: the evidence or the explanation; never empty.
            by: the line manager or HR.

        Raises:
            InvalidInput: no note.
            NotFound: no such plan or commitment. NotAllowed: not theirs. Conflict: the plan is closed.
        """
        given = reason_given(note, why="a kept commitment needs its evidence, another one its explanation")
        with self._writing(plan_id, by, Act.RECORD_DELIVERY) as (session, opened):
            if commitment_id not in entries.owed_ids(opened.history.plan):
                raise NotFound(f"this plan has no commitment {commitment_id!r}", "take an id from the plan")
            entry = CommitmentNote(commitment_id=commitment_id, kept=kept, note=given, by=by.user_id, at=self._clock())
            entries.store(session, plan_id, entry)
            details = {"commitment": commitment_id, "kept": kept}
            record(session, by.user_id, "plan.commitment_noted", ("plan", plan_id), **details)
        return self._after(plan_id, by)

    def close(  # noqa: PLR0913 - one keyword for each part of the step
        self,
        plan_id: str,
        *,
        outcome: Outcome,
        reason: str,
        by: Actor,
        version: int,
        explanations: Mapping[str, str] | None = None,
    ) -> PlanHistory:
        """End the plan.

        Args:
            plan_id: the plan.
            outcome: about the goals.
            reason: what it rests on; never empty.
            by: the line manager or HR.
            version: the version of the plan the person looked at.
            explanations: commitment id -> why the employer did not keep it; "not achieved" waits for all of them.

        Raises:
            InvalidInput: no reason.
            NotFound, NotAllowed: not theirs.
            Conflict: closed already, changed meanwhile, or the employer owes an explanation.
        """
        given = reason_given(reason, why="an outcome needs a reason")
        with self._writing(plan_id, by, Act.CLOSE_PLAN) as (session, opened):
            self._explain(session, plan_id, explanations or {}, by)
            history = open_plan(session, plan_id, by=by, act=Act.CLOSE_PLAN).history
            if outcome is Outcome.NOT_ACHIEVED:
                _refuse_unexplained(history, self._clock().date())
            changes = {"status": PlanStatus.CLOSED.value, "outcome": outcome.value, "outcome_reason": given}
            advance_plan(session, opened.history.plan, version=version, closed_at=self._clock(), **changes)
            explained = sorted(explanations or {})
            details = {"outcome": outcome.value, "reason": given, "explained": explained}
            record(session, by.user_id, "plan.closed", ("plan", plan_id), **details)
        return self._after(plan_id, by)

    def _explain(self, session: Session, plan_id: str, explanations: Mapping[str, str], by: Actor) -> None:
        for commitment_id, note in explanations.items():
            why = reason_given(note, why="an explanation is empty")
            moment = self._clock()
            entry = CommitmentNote(commitment_id=commitment_id, kept=False, note=why, by=by.user_id, at=moment)
            entries.store(session, plan_id, entry)

    @contextmanager
    def _writing(self, plan_id: str, by: Actor, act: Act) -> Iterator[tuple[Session, OpenedPlan]]:
        with self._database.transaction() as session:
            opened = open_plan(session, plan_id, by=by, act=act)
            if opened.history.plan.status is PlanStatus.CLOSED:
                raise Conflict("this plan is closed", "look at its outcome")
            yield session, opened
            if act is not Act.CLOSE_PLAN:
                touch_plan(session, plan_id)

    def _after(self, plan_id: str, by: Actor) -> PlanHistory:
        with self._database.reading() as session:
            return open_plan(session, plan_id, by=by, act=Act.SEE_PLAN).history


def _summary(plan: Plan) -> PlanSummary:
    return PlanSummary(
        id=plan.id, subject_employee_id=plan.subject_employee_id, status=plan.status, version=plan.version,
        outcome=plan.outcome, goals=tuple(each.statement for each in plan.content.goals),
        deadline=max(each.deadline for each in plan.content.goals), created_at=plan.created_at,
    )  # fmt: skip


def _refuse_unknown_goals(plan: Plan, goal_ids: Sequence[str]) -> None:
    unknown = sorted(set(goal_ids) - {goal.id for goal in plan.content.goals})
    if unknown:
        raise InvalidInput(f"this plan has no goal {unknown[0]!r}", "take an id from the plan")


def _refuse_unexplained(history: PlanHistory, day: dt.date) -> None:
    owed = unkept(history, on=day)
    if owed:
        first = ", ".join(each.id for each in owed[:8])
        raise Conflict(
            f"the employer has not kept or explained {len(owed)} of its own commitments: {first}",
            "record that they were kept, or explain them",
        )
