"""The entries of a running plan: written inside the caller's transaction, never changed."""

from sqlalchemy.orm import Session

from coach.domain.checkin import Acknowledgement, CheckIn, CommitmentNote, Evaluation
from coach.domain.people import Actor
from coach.domain.plan import Plan
from coach.domain.policy import Act, Facts, may
from coach.storage.access import reason_given, require
from coach.storage.clock import new_id
from coach.storage.tables import AcknowledgementRow, CheckInRow, CommitmentNoteRow, EvaluationRow

Entry = CheckIn | Evaluation | Acknowledgement | CommitmentNote
"""Something that happened while a plan runs."""


def owed_ids(plan: Plan) -> frozenset[str]:
    """Ids of everything the employer owes: its commitments and the planned one-to-ones."""
    meetings = (f"check_in:{number}" for number, _ in enumerate(plan.content.check_ins, start=1))
    return frozenset((*(each.id for each in plan.content.commitments), *meetings))


def require_answerer(by: Actor, facts: Facts, delivery_proof: str) -> None:
    """Let the employee answer, or who says how the plan was handed over.

    Raises:
        NotAllowed: neither.
        InvalidInput: somebody else, without proof of delivery.
    """
    if may(by, Act.ACKNOWLEDGE_PLAN, facts):
        return
    require(by, Act.RECORD_DELIVERY, facts, what="plan")
    reason_given(delivery_proof, why="an answer recorded by somebody else needs proof of delivery")


def store(session: Session, plan_id: str, entry: Entry) -> None:
    """Keep one entry."""
    session.add(_row(plan_id, entry))
    session.flush()


def _row(plan_id: str, entry: Entry) -> AcknowledgementRow | CheckInRow | CommitmentNoteRow | EvaluationRow:
    values = entry.model_dump(mode="json", exclude={"by", "at", "on"})
    values |= {"plan_id": plan_id, "by_user_id": entry.by, "at": entry.at}
    match entry:
        case CheckIn():
            return CheckInRow(**values, on=entry.on)
        case Evaluation():
            return EvaluationRow(**values)
        case Acknowledgement():
            return AcknowledgementRow(**values)
        case CommitmentNote():
            return CommitmentNoteRow(**values, id=new_id())
