"""The tables of the knowledge base: SQL holds everything, vectors included; every other index is derived from here.

Collected by the application's migrations through `KnowledgeBaseTable.metadata`; the full-text table is not a mapped
table, its statements come from `knowledge_base.lexical.create_statements`.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

_Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows itself only where the key is an INTEGER."""


class KnowledgeBaseTable(DeclarativeBase):
    """Base of the tables of this package; its own metadata, so that nothing of the application is imported."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class RecordRow(KnowledgeBaseTable):
    """One record, redacted."""

    __tablename__ = "kb_records"
    __table_args__ = (Index(None, "kind", "withdrawn"), Index(None, "seq"))

    pk: Mapped[int] = mapped_column(_Key, primary_key=True, autoincrement=True)
    """Internal number, never shown."""
    record_id: Mapped[str] = mapped_column(String(255), unique=True)
    """Id of the source row; stable between imports."""
    kind: Mapped[str] = mapped_column(String(16))
    """Value of `Kind`."""
    title: Mapped[str] = mapped_column(Text)
    """Title, redacted."""
    text: Mapped[str] = mapped_column(Text)
    """Body, redacted."""
    language: Mapped[str] = mapped_column(String(8))
    """zh, en or other."""
    meta: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)
    """Everything else the row had, redacted."""
    source: Mapped[str] = mapped_column(Text)
    """The file it came from, relative to what was indexed."""
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the record as it came in, the embedder and the chunking: equal means nothing to do."""
    embedder: Mapped[str] = mapped_column(String(120))
    """Name of the embedder its vectors were made with."""
    chunking: Mapped[str] = mapped_column(String(60))
    """Version of redaction, chunking and segmentation."""
    withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    """Kept for the record but never found."""
    seq: Mapped[int] = mapped_column(BigInteger)
    """Number of the change that wrote it."""
    chunks: Mapped[list["ChunkRow"]] = relationship(back_populates="record", passive_deletes=True, lazy="raise")
    """Its passages."""


class ChunkRow(KnowledgeBaseTable):
    """One passage with its vector; kind and language repeat the record's so that filters need no join."""

    __tablename__ = "kb_chunks"
    __table_args__ = (Index(None, "kind", "language"), Index(None, "seq"))

    pk: Mapped[int] = mapped_column(_Key, primary_key=True, autoincrement=True)
    """Internal number; row id of the full-text table."""
    chunk_id: Mapped[str] = mapped_column(String(270), unique=True)
    """`<record id>#<number>`, counted from 0."""
    record_pk: Mapped[int] = mapped_column(_Key, ForeignKey("kb_records.pk", ondelete="CASCADE"), index=True)
    """The record it was cut from."""
    kind: Mapped[str] = mapped_column(String(16))
    """Kind of the record."""
    language: Mapped[str] = mapped_column(String(8))
    """Language of the record."""
    text: Mapped[str] = mapped_column(Text)
    """The passage, redacted."""
    tokens: Mapped[str] = mapped_column(Text)
    """Title and passage segmented for full text: tokens joined by spaces."""
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    """Unit vector, little-endian float32."""
    checksum: Mapped[str] = mapped_column(String(16))
    """First half of the BLAKE2b-128 of `vector`, hexadecimal."""
    model: Mapped[str] = mapped_column(String(120))
    """Embedder that made the vector."""
    seq: Mapped[int] = mapped_column(BigInteger)
    """Number of the change that wrote it."""
    record: Mapped[RecordRow] = relationship(back_populates="chunks", lazy="raise")
    """The record it was cut from."""


class TombstoneRow(KnowledgeBaseTable):
    """A passage that went or moved: every index forgets the id first, then reads what now has it. One row per id."""

    __tablename__ = "kb_tombstones"
    __table_args__ = (Index(None, "seq"),)

    chunk_id: Mapped[str] = mapped_column(String(270), primary_key=True)
    """Id of the passage."""
    seq: Mapped[int] = mapped_column(BigInteger)
    """Number of the change that removed it."""


class StateRow(KnowledgeBaseTable):
    """Counters: `seq` numbers the last change, taken inside the writing transaction so that commits are ordered."""

    __tablename__ = "kb_state"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    """`seq`."""
    value: Mapped[int] = mapped_column(BigInteger)
    """Its value."""


class EditionRow(KnowledgeBaseTable):
    """What one edition of the index is made with: the serving one, and at most one that is being made (decision 0010).

    The counter `edition` of `kb_state` says which one serves; a higher number is a renewal under way.
    """

    __tablename__ = "kb_editions"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Counted from 1."""
    embedder: Mapped[str] = mapped_column(String(120))
    """Name of the embedder all its vectors are made with."""
    dimension: Mapped[int] = mapped_column(Integer)
    """Length of its vectors."""
    chunking: Mapped[str] = mapped_column(String(60))
    """Version of redaction, chunking and segmentation its records have been brought to."""
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Kept for numbers of the ranking measured on this store; empty, nothing measures them yet."""
    worker: Mapped[str] = mapped_column(String(255), default="")
    """Who makes it; empty once it serves or was left."""
    seen: Mapped[float] = mapped_column(Float, default=0.0)
    """When that one was last heard of, seconds since 1970."""


class RenewedRecordRow(KnowledgeBaseTable):
    """A record that is ready for the next edition; void once the record has another change number."""

    __tablename__ = "kb_renewed_records"

    record_pk: Mapped[int] = mapped_column(_Key, primary_key=True, autoincrement=False)
    """`RecordRow.pk`; no foreign key, the record may go meanwhile."""
    seq: Mapped[int] = mapped_column(BigInteger)
    """`RecordRow.seq` when it was read."""
    redacted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Title, text and metadata where redaction masks more than it did; None where they stay."""


class RenewedChunkRow(KnowledgeBaseTable):
    """A passage of the next edition."""

    __tablename__ = "kb_renewed_chunks"

    record_pk: Mapped[int] = mapped_column(_Key, primary_key=True, autoincrement=False)
    """`RecordRow.pk`."""
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Place in the record, counted from 0."""
    text: Mapped[str] = mapped_column(Text)
    """The passage, redacted."""
    tokens: Mapped[str] = mapped_column(Text)
    """Title and passage, segmented."""
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    """Unit vector, little-endian float32."""
    checksum: Mapped[str] = mapped_column(String(16))
    """Checksum of `vector`."""
