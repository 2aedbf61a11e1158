"""Exact search over whole rows with numpy: what an embedder gives without any system around it."""

from collections.abc import Sequence

import numpy as np

from evals.bench.peers.system import DEPTH, Row, unique
from knowledge_base.embeddings import Embedder


class ExactNumpy:
    """The cosine of the query with every row."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        self._embedder = embedder
        self._ids: list[str] = []
        self._vectors = np.zeros((0, embedder.dimension), dtype=np.float32)

    def index(self, rows: Sequence[Row]) -> None:
        """Embed every row whole."""
        self._ids = [row.id for row in rows]
        self._vectors = self._embedder.embed_documents([row.content for row in rows])

    def search(self, text: str, k: int) -> list[str]:
        """The nearest rows."""
        similarity = self._vectors @ self._embedder.embed_query(text)
        depth = min(DEPTH * k, len(similarity))
        nearest = np.argpartition(-similarity, depth - 1)[:depth]
        return unique((self._ids[i] for i in nearest[np.argsort(-similarity[nearest], kind="stable")]), k)

    def close(self) -> None:
        """Let the memory go."""
        self._ids = []
