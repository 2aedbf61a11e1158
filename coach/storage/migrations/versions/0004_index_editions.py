"""The embedder an index was built with, and its renewal for another one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "kb_editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("embedder", sa.String(length=120), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("chunking", sa.String(length=60), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("worker", sa.String(length=255), nullable=False),
        sa.Column("seen", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_kb_editions")),
    )
    op.create_table(
        "kb_renewed_records",
        sa.Column("record_pk", _KEY, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("redacted", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("record_pk", name=op.f("pk_kb_renewed_records")),
    )
    op.create_table(
        "kb_renewed_chunks",
        sa.Column("record_pk", _KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("record_pk", "number", name=op.f("pk_kb_renewed_chunks")),
    )
    _number_what_is_there()


def downgrade() -> None:
    """Not offered: restore the backup taken before the upgrade."""
    raise NotImplementedError


def _number_what_is_there() -> None:
    """A store that has records already is edition 1, made with what most of its records were made with."""
    made = "SELECT embedder, chunking FROM kb_records GROUP BY embedder, chunking ORDER BY count(*) DESC, 1, 2"
    found = op.get_bind().execute(sa.text(made)).all()
    length = op.get_bind().execute(sa.text("SELECT length(vector) FROM kb_chunks ORDER BY pk LIMIT 1")).scalar()
    if not found or not length:
        return
    embedder, chunking = found[0]
    row = {"embedder": embedder, "chunking": chunking if len(found) == 1 else "mixed", "dimension": length // 4}
    edition = "INSERT INTO kb_editions VALUES (1, :embedder, :dimension, :chunking, '{}', '', 0)"
    op.get_bind().execute(sa.text(edition), row)
    op.get_bind().execute(sa.text("INSERT INTO kb_state (name, value) VALUES ('edition', 1)"))
