"""Catalogue work: uploaded files, saved mappings, marks on unmet needs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _catalogue_uploads()
    _catalogue_mappings()
    _need_marks()


def downgrade() -> None:
    """Not offered: restore the backup taken before the upgrade."""
    raise NotImplementedError


def _catalogue_uploads() -> None:
    op.create_table(
        "catalogue_uploads",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("by_user_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("preview_id", sa.String(length=24), nullable=True),
        sa.Column("knowledge_seen", sa.String(length=40), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("job_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_uploads")),
    )
    op.create_index(op.f("ix_catalogue_uploads_by_user_id"), "catalogue_uploads", ["by_user_id"], unique=False)


def _catalogue_mappings() -> None:
    op.create_table(
        "catalogue_mappings",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("by_user_id", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_catalogue_mappings")),
    )


def _need_marks() -> None:
    op.create_table(
        "need_marks",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("need", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=True),
        sa.Column("by_user_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_need_marks")),
    )
    op.create_index(op.f("ix_need_marks_need"), "need_marks", ["need"], unique=False)
