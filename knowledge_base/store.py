"""What every vector index does, and the driver for Chroma, to which this is the one door.

Vector indexes are derived from SQL, never the record.

Vectors stand on shelves, one per kind and document language: a search touches only the shelves its principal may read,
and each language is ranked by itself, without a filter that could fail open.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from knowledge_base.embeddings import Vectors
from knowledge_base.errors import StoreCorrupt

BATCH = 2_000
"""Most vectors handed to Chroma at once (RELIABILITY 6)."""


class Shelf(NamedTuple):
    """Where a vector stands."""

    kind: str
    """Value of `Kind`."""
    language: str
    """zh, en or other."""


class Hit(NamedTuple):
    """A vector that was found."""

    chunk_id: str
    """Id of the passage."""
    similarity: float
    """Cosine, between -1 and 1."""


class VectorIndex(Protocol):
    """The narrow interface all drivers share; safe to use from several threads."""

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf; one row per id."""

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand; unknown ids do not matter."""

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf, nearest first; empty shelves are left out.

        Args:
            vector: one unit vector, shape (dimension,).
            shelves: the shelves to look at; none gives nothing.
            k: most hits per shelf.
        """

    def ids(self) -> dict[Shelf, set[str]]:
        """Return all ids, shelf by shelf."""

    def read(self, shelf: Shelf, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of the ids the shelf has."""

    def close(self) -> None:
        """Let go of files and memory."""


class ChromaIndex:
    """Chroma inside this process, in a folder of its own that no other process may open (RELIABILITY 2)."""

    _PREFIX = "shelf-"
    _HNSW = {"space": "cosine", "ef_construction": 128, "max_neighbors": 16, "ef_search": 128}  # noqa: RUF012

    def __init__(self, folder: Path) -> None:
        """Open or create the folder.

        Raises:
            StoreCorrupt: Chroma cannot open what lies there.
        """
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
        with _sound():
            self._client: Any = chromadb.PersistentClient(path=str(folder), settings=settings)
            self._collections: dict[Shelf, Any] = {
                Shelf(*found.name.removeprefix(self._PREFIX).split("-", 1)): found
                for found in self._client.list_collections()
            }

    def upsert(self, shelf: Shelf, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace vectors on a shelf."""
        with _sound():
            if shelf not in self._collections:
                self._collections[shelf] = self._client.get_or_create_collection(
                    f"{self._PREFIX}{shelf.kind}-{shelf.language}",
                    embedding_function=None,
                    configuration={"hnsw": self._HNSW},
                )
            for start in range(0, len(ids), BATCH):
                part = slice(start, start + BATCH)
                self._collections[shelf].upsert(ids=list(ids[part]), embeddings=vectors[part])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages wherever they stand."""
        with _sound():
            for collection in self._collections.values():
                for start in range(0, len(ids), BATCH):
                    known = collection.get(ids=list(ids[start : start + BATCH]), include=[])["ids"]
                    if known:
                        collection.delete(ids=known)

    def query(self, vector: Vectors, *, shelves: Iterable[Shelf], k: int) -> dict[Shelf, list[Hit]]:
        """Return the k nearest of every shelf, as HNSW finds them."""
        found: dict[Shelf, list[Hit]] = {}
        with _sound():
            for shelf in shelves:
                if shelf not in self._collections:
                    continue
                answer = self._collections[shelf].query(query_embeddings=[vector], n_results=k, include=["distances"])
                pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
                if hits := [Hit(name, 1.0 - float(distance)) for name, distance in pairs]:
                    found[shelf] = hits
                elif self._collections[shelf].count():
                    raise StoreCorrupt("the vector index counts vectors it does not find", "it is rebuilt from SQL")
        return found

    def ids(self) -> dict[Shelf, set[str]]:
        """Return all ids, shelf by shelf."""
        found = {shelf: self.shelf_ids(shelf) for shelf in self._collections}
        return {shelf: ids for shelf, ids in found.items() if ids}

    def shelf_ids(self, shelf: Shelf) -> set[str]:
        """Return all ids of one shelf; none where there is no such shelf."""
        with _sound():
            return set(self._collections[shelf].get(include=[])["ids"]) if shelf in self._collections else set()

    def count(self) -> dict[Shelf, int]:
        """Return how many vectors stand on each shelf; cheap."""
        with _sound():
            return {shelf: n for shelf, c in self._collections.items() if (n := c.count())}

    def read(self, shelf: Shelf, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of the ids the shelf has."""
        if shelf not in self._collections:
            return {}
        found: dict[str, Vectors] = {}
        with _sound():
            for start in range(0, len(ids), BATCH):
                answer = self._collections[shelf].get(ids=list(ids[start : start + BATCH]), include=["embeddings"])
                rows = np.asarray(answer["embeddings"], dtype=np.float32)
                found |= dict(zip(answer["ids"], rows, strict=True))
        return found

    def close(self) -> None:
        """Close the client, so that the folder can be opened again or removed."""
        self._collections = {}
        close = getattr(self._client, "close", None)
        if close is not None:
            close()


def plain_chroma(folder: Path) -> Any:
    """Return a Chroma collection as it comes, without anything of ours: what benchmarks compare with."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    return client.get_or_create_collection(
        "plain", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


class _sound:  # reads as a phrase: `with _sound():`
    """Turn every way Chroma breaks, its Rust panics included, into `StoreCorrupt`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, StoreCorrupt)):
            return
        raise StoreCorrupt(
            f"the vector index cannot be used ({type(error).__name__})", "it is rebuilt from SQL: coach index --rebuild"
        ) from error


def batches(ids: Sequence[str], size: int = BATCH) -> Iterator[Sequence[str]]:
    """Cut a list of ids into parts of at most `size`."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
