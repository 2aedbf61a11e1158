"""Tables of the released cards. They hold no employee and no manager: whose a plan is stands in its record alone."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge_base.tables import KnowledgeBaseTable, _Key


class CardRow(KnowledgeBaseTable):
    """One release of a card: proposed, decided by a person, in use, or out of use again."""

    __tablename__ = "kb_cards"
    __table_args__ = (UniqueConstraint("card_id", "version"), Index(None, "gap_type", "status"))

    pk: Mapped[int] = mapped_column(_Key, primary_key=True, autoincrement=True)
    """Internal number."""
    card_id: Mapped[str] = mapped_column(String(120))
    """`CardContent.card_id`."""
    version: Mapped[int] = mapped_column(Integer)
    """1, 2, 3 ... of the card."""
    gap_type: Mapped[str] = mapped_column(String(40))
    """Value of `GapCategory`."""
    status: Mapped[str] = mapped_column(String(16))
    """Value of `CardStatus`."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`CardContent` as JSON."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content."""
    lost: Mapped[int] = mapped_column(Integer)
    """Plans behind it that were deleted since; which ones is forgotten."""
    released: Mapped[int] = mapped_column(Integer)
    """Which approval it was, 1, 2, 3 ... of the store; 0 where it was never approved, hence nobody remembers it."""
    proposed_at: Mapped[str] = mapped_column(String(40))
    """ISO 8601, UTC."""
    decided_at: Mapped[str | None] = mapped_column(String(40))
    """When it got its status, where a person or the k rule gave it one."""
    decided_by: Mapped[str | None] = mapped_column(String(40))
    """Account of the person; None for the k rule."""
    reason: Mapped[str] = mapped_column(Text)
    """Why, in that person's words; empty before."""


class CardPlanRow(KnowledgeBaseTable):
    """A plan behind a release; the row goes with the plan's record."""

    __tablename__ = "kb_card_plans"
    __table_args__ = (Index(None, "record_id"),)

    card_pk: Mapped[int] = mapped_column(_Key, ForeignKey("kb_cards.pk", ondelete="CASCADE"), primary_key=True)
    """The release."""
    record_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    """The plan's record."""
    mark: Mapped[str] = mapped_column(String(16))
    """`PastPlan.mark` as it was: a plan that says something else now no longer stands behind the release."""
    keys: Mapped[list[Any]] = mapped_column(JSON)
    """Keys of the figures it stands behind."""
