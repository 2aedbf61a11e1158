"""An embedder that remembers: every system of a benchmark gets identical vectors, and a second run embeds nothing."""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from knowledge_base.embeddings import Embedder, Vectors

BATCH = 64
"""Texts embedded between two commits: what a broken run loses."""
QUERY = "\x00query\x00"
"""Set before a query's text in the file: some models read queries and passages differently."""


class CachedEmbedder:
    """Vectors by text: from memory, else from a file, else from the embedder itself."""

    def __init__(self, inner: Embedder, folder: Path) -> None:
        """Args:
        inner: makes the vectors that are not known.
        folder: where they are kept, one file a model.
        """
        self._inner = inner
        self.name = inner.name
        self.dimension = inner.dimension
        self.seconds = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        file = hashlib.sha256(inner.name.encode()).hexdigest()[:16]
        self._file = sqlite3.connect(folder / f"{file}.sqlite", check_same_thread=False)
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
        self._known: dict[str, Vectors] = {}

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text, as the inner embedder gives it; what takes time here counts in `seconds`."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            started = time.perf_counter()
            self._read(missing)
            self._make([text for text in missing if text not in self._known])
            self.seconds += time.perf_counter() - started
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a query, kept apart from a passage that reads the same."""
        key = QUERY + text
        if key not in self._known:
            started = time.perf_counter()
            self._read([key])
            if key not in self._known:
                self._store([key], self._inner.embed_query(text)[None, :])
            self.seconds += time.perf_counter() - started
        return self._known[key]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self, texts: Sequence[str]) -> None:
        for some in _batches(texts, 500):
            keys = {_key(text): text for text in some}
            marks = ",".join("?" * len(keys))
            found = self._file.execute(f"SELECT text, vector FROM vectors WHERE text IN ({marks})", list(keys))  # noqa: S608
            self._known |= {keys[key]: np.frombuffer(vector, dtype=np.float32) for key, vector in found}

    def _make(self, texts: Sequence[str]) -> None:
        for some in _batches(texts, BATCH):
            self._store(some, self._inner.embed_documents(some))

    def _store(self, texts: Sequence[str], vectors: Vectors) -> None:
        rows = [(_key(text), row.tobytes()) for text, row in zip(texts, vectors, strict=True)]
        with self._file:  # keeps the rows when the block ends well
            self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self._known |= dict(zip(texts, vectors, strict=True))


def _batches(texts: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
