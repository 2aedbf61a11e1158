"""The counters of the store: how much there is, and the number of the last change. A few rows, whatever its size."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge_base.tables import ChunkRow, StateRow

SEQ, PASSAGES, TOKENS, EDITION = "seq", "passages", "tokens", "edition"
"""Names in `kb_state`: number of the last change, passages stored, tokens they have together, edition that serves."""

PGVECTOR = "pgvector"
"""Name in `kb_state`: the last change the shared vector index of PostgreSQL has seen."""


class Totals(NamedTuple):
    """The counters of the store."""

    seq: int
    """Number of the last change; 0 for an empty store."""
    passages: int
    """Passages stored."""
    tokens: int
    """Tokens they have together."""
    edition: int = 0
    """Number of the edition that serves; 0 before the first record."""


def totals(session: Session) -> Totals:
    """Return the counters; four rows, whatever the size of the store."""
    known = read(session)
    return Totals(known.get(SEQ, 0), known.get(PASSAGES, 0), known.get(TOKENS, 0), known.get(EDITION, 0))


def read(session: Session) -> dict[str, int]:
    """Return all counters there are."""
    # asked several times by every search: as plain SQL it costs half
    return {name: value for name, value in session.connection().exec_driver_sql("SELECT name, value FROM kb_state")}


def put(session: Session, name: str, value: int) -> None:
    """Set a counter, creating it at need."""
    add_to(session, name, value - read(session).get(name, 0))


def next_seq(session: Session) -> int:
    """Take the next change number: the first statement of every write, writers queue and commits are ordered."""
    add_to(session, SEQ, 1)
    return session.scalars(select(StateRow.value).where(StateRow.name == SEQ)).one()


def recount(session: Session) -> None:
    """Set the counters of passages and tokens to what is stored."""
    length = func.length(ChunkRow.tokens) - func.length(func.replace(ChunkRow.tokens, " ", "")) + 1
    passages, tokens = session.execute(select(func.count(), func.sum(length)).select_from(ChunkRow)).one()
    now = totals(session)
    add_to(session, PASSAGES, passages - now.passages)
    add_to(session, TOKENS, (tokens or 0) - now.tokens)


def add_to(session: Session, name: str, amount: int) -> None:
    """Add to a counter, creating it at need; the row lock makes writers queue."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(StateRow).values(name=name, value=amount)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": StateRow.value + amount}))
