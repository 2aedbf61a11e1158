"""The driver for PostgreSQL with pgvector, to which this is the one door; every process of an installation shares it.

Exact search behind the primary key's b-tree: a graph with a selective filter finds 3 % (RELIABILITY 4). Only the large
shared catalogue gets graphs, one for each of its shelves, so that nothing is filtered after the walk.

The table lies in a schema of its own, beside the tables of the product: it is derived and may be dropped at any time.
How far it has come stands in `kb_state`, written in the transaction that brought it there.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from knowledge_base import counters
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import EditionChanged, StoreCorrupt
from knowledge_base.following import Progress, Transaction, fill
from knowledge_base.records import Kind
from knowledge_base.store import Hit, Shelf

GRAPH_FROM = 20_000
"""Vectors of a catalogue shelf from which a rebuild gives it a graph (HNSW): exact search is quick enough below."""

_TABLE = "kb_index.vectors"
_NEXT = "kb_index.vectors_next"
_LOCK = 7_233_004_812
"""Any fixed number: the lock under which one process at a time brings the index up to date."""
_EDITION = "pgvector_edition"
"""Name in `kb_state`: the edition of the index that the vectors belong to."""
_EF = 200
_INLINE = 1_900
_PATIENCE = 5
_log = logging.getLogger(__name__)


def prepare(writing: Transaction, dimension: int) -> bool:
    """Make extension and table where they are missing; False where the extension cannot be had.

    Args:
        writing: opens a transaction that commits on exit.
        dimension: length of a vector; a table of another one is dropped, its content is derived.
    """
    with writing() as session:
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if not _extended(session):
            return False
        if _dimension(session) != dimension:
            session.execute(text(f"DROP TABLE IF EXISTS {_TABLE}"))
            _create(session, _TABLE, dimension)
            _start_over(session)
        elif not counters.read(session).get(counters.PGVECTOR):
            _start_over(session)
    return True


class PgVectorIndex:
    """Vectors in PostgreSQL; safe to use from several threads and processes."""

    def __init__(self, writing: Transaction, *, dimension: int, edition: int | None = None) -> None:
        """Args:
        writing: opens a transaction that commits on exit; `prepare` has been called.
        dimension: length of a vector.
        edition: the edition of the index that is kept; None for whichever serves.
        """
        self._writing = writing
        self._dimension = dimension
        self._edition = edition

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf."""
        with self._writing() as session:
            Rows(session, _TABLE).upsert(shelf, ids, vectors)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand."""
        with self._writing() as session:
            Rows(session, _TABLE).delete(ids)

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf; exact but for shelves with a graph."""
        from pgvector import Vector

        wanted = list(dict.fromkeys(shelves))
        if not wanted:
            return {}
        near = "embedding <#> CAST(:vector AS vector)"
        one = f"(SELECT {{n}}, chunk_id, -({near}) FROM {_TABLE} WHERE {{where}} ORDER BY {near} LIMIT :k)"  # noqa: S608
        statement = " UNION ALL ".join(one.format(n=n, where=_where(shelf)) for n, shelf in enumerate(wanted))
        found: dict[Shelf, list[Hit]] = {}
        with self._writing() as session:
            session.execute(text(f"SET LOCAL hnsw.ef_search = {max(_EF, min(k, 1000))}"))
            values = {"vector": Vector(vector).to_text(), "k": k}
            for n, chunk_id, similarity in session.execute(text(statement), values):
                found.setdefault(wanted[n], []).append(Hit(chunk_id, float(similarity)))
        return {shelf: sorted(hits, key=lambda hit: (-hit.similarity, hit.chunk_id)) for shelf, hits in found.items()}

    def ids(self) -> dict[Shelf, set[str]]:
        """Return all ids, shelf by shelf."""
        found: dict[Shelf, set[str]] = {}
        with self._writing() as session:
            for kind, language, chunk_id in session.execute(text(f"SELECT kind, language, chunk_id FROM {_TABLE}")):  # noqa: S608
                found.setdefault(Shelf(kind, language), set()).add(chunk_id)
        return found

    def count(self) -> dict[Shelf, int]:
        """Return how many vectors stand on each shelf."""
        with self._writing() as session:
            return Rows(session, _TABLE).count()

    def read(self, shelf: Shelf, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of the ids the shelf has."""
        statement = f"SELECT chunk_id, vector_send(embedding) FROM {_TABLE} "  # noqa: S608
        statement += f"WHERE {_where(shelf)} AND chunk_id = ANY(:ids)"
        with self._writing() as session:
            rows = session.execute(text(statement), {"ids": list(ids)}).all()
        return {name: _received(sent) for name, sent in rows}

    def close(self) -> None:
        """Nothing is held."""

    def follow(self) -> int:
        """Bring the shared index to the last change; returns that number. One process works, the others wait for it.

        Raises:
            StoreCorrupt: the index is ahead of SQL, or another process is rebuilding it.
        """
        with self._writing() as session:
            known = counters.read(session)
        serving = known.get(counters.EDITION, 0)
        if self._edition is not None and serving != self._edition:
            raise EditionChanged
        if (known.get(counters.PGVECTOR, 0), known.get(_EDITION, 0)) == (known.get(counters.SEQ, 0), serving):
            return known.get(counters.SEQ, 0)
        with self._writing() as session:
            if not _locked(session, seconds=_PATIENCE):
                raise StoreCorrupt("another process is making the vector index anew", "it serves when that is done")
            known = counters.read(session)
            if known.get(_EDITION, 0) != known.get(counters.EDITION, 0):
                _start_over(session)
            since = counters.read(session).get(counters.PGVECTOR, 0)
            applied = fill(_inside(session), Rows(session, _TABLE), since=since, edition=self._edition)
            counters.put(session, counters.PGVECTOR, applied)
        return applied

    def rebuild(self, progress: Progress | None = None, *, healthy: Callable[[], bool] = lambda: False) -> None:
        """Make the table anew from SQL beside the old one and swap, graphs included.

        Args:
            progress: called with the number of vectors written so far.
            healthy: asked once no other process works on the index; True leaves it as it is.
        """
        with self._writing() as session:
            _locked(session, seconds=0)
            if healthy():
                return
            session.execute(text(f"DROP TABLE IF EXISTS {_NEXT}"))
            _create(session, _NEXT, self._dimension)
            fresh = Rows(session, _NEXT)
            applied = fill(_inside(session), fresh, since=0, edition=self._edition, progress=progress)
            for shelf, count in fresh.count().items():
                if shelf.kind == Kind.TRAINING.value and count >= GRAPH_FROM:
                    _add_graph(session, shelf)
            session.execute(text(f"DROP TABLE {_TABLE}"))
            session.execute(text(f"ALTER TABLE {_NEXT} RENAME TO vectors"))
            counters.put(session, counters.PGVECTOR, applied)
            counters.put(session, _EDITION, counters.totals(session).edition)


class Rows:
    """The writing half of the index, inside one open transaction."""

    def __init__(self, session: Session, table: str) -> None:
        """Args:
        session: an open transaction.
        table: `kb_index.vectors` or the one that is to replace it.
        """
        self._session = session
        self._table = table

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf."""
        from pgvector import Vector
        from pgvector.psycopg import register_vector

        driver: Any = self._session.connection().connection.driver_connection
        register_vector(driver)
        statement = (
            f"INSERT INTO {self._table} (kind, language, chunk_id, embedding) VALUES (%s, %s, %s, %b) "  # noqa: S608
            "ON CONFLICT (kind, language, chunk_id) DO UPDATE SET embedding = excluded.embedding"
        )
        rows = [(shelf.kind, shelf.language, name, Vector(row)) for name, row in zip(ids, vectors, strict=True)]
        with driver.cursor() as cursor:
            cursor.executemany(statement, rows)

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand."""
        statement = f"DELETE FROM {self._table} WHERE chunk_id = ANY(:ids)"  # noqa: S608
        self._session.execute(text(statement), {"ids": list(ids)})

    def count(self) -> dict[Shelf, int]:
        """Return how many vectors stand on each shelf."""
        statement = f"SELECT kind, language, count(*) FROM {self._table} GROUP BY kind, language"  # noqa: S608
        return {Shelf(kind, language): count for kind, language, count in self._session.execute(text(statement))}


def _extended(session: Session) -> bool:
    """Whether the database has the extension, after trying to add it."""
    if session.scalar(text("SELECT to_regtype('vector')")) is not None:
        return True
    if not session.scalar(text("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")):
        return False
    try:
        session.execute(text("SAVEPOINT kb_try"))
        session.execute(text("CREATE EXTENSION vector"))
    except DBAPIError as error:
        session.execute(text("ROLLBACK TO SAVEPOINT kb_try"))
        _log.warning("PostgreSQL has pgvector but does not let us use it: %s", str(error.orig).splitlines()[0])
        return False
    return True


def _dimension(session: Session) -> int | None:
    """Length of the vectors the table holds, or None where there is no table."""
    statement = (
        "SELECT atttypmod FROM pg_attribute WHERE attrelid = to_regclass('kb_index.vectors') AND attname = 'embedding'"
    )
    found: int | None = session.scalar(text(statement))
    return found


def _create(session: Session, table: str, dimension: int) -> None:
    session.execute(text("CREATE SCHEMA IF NOT EXISTS kb_index"))
    session.execute(
        text(
            f"CREATE TABLE {table} (kind text NOT NULL, language text NOT NULL, chunk_id text NOT NULL, "
            f"embedding vector({int(dimension)}) NOT NULL, PRIMARY KEY (kind, language, chunk_id))"
        )
    )
    session.execute(text(f"CREATE INDEX ON {table} (chunk_id)"))
    if dimension <= _INLINE:  # else PostgreSQL keeps long values aside, and comparing all fetches each of them
        session.execute(text(f"ALTER TABLE {table} ALTER COLUMN embedding SET STORAGE PLAIN"))


def _start_over(session: Session) -> None:
    """Empty the index: what it holds belongs to another edition, or nobody knows how far it has come."""
    session.execute(text(f"TRUNCATE {_TABLE}"))
    counters.put(session, counters.PGVECTOR, 0)
    counters.put(session, _EDITION, counters.totals(session).edition)


def _add_graph(session: Session, shelf: Shelf) -> None:
    session.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
    session.execute(text(f"CREATE INDEX ON {_NEXT} USING hnsw (embedding vector_ip_ops) WHERE {_where(shelf)}"))


def _locked(session: Session, *, seconds: int) -> bool:
    """Take the lock of the index until the transaction ends; 0 seconds: wait as long as it takes."""
    try:
        session.execute(text("SAVEPOINT kb_try"))
        session.execute(text(f"SET LOCAL lock_timeout = '{seconds}s'"))
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    except DBAPIError:
        session.execute(text("ROLLBACK TO SAVEPOINT kb_try"))
        return False
    return True


def _inside(session: Session) -> Transaction:
    """The open transaction, in the shape of something that opens one."""
    return lambda: nullcontext(session)


def _where(shelf: Shelf) -> str:
    """The filter, spelt out: a partial index is only considered for constants."""
    if not (shelf.kind.isidentifier() and shelf.language.isidentifier()):
        raise ValueError(f"not a shelf: {shelf!r}")
    return f"kind = '{shelf.kind}' AND language = '{shelf.language}'"


def _received(sent: bytes) -> Vectors:
    """A vector from pgvector's binary form: two 16-bit integers (length, unused), then big-endian floats."""
    return np.frombuffer(sent, dtype=">f4", offset=4).astype(np.float32)
