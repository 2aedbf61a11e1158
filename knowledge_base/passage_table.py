"""What every search must know of every passage, in memory: shelf, record, length. It follows the change number.

Some 150 bytes a passage (most of them its id), read from indexes alone at the first search of a process; afterwards
only what changed is read, whatever the size of the store. SQLite only: PostgreSQL keeps and joins this itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from knowledge_base import repository
from knowledge_base.counters import Totals
from knowledge_base.store import Shelf

Ordinals = NDArray[np.int32]
"""Places of passages in the table."""

GONE = 255
"""Shelf code of a passage that is not there any more, or is withdrawn."""

_ROOM = 1.25
_MANY = 500


class Added(NamedTuple):
    """A passage that is new in the table."""

    at: int
    """Its place."""
    tokens: str
    """Its tokens joined by spaces."""


class PassageTable:
    """Columns over all passages; a place is never given to another passage until everything is read anew.

    `left` has the numbers of the passages that went at the last refresh.
    """

    def __init__(self) -> None:
        """Empty until `refresh`."""
        self.now = Totals(-1, 0, 0)
        self.epoch = 0
        self.shelves: list[Shelf] = []
        self.left: list[int] = []
        self._count = 0
        self._pk = np.zeros(0, dtype=np.int64)
        self._record = np.zeros(0, dtype=np.int64)
        self._code = np.zeros(0, dtype=np.uint8)
        self._length = np.zeros(0, dtype=np.float32)
        self._place: dict[str, int] = {}

    @property
    def pk(self) -> NDArray[np.int64]:
        """`ChunkRow.pk` of each place, rising."""
        return self._pk[: self._count]

    @property
    def record(self) -> NDArray[np.int64]:
        """`ChunkRow.record_pk` of each place."""
        return self._record[: self._count]

    @property
    def code(self) -> NDArray[np.uint8]:
        """Index into `shelves`, or `GONE`."""
        return self._code[: self._count]

    @property
    def length(self) -> NDArray[np.float32]:
        """Tokens of each passage."""
        return self._length[: self._count]

    def refresh(self, session: Session, now: Totals) -> list[Added] | None:
        """Follow SQL to where the transaction sees it.

        Args:
            session: an open transaction.
            now: the counters it sees.

        Returns:
            What was added, or None where everything was read anew and places mean something else (`epoch` grew).
        """
        if now.seq <= self.now.seq and now.edition == self.now.edition:
            return []
        connection = session.connection()
        if self.now.seq < 0 or now.edition != self.now.edition:
            self._read_all(connection, now)
            return None
        gone = repository.removed_since(session, self.now.seq)
        self.left = []
        # the plus keeps SQLite from walking all rows in order of pk, where the index over seq leads to a few
        new = connection.exec_driver_sql(
            "SELECT c.pk, c.chunk_id, c.record_pk, c.kind, c.language, c.tokens, r.withdrawn FROM kb_chunks c "
            "JOIN kb_records r ON r.pk = c.record_pk WHERE c.seq > ? ORDER BY +c.pk",
            (self.now.seq,),
        ).all()
        for chunk_id in gone:
            at = self._place.pop(chunk_id, None)
            if at is not None:
                self._code[at] = GONE
                self.left.append(int(self._pk[at]))
        if new:
            self._step_aside(int(new[0][0]))
        self.now = now
        return self._append(new)

    def places(self, chunk_ids: Iterable[str]) -> Ordinals:
        """Return the places of the passages that are there."""
        known = (self._place.get(chunk_id) for chunk_id in chunk_ids)
        return np.array([at for at in known if at is not None], dtype=np.int32)

    def place_of(self, chunk_id: str) -> int | None:
        """Return the place of one passage, or None."""
        return self._place.get(chunk_id)

    def places_of_pks(self, pks: NDArray[np.int64]) -> Ordinals:
        """Return the places of passages by their numbers; unknown ones are left out."""
        at = np.searchsorted(self.pk, pks)
        at[at == self._count] = 0
        return at[self.pk[at] == pks].astype(np.int32) if self._count else np.zeros(0, dtype=np.int32)

    def languages(self, shelves: Iterable[Shelf], names: Sequence[str]) -> NDArray[np.uint8]:
        """Return for every shelf code the index of its language in `names`; `GONE` for shelves that may not be read."""
        allowed = set(shelves)
        table = np.full(256, GONE, dtype=np.uint8)
        for code, shelf in enumerate(self.shelves):
            if shelf in allowed and shelf.language in names:
                table[code] = names.index(shelf.language)
        return table

    def _step_aside(self, first: int) -> None:
        """SQLite gives the numbers of removed last rows again: the places that had them must stay lower."""
        start = int(np.searchsorted(self.pk, first))
        self._pk[start : self._count] = self._pk[start - 1] if start else 0

    def _append(self, rows: Sequence[Sequence[object]]) -> list[Added]:
        start = self._count
        self._grow(start + len(rows))
        added = []
        for at, (pk, chunk_id, record, kind, language, tokens, withdrawn) in enumerate(rows, start):
            words = str(tokens)
            self._pk[at], self._record[at] = int(str(pk)), int(str(record))
            self._length[at] = words.count(" ") + 1
            self._code[at] = GONE if withdrawn else self._code_of(Shelf(str(kind), str(language)))
            self._place[str(chunk_id)] = at
            added.append(Added(at, words))
        self._count = start + len(rows)
        return added

    def _grow(self, count: int) -> None:
        if count <= len(self._pk):
            return
        room = int(count * _ROOM) + 64
        for name in ("_pk", "_record", "_code", "_length"):
            old = getattr(self, name)
            grown = np.zeros(room, dtype=old.dtype)
            grown[: self._count] = old[: self._count]
            setattr(self, name, grown)

    def _code_of(self, shelf: Shelf) -> int:
        if shelf not in self.shelves:
            self.shelves.append(shelf)
        return self.shelves.index(shelf)

    def _read_all(self, connection: Connection, now: Totals) -> None:
        """Read the columns from the indexes of the tables: the rows themselves are two hundred times as long."""
        by_id = _plain(connection, "SELECT chunk_id, pk FROM kb_chunks")
        self._count = len(by_id)
        self._pk = np.sort(np.fromiter((pk for _, pk in by_id), dtype=np.int64, count=len(by_id)))
        self._record = np.zeros(self._count, dtype=np.int64)
        self._code = np.full(self._count, GONE, dtype=np.uint8)
        self._length = np.ones(self._count, dtype=np.float32)
        self._place = dict(zip((i for i, _ in by_id), self._ordinals(pk for _, pk in by_id).tolist(), strict=True))
        self.shelves = []
        self._read_records(connection)
        self._read_lengths(connection)
        self.now, self.epoch = now, self.epoch + 1

    def _read_records(self, connection: Connection) -> None:
        of_record = _plain(connection, "SELECT record_pk, pk FROM kb_chunks")
        self._record[self._ordinals(pk for _, pk in of_record)] = [record for record, _ in of_record]
        on_shelf: dict[Shelf, list[int]] = {}
        for kind, language, pk in _plain(connection, "SELECT kind, language, pk FROM kb_chunks"):
            on_shelf.setdefault(Shelf(kind, language), []).append(pk)
        for shelf, pks in on_shelf.items():
            self._code[self._ordinals(pks)] = self._code_of(shelf)
        withdrawn = [pk for (pk,) in _plain(connection, "SELECT pk FROM kb_records WHERE withdrawn")]
        if withdrawn:
            self._code[np.isin(self._record, withdrawn)] = GONE

    def _read_lengths(self, connection: Connection) -> None:
        """From what FTS5 keeps for each passage: its number of tokens as a variable-length integer."""
        rows = _plain(connection, "SELECT id, sz FROM kb_words_docsize")
        lengths: Mapping[int, int] = {pk: _variable_length(size) for pk, size in rows}
        self._length[:] = [lengths.get(pk, 1) for pk in self.pk.tolist()]

    def _ordinals(self, pks: Iterable[int]) -> NDArray[np.intp]:
        return np.searchsorted(self._pk, np.fromiter(pks, dtype=np.int64))


def _plain(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    """All rows as plain tuples: wrapping half a million of them costs more than reading them."""
    driver: Any = connection.connection.driver_connection
    rows: list[tuple[Any, ...]] = driver.execute(statement).fetchall()
    return rows


def _variable_length(stored: bytes) -> int:
    """SQLite's variable-length integer: seven bits a byte, the high bit says that another one follows."""
    value = 0
    for byte in stored:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value
