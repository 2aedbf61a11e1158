"""Which passages have a word, and what each is worth, in memory: BM25 over all passages without reading one.

A list is read from the full text (FTS5) when its word is first asked, and kept up to date by the passages that come and
go. Rare words are read in microseconds; common ones are few, and stay.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from knowledge_base.counters import Totals
from knowledge_base.lexical import K1, WORDS_TABLE, B
from knowledge_base.passage_table import GONE, Added, Ordinals, PassageTable
from knowledge_base.store import Shelf

BUDGET = 8_000_000
"""Most postings kept, about ten bytes each; the longest unasked go first."""

OCCURRENCES = "temp.kb_words_occurrences"
"""Every place of every word (`fts5vocab`, instance), made by each connection for itself: it is a view, no data."""

_DRIFT = 0.001
_MANY_NEW = 2_000


@dataclass
class Posting:
    """The passages that have one word."""

    places: Ordinals
    """Rising."""
    counts: NDArray[np.float32]
    """How often each has it."""
    worth: NDArray[np.float32]
    """The part of BM25 that does not depend on the query."""
    state: int
    """Of which state of the norms `worth` is."""


class Postings:
    """Word lists over a table of passages; hold `lock` from `refresh` to the last use of a place."""

    def __init__(self, budget: int = BUDGET) -> None:
        """Nothing is read before the first query.

        Args:
            budget: most postings kept.
        """
        self.table = PassageTable()
        self.lock = threading.RLock()
        self._budget = budget
        self._lists: OrderedDict[str, Posting] = OrderedDict()
        self._common: dict[str, int] = {}
        self._held = 0
        self._average = 0.0
        self._norms = np.zeros(0, dtype=np.float32)
        self._state = 0

    @property
    def held(self) -> int:
        """Postings kept now."""
        return self._held

    def refresh(self, session: Session, now: Totals) -> list[Added]:
        """Follow SQL: forget what went, add what came.

        Args:
            session: an open transaction on SQLite.
            now: the counters it sees.

        Returns:
            What came, so that nothing remembered for a number that was given again is taken for it.
        """
        before = self.table.now
        added = self.table.refresh(session, now)
        if self.table.now is before:
            return []
        average = now.tokens / max(now.passages, 1)
        if abs(average - self._average) > _DRIFT * self._average:
            self._average, self._state = average, self._state + 1
            self._common.clear()
        self._norms = K1 * (1 - B + B * self.table.length / max(self._average, 1e-9))
        if added is None or len(added) > _MANY_NEW:
            self._lists.clear()
            self._common.clear()
            self._held = 0
        else:
            self._add(added)
        return added or []

    def document_counts(self, session: Session, words: Iterable[str], *, most: float) -> dict[str, int]:
        """Return how many passages have each word; words nobody has are left out.

        Args:
            session: the transaction of `refresh`.
            words: tokens.
            most: a word in more passages than this is only counted, not kept.
        """
        found = {}
        for word in words:
            if word not in self._lists and word not in self._common:
                self._meet(session, word, most)
            if word in self._common:
                found[word] = self._common[word]
            else:
                posting = self._lists[word]
                self._lists.move_to_end(word)
                found[word] = int(np.count_nonzero(self.table.code[posting.places] != GONE))
        return {word: count for word, count in found.items() if count}

    def visible_counts(self, words: Iterable[str], kinds: set[str]) -> dict[str, int]:
        """Return in how many passages of some kinds each word stands.

        Args:
            words: tokens that `document_counts` was just asked about and that are not very common.
            kinds: kinds of record.
        """
        table = self.table
        allowed = np.zeros(256, dtype=np.bool_)
        for code, shelf in enumerate(table.shelves):
            allowed[code] = shelf.kind in kinds
        known = {word: self._lists.get(word) for word in words}
        return {w: int(allowed[table.code[p.places]].sum()) for w, p in known.items() if p is not None}

    def scores(self, session: Session, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """Return the BM25 of every passage of the table.

        Args:
            session: the transaction of `refresh`.
            weights: token -> its weight.
        """
        total = np.zeros(len(self.table.code), dtype=np.float32)
        for word, weight in weights.items():
            posting = self._lists.get(word) or self._read(session, word)
            if posting.state != self._state:
                posting.worth, posting.state = self._worth(posting.places, posting.counts), self._state
            total[posting.places] += np.float32(weight) * posting.worth
        return total

    def best(self, scores: NDArray[np.float32], shelves: Sequence[Shelf], *, limit: int) -> Ordinals:
        """Return the places of the best passages of each language on some shelves, at most `limit` of each."""
        names = sorted({shelf.language for shelf in shelves})
        language = self.table.languages(shelves, names)
        touched = np.flatnonzero(scores)
        spoken = language[self.table.code[touched]]
        kept = []
        for number in range(len(names)):
            mine = touched[spoken == number]
            if len(mine) > limit:
                mine = mine[np.argpartition(-scores[mine], limit - 1)[:limit]]
            kept.append(mine)
        together = np.concatenate([*kept, np.zeros(0, dtype=np.intp)])
        return together[np.lexsort((together, -scores[together]))].astype(np.int32)

    def _meet(self, session: Session, word: str, most: float) -> None:
        """Count a word first: the list of a very common one is long to read and never asked."""
        statement = f"SELECT doc FROM {WORDS_TABLE}_terms WHERE term = ?"  # noqa: S608
        count = session.connection().exec_driver_sql(statement, (word,)).scalar() or 0
        if count > most:
            self._common[word] = count
        else:
            self._read(session, word)

    def _read(self, session: Session, word: str) -> Posting:
        connection = session.connection()
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {OCCURRENCES} USING fts5vocab('main', '{WORDS_TABLE}', 'instance')"
        )
        statement = f"SELECT doc FROM {OCCURRENCES} WHERE term = ?"  # noqa: S608
        rows = connection.exec_driver_sql(statement, (word,)).scalars().all()
        pks, counts = np.unique(np.array(rows, dtype=np.int64), return_counts=True)
        at = np.searchsorted(self.table.pk, pks)
        here = self.table.pk[np.minimum(at, len(self.table.pk) - 1)] == pks if len(self.table.pk) else at < 0
        places = at[here].astype(np.int32)
        posting = Posting(places, counts[here].astype(np.float32), np.zeros(0, dtype=np.float32), -1)
        self._lists[word] = posting
        self._held += len(places)
        while self._held > self._budget and len(self._lists) > 1:
            self._held -= len(self._lists.popitem(last=False)[1].places)
        return posting

    def _add(self, added: Sequence[Added]) -> None:
        new: dict[str, list[tuple[int, int]]] = {}
        for at, tokens in added:
            for word, count in Counter(tokens.split(" ")).items():
                if word in self._lists:
                    new.setdefault(word, []).append((at, count))
                elif word in self._common:
                    self._common[word] += 1
        for word, more in new.items():
            posting = self._lists[word]
            places, counts = (np.array(column) for column in zip(*more, strict=True))
            posting.places = np.concatenate([posting.places, places.astype(np.int32)])
            posting.counts = np.concatenate([posting.counts, counts.astype(np.float32)])
            posting.state = -1
            self._held += len(more)

    def _worth(self, places: Ordinals, counts: NDArray[np.float32]) -> NDArray[np.float32]:
        worth: NDArray[np.float32] = counts * np.float32(K1 + 1) / (counts + self._norms[places])
        return worth
