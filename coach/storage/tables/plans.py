"""Drafts, reviews, plans and what happens to them."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from coach.storage.tables.base import CoachTable, Code, Hash, Id

OPEN_REVIEW = text("state IN ('submitted', 'in_review', 'escalated')")
"""Condition of the index that allows one open review for a draft."""


class DraftRow(CoachTable):
    """A draft as an engine wrote it; never changed, a new version is a new row."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    author_user_id: Mapped[str] = mapped_column(Id, index=True)
    subject_employee_id: Mapped[str | None] = mapped_column(String(100), index=True)
    supersedes: Mapped[str | None] = mapped_column(Id)
    description: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]
    schema_version: Mapped[int]
    created_at: Mapped[dt.datetime]


class DraftScoreRow(CoachTable):
    """One recorded score of a draft."""

    __tablename__ = "draft_scores"

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[float | None]
    explanation: Mapped[str] = mapped_column(Text)


class ReviewRow(CoachTable):
    """One pass of a draft through people's hands."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("uq_reviews_one_open", "draft_id", unique=True, sqlite_where=OPEN_REVIEW, postgresql_where=OPEN_REVIEW),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    submitted_by: Mapped[str] = mapped_column(Id)
    state: Mapped[str] = mapped_column(Code, index=True)
    version: Mapped[int]
    second_look: Mapped[list[Any]]
    suggestions: Mapped[list[Any]]
    decided: Mapped[int]
    outcome_reason: Mapped[str] = mapped_column(Text)
    escalated_by: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime]


class DecisionRow(CoachTable):
    """One decision on one suggestion; rows are added, never changed."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("review_id", "version"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), index=True)
    version: Mapped[int]
    suggestion_id: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Code)
    reason: Mapped[str] = mapped_column(Text)
    text_before: Mapped[str] = mapped_column(Text)
    text_after: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[dict[str, Any] | None]
    by_user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[dt.datetime]


class PlanRow(CoachTable):
    """An approved plan; its content is in `plan_versions`."""

    __tablename__ = "plans"
    __table_args__ = (CheckConstraint("approved_by <> author_user_id", name="author_is_not_approver"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id"), unique=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    subject_employee_id: Mapped[str | None] = mapped_column(String(100), index=True)
    author_user_id: Mapped[str] = mapped_column(Id)
    approved_by: Mapped[str] = mapped_column(Id)
    status: Mapped[str] = mapped_column(Code, index=True)
    version: Mapped[int]
    content_version: Mapped[int]
    created_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
    outcome: Mapped[str | None] = mapped_column(Code)
    outcome_reason: Mapped[str] = mapped_column(Text)


class PlanVersionRow(CoachTable):
    """The frozen content of a plan."""

    __tablename__ = "plan_versions"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(Hash)
    created_at: Mapped[dt.datetime]


class PlanPeerRow(CoachTable):
    """An account asked for a peer evaluation."""

    __tablename__ = "plan_peers"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, primary_key=True)


class CheckInRow(CoachTable):
    """A check-in that took place."""

    __tablename__ = "check_ins"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(Text)
    progress: Mapped[list[Any]]
    by_user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[dt.datetime]


class EvaluationRow(CoachTable):
    """One side's view of the result."""

    __tablename__ = "evaluations"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    source: Mapped[str] = mapped_column(Code)
    text: Mapped[str] = mapped_column(Text)
    goals: Mapped[list[Any]]
    by_user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[dt.datetime]


class AcknowledgementRow(CoachTable):
    """The employee's answer to a frozen content."""

    __tablename__ = "acknowledgements"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    kind: Mapped[str] = mapped_column(Code)
    comment: Mapped[str] = mapped_column(Text)
    delivery_proof: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(Hash)
    by_user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[dt.datetime]


class CommitmentNoteRow(CoachTable):
    """Whether the employer kept one thing it owes."""

    __tablename__ = "commitment_notes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    commitment_id: Mapped[str] = mapped_column(Text)
    kept: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    by_user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[dt.datetime]
