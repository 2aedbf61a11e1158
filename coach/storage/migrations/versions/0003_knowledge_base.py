"""The knowledge base: records, passages, vectors and words."""

import sqlalchemy as sa
from alembic import op

from knowledge_base.lexical import create_statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _kb_records()
    _kb_state()
    _kb_tombstones()
    _kb_chunks()
    for statement in create_statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Not offered: restore the backup taken before the upgrade."""
    raise NotImplementedError


def _kb_records() -> None:
    op.create_table(
        "kb_records",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("record_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("metadata", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("embedder", sa.String(length=120), nullable=False),
        sa.Column("chunking", sa.String(length=60), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kb_records")),
        sa.UniqueConstraint("record_id", name=op.f("uq_kb_records_record_id")),
    )
    op.create_index(op.f("ix_kb_records_kind_withdrawn"), "kb_records", ["kind", "withdrawn"], unique=False)
    op.create_index(op.f("ix_kb_records_seq"), "kb_records", ["seq"], unique=False)


def _kb_state() -> None:
    op.create_table(
        "kb_state",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kb_state")),
    )


def _kb_tombstones() -> None:
    op.create_table(
        "kb_tombstones",
        sa.Column("chunk_id", sa.String(length=270), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chunk_id", name=op.f("pk_kb_tombstones")),
    )
    op.create_index(op.f("ix_kb_tombstones_seq"), "kb_tombstones", ["seq"], unique=False)


def _kb_chunks() -> None:
    op.create_table(
        "kb_chunks",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("chunk_id", sa.String(length=270), nullable=False),
        sa.Column("record_pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", sa.String(length=16), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_pk"], ["kb_records.pk"], name=op.f("fk_kb_chunks_record_pk_kb_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kb_chunks")),
        sa.UniqueConstraint("chunk_id", name=op.f("uq_kb_chunks_chunk_id")),
    )
    op.create_index(op.f("ix_kb_chunks_kind_language"), "kb_chunks", ["kind", "language"], unique=False)
    op.create_index(op.f("ix_kb_chunks_record_pk"), "kb_chunks", ["record_pk"], unique=False)
    op.create_index(op.f("ix_kb_chunks_seq"), "kb_chunks", ["seq"], unique=False)
