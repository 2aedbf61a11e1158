"""Pattern cards: every release with who decided on it, and the plans behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "kb_cards",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("card_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gap_type", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.String(length=40), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kb_cards")),
        sa.UniqueConstraint("card_id", "version", name=op.f("uq_kb_cards_card_id_version")),
    )
    op.create_index(op.f("ix_kb_cards_gap_type_status"), "kb_cards", ["gap_type", "status"], unique=False)
    op.create_table(
        "kb_card_plans",
        sa.Column("card_pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record_id", sa.String(length=255), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_pk"], ["kb_cards.pk"], name=op.f("fk_kb_card_plans_card_pk_kb_cards"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("card_pk", "record_id", name=op.f("pk_kb_card_plans")),
    )
    op.create_index(op.f("ix_kb_card_plans_record_id"), "kb_card_plans", ["record_id"], unique=False)


def downgrade() -> None:
    """Not offered: restore the backup taken before the upgrade."""
    raise NotImplementedError
