"""LangChain's hybrid search: `BM25Retriever` and Chroma in an `EnsembleRetriever` with equal weights."""

import tempfile
from collections.abc import Sequence
from typing import Any

from evals.bench.peers.langchain_chroma import add, chroma, split
from evals.bench.peers.system import DEPTH, Row, chinese_words, unique
from knowledge_base.embeddings import Embedder


class LangChainEnsemble:
    """Reciprocal rank fusion of BM25 and Chroma as the retriever's documentation shows it."""

    def __init__(self, embedder: Embedder, *, segmented: bool = False) -> None:
        """Args:
        embedder: makes the vectors.
        segmented: give BM25 rjieba's words (its `preprocess_func`) instead of its own split at blanks.
        """
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._store = chroma(embedder, self._folder.name)
        self._words = {"preprocess_func": chinese_words} if segmented else {}
        self._ensemble: Any = None

    def index(self, rows: Sequence[Row]) -> None:
        """Cut, embed and store for Chroma; the same passages for BM25."""
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever

        documents = split(rows)
        add(self._store, documents)
        words = BM25Retriever.from_documents(documents, **self._words)
        meaning = self._store.as_retriever()
        self._retrievers = (words, meaning)
        self._ensemble = EnsembleRetriever(retrievers=[words, meaning], weights=[0.5, 0.5])

    def search(self, text: str, k: int) -> list[str]:
        """Fused passages, their rows once each."""
        words, meaning = self._retrievers
        words.k = DEPTH * k
        meaning.search_kwargs = {"k": DEPTH * k}
        return unique((found.metadata["row"] for found in self._ensemble.invoke(text)), k)

    def close(self) -> None:
        """Drop the collection and the folder."""
        self._store.delete_collection()
        self._folder.cleanup()
