"""Plans and what happens to them, in the store."""

import datetime as dt
from typing import NamedTuple

from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from coach.domain.checkin import (
    Acknowledgement,
    AcknowledgementKind,
    CheckIn,
    CommitmentNote,
    Evaluation,
    EvaluationSource,
    PlanHistory,
)
from coach.domain.people import Actor
from coach.domain.plan import Outcome, Plan, PlanContent, PlanStatus
from coach.domain.policy import Act, Facts
from coach.errors import Conflict, Corrupt
from coach.storage.access import manager_of, missing, require
from coach.storage.tables import (
    AcknowledgementRow,
    CheckInRow,
    CommitmentNoteRow,
    EvaluationRow,
    PlanPeerRow,
    PlanRow,
    PlanVersionRow,
)


class OpenedPlan(NamedTuple):
    """A plan with its history, inside one transaction."""

    history: PlanHistory
    """The plan and everything since."""
    facts: Facts
    """What the policy knows about it."""


def add_plan(session: Session, plan: Plan) -> None:
    """Store a new plan and freeze its content."""
    values = plan.model_dump(exclude={"content", "content_sha256", "status", "outcome"})
    session.add(PlanRow(**values, status=plan.status.value, outcome=None))
    session.flush()
    session.add(
        PlanVersionRow(
            plan_id=plan.id,
            number=plan.content_version,
            content=plan.content.model_dump(mode="json"),
            sha256=plan.content_sha256,
            created_at=plan.created_at,
        )
    )
    session.flush()


def open_plan(session: Session, plan_id: str, *, by: Actor, act: Act) -> OpenedPlan:
    """The plan, once the policy allows the act.

    Raises:
        NotFound: there is none, or not for these eyes.
        NotAllowed: visible, but not for this act.
        Corrupt: its content is not what was approved.
    """
    row = session.get(PlanRow, plan_id, populate_existing=True)
    if row is None:
        raise missing("plan")
    facts = plan_facts(session, row)
    require(by, act, facts, what="plan")
    return OpenedPlan(history=_history(session, to_plan(session, row)), facts=facts)


def plan_facts(session: Session, row: PlanRow) -> Facts:
    """What the policy must know about a plan."""
    peers = session.scalars(select(PlanPeerRow.user_id).where(PlanPeerRow.plan_id == row.id))
    return Facts(
        author_user_id=row.author_user_id, subject_employee_id=row.subject_employee_id,
        subject_manager_id=manager_of(session, row.subject_employee_id), submitted=True,
        invited_peers=frozenset(peers),
    )  # fmt: skip


def to_plan(session: Session, row: PlanRow) -> Plan:
    """The plan with its frozen content, which must still have the digest of its approval.

    Raises:
        Corrupt: it has not.
    """
    frozen = session.get(PlanVersionRow, (row.id, row.content_version))
    content = _read_content(frozen)
    return Plan(
        id=row.id, review_id=row.review_id, draft_id=row.draft_id, subject_employee_id=row.subject_employee_id,
        author_user_id=row.author_user_id, approved_by=row.approved_by, status=PlanStatus(row.status),
        version=row.version, content_version=row.content_version, content=content, content_sha256=content.sha256(),
        created_at=row.created_at, closed_at=row.closed_at, outcome=Outcome(row.outcome) if row.outcome else None,
        outcome_reason=row.outcome_reason,
    )  # fmt: skip


def advance_plan(session: Session, plan: Plan, *, version: int, **changes: object) -> None:
    """Move a plan one version on, guarded by the version the caller looked at.

    Raises:
        Conflict: the plan has changed meanwhile, saying what it is now.
    """
    moved = session.execute(
        update(PlanRow)
        .where(PlanRow.id == plan.id, PlanRow.version == version)
        .values(version=version + 1, **changes)
        .execution_options(synchronize_session=False)
        .returning(PlanRow.version)
    ).scalar()
    if moved is None:
        row = session.execute(select(PlanRow.version, PlanRow.status).where(PlanRow.id == plan.id)).one()
        raise Conflict(
            f"the plan is {row.status} at version {row.version}, not at version {version} as you saw it",
            "load it again, then repeat",
        )


def touch_plan(session: Session, plan_id: str) -> None:
    """Move a running plan one version on after something was added to it.

    Raises:
        Conflict: the plan was closed meanwhile.
    """
    moved = session.execute(
        update(PlanRow)
        .where(PlanRow.id == plan_id, PlanRow.status == PlanStatus.ACTIVE.value)
        .values(version=PlanRow.version + 1)
        .execution_options(synchronize_session=False)
        .returning(PlanRow.version)
    ).scalar()
    if moved is None:
        raise Conflict("this plan is closed", "look at its outcome")


def _read_content(frozen: PlanVersionRow | None) -> PlanContent:
    hint = "restore a backup with `coach restore FILE`, and run `coach audit verify`"
    if frozen is None:
        raise Corrupt("the content of this plan is missing", hint)
    try:
        content = PlanContent.model_validate(frozen.content)
    except ValidationError as error:
        raise Corrupt("the content of this plan cannot be read", hint) from error
    if content.sha256() != frozen.sha256:
        raise Corrupt("the content of this plan is not what was approved", hint)
    return content


def _history(session: Session, plan: Plan) -> PlanHistory:
    return PlanHistory(
        plan=plan,
        check_ins=_check_ins(session, plan.id),
        evaluations=_evaluations(session, plan.id),
        acknowledgements=_acknowledgements(session, plan.id),
        commitments=_commitments(session, plan.id),
    )


def _check_ins(session: Session, plan_id: str) -> tuple[CheckIn, ...]:
    rows = session.scalars(select(CheckInRow).where(CheckInRow.plan_id == plan_id).order_by(CheckInRow.id))
    fields = ((row, _dated(row.by_user_id, row.at)) for row in rows)
    return tuple(
        CheckIn.model_validate({"id": row.id, "on": row.on, "note": row.note, "progress": row.progress, **dated})
        for row, dated in fields
    )


def _evaluations(session: Session, plan_id: str) -> tuple[Evaluation, ...]:
    rows = session.scalars(select(EvaluationRow).where(EvaluationRow.plan_id == plan_id).order_by(EvaluationRow.id))
    return tuple(
        Evaluation.model_validate(
            {"id": row.id, "source": EvaluationSource(row.source), "text": row.text, "goals": row.goals}
            | _dated(row.by_user_id, row.at)
        )
        for row in rows
    )


def _acknowledgements(session: Session, plan_id: str) -> tuple[Acknowledgement, ...]:
    table = AcknowledgementRow
    rows = session.scalars(select(table).where(table.plan_id == plan_id).order_by(table.id))
    return tuple(
        Acknowledgement(
            id=row.id,
            kind=AcknowledgementKind(row.kind),
            comment=row.comment,
            delivery_proof=row.delivery_proof,
            content_sha256=row.content_sha256,
            by=row.by_user_id,
            at=row.at,
        )
        for row in rows
    )


def _commitments(session: Session, plan_id: str) -> tuple[CommitmentNote, ...]:
    table = CommitmentNoteRow
    rows = session.scalars(select(table).where(table.plan_id == plan_id).order_by(table.id))
    return tuple(
        CommitmentNote(commitment_id=row.commitment_id, kept=row.kept, note=row.note, by=row.by_user_id, at=row.at)
        for row in rows
    )


def _dated(by: str, at: dt.datetime) -> dict[str, object]:
    return {"by": by, "at": at}
