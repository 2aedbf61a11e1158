"""Which edition of the index answers, in this process and at this moment.

After every answer SQL is asked which edition serves (one small question). Where another process finished a renewal, the
new edition is opened here, the old one let go, and the answer is thrown away and asked again: it is never stale, and
never mixes two editions.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from knowledge_base import counters, editions
from knowledge_base.chroma_home import ChromaHome
from knowledge_base.editions import Edition
from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.errors import EditionChanged, StoreUnavailable
from knowledge_base.preparation import PREPARATION
from knowledge_base.ranking import ranking_for
from knowledge_base.search import Search
from knowledge_base.vectors import Transaction, VectorStore

T = TypeVar("T")

EmbedderByName = Callable[[str], Embedder | None]
"""Opens the embedder an index was built with; None where that is not possible any more."""

_TRIES = 5
_PAUSE = 30.0
"""Seconds a model that did not answer is left alone; searches go by words meanwhile, instead of waiting each."""

_log = logging.getLogger(__name__)


class EmbedderSilent(StoreUnavailable):
    """The embedder of the index cannot be opened, or did not answer."""


@dataclass(frozen=True)
class Serving:
    """An edition, opened."""

    edition: Edition
    """What it is made with."""
    vectors: VectorStore
    """Its vector index."""
    embedder: "Watched"
    """Makes vectors that fit it."""
    search: Search
    """Answers queries on it."""


class Watched:
    """The embedder of an edition; where it is gone or silent every question is refused at once."""

    def __init__(self, inner: Embedder | None, edition: Edition) -> None:
        self._inner = inner
        self.name = edition.embedder
        self.dimension = edition.dimension
        self._silent_until = 0.0

    @property
    def answers(self) -> bool:
        """Whether it is there and was not silent a moment ago."""
        return self._inner is not None and time.monotonic() >= self._silent_until

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One unit row per passage.

        Raises:
            EmbedderSilent: the embedder is gone or does not answer.
        """
        return self._asked(lambda inner: inner.embed_documents(texts))

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a query.

        Raises:
            EmbedderSilent: the embedder is gone, or did not answer now or a moment ago.
        """
        if self._inner is not None and not self.answers:
            raise EmbedderSilent(f"the embedder {self.name!r} did not answer", "ask again in half a minute")
        return self._asked(lambda inner: inner.embed_query(text))

    def _asked(self, ask: Callable[[Embedder], Vectors]) -> Vectors:
        if self._inner is None:
            raise EmbedderSilent(
                f"the index was built with {self.name!r}, which cannot be opened here",
                "bring its settings back, or renew the index: coach index --renew",
            )
        try:
            found = ask(self._inner)
        except StoreUnavailable as error:
            self._silent_until = time.monotonic() + _PAUSE
            _log.warning("the embedder %r did not answer; searches go by words alone for a while", self.name)
            raise EmbedderSilent(error.what, error.hint) from error
        if found.shape[-1] != self.dimension:
            raise EmbedderSilent(
                f"the embedder {self.name!r} gives {found.shape[-1]} numbers, the index has {self.dimension}",
                "its model was changed under the same name: coach index --renew",
            )
        return found


class Editions:
    """The edition that serves, opened when it is first asked for and again after every swap.

    Args:
        reading: opens a transaction nothing is written in.
        writing: opens a transaction that commits on exit.
        folder: where the vector indexes live.
        asked_for: the embedder of the settings.
        named: opens the embedder of an older edition.
    """

    def __init__(
        self, reading: Transaction, writing: Transaction, folder: Path, *, asked_for: Embedder, named: EmbedderByName
    ) -> None:
        self._reading = reading
        self._writing = writing
        self._folder = folder
        self._asked_for = asked_for
        self._named = named
        self._mutex = threading.Lock()
        self._open: Serving | None = None

    def current(self) -> Serving:
        """The edition that serves now."""
        number = self._number()
        with self._mutex:
            if self._open is None or self._open.edition.number != number:
                self._change()
            assert self._open is not None
            return self._open

    def answer(self, ask: Callable[[Serving], T]) -> T:
        """What one edition says from beginning to end; asked again where it was swapped in between."""
        for _ in range(_TRIES):
            serving = self._open or self.current()
            try:
                found = ask(serving)
            except Exception:
                if self.current() is serving:
                    raise
                continue
            if self.current() is serving:
                return found
        raise EditionChanged

    def for_writing(self) -> Serving:
        """The edition new records go into; an empty store takes the embedder of the settings."""
        serving = self.current()
        with self._reading() as session:
            empty = editions.is_empty(session)
        if not empty or not self._is_other(serving.edition):
            return serving
        dimension = self._asked_for.dimension
        with self._writing() as session:
            counters.next_seq(session)
            if editions.is_empty(session):
                editions.found(session, self._asked_for.name, dimension)
        return self.current()

    def close(self) -> None:
        """Close the vector index, so that another process can open it."""
        with self._mutex:
            if self._open is not None:
                self._open.vectors.close()

    def _is_other(self, edition: Edition) -> bool:
        return edition.number == 0 or (edition.embedder, edition.chunking) != (self._asked_for.name, PREPARATION)

    def _number(self) -> int:
        with self._reading() as session:
            return counters.totals(session).edition

    def _change(self) -> None:
        """Open what SQL serves now and let go of what was served."""
        with self._reading() as session:
            edition = editions.serving(session) or Edition(0, self._asked_for.name, 1, PREPARATION)
        if self._open is not None:
            self._open.vectors.retire()
        self._clear_before(edition.number)
        folder = folder_of(self._folder, edition.number)
        vectors = VectorStore(
            self._reading, folder, dimension=edition.dimension, edition=edition.number, writing=self._writing
        )
        embedder = Watched(self._embedder_of(edition), edition)
        search = Search(self._reading, vectors, embedder, ranking_for(edition.embedder))
        self._open = Serving(edition, vectors, embedder, search)

    def _embedder_of(self, edition: Edition) -> Embedder | None:
        if edition.embedder == self._asked_for.name:
            return self._asked_for
        return self._named(edition.embedder)

    def _clear_before(self, number: int) -> None:
        """Remove the vector indexes of older editions that no process holds any more."""
        for old in range(number - 3, number):
            folder = folder_of(self._folder, old)
            if old < 0 or folder == folder_of(self._folder, number) or not (folder / "state.json").exists():
                continue
            home = ChromaHome(folder)
            with suppress(StoreUnavailable):
                if home.acquire():
                    (folder / "state.json").unlink(missing_ok=True)
                    for part in folder.glob("chroma-*"):
                        shutil.rmtree(part, ignore_errors=True)
                    home.release()


def folder_of(folder: Path, number: int) -> Path:
    """Where the vector index of an edition lies; the first has the folder itself, as stores of old have."""
    return folder if number <= 1 else folder / f"edition-{number}"
