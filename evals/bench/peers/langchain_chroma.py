"""LangChain + Chroma as the tutorial "Build a semantic search engine" has it."""

import tempfile
import uuid
from collections.abc import Sequence
from typing import Any

from langchain_core.embeddings import Embeddings

from evals.bench.peers.system import DEPTH, Row, unique
from knowledge_base.embeddings import Embedder

BATCH = 2_000
"""Chroma refuses more than about 5,000 at once."""


class LangChainEmbeddings(Embeddings):
    """Our embedder in LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        rows: list[list[float]] = self._embedder.embed_documents(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        row: list[float] = self._embedder.embed_query(text).tolist()
        return row


def split(rows: Sequence[Row]) -> list[Any]:
    """Documents cut as the tutorial cuts them: 1,000 characters, 200 of them shared with the next."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    documents = [Document(page_content=row.content, metadata={"row": row.id}) for row in rows]
    return list(splitter.split_documents(documents))


def chroma(embedder: Embedder, folder: str) -> Any:
    """A Chroma store of LangChain in a folder."""
    from langchain_chroma import Chroma

    return Chroma(
        collection_name=f"peer-{uuid.uuid4().hex}",
        embedding_function=LangChainEmbeddings(embedder),
        persist_directory=folder,
    )


def add(store: Any, documents: Sequence[Any]) -> None:
    """Add documents in batches that Chroma accepts."""
    for start in range(0, len(documents), BATCH):
        store.add_documents(documents=list(documents[start : start + BATCH]))


class LangChainChroma:
    """`RecursiveCharacterTextSplitter`, then `Chroma.similarity_search`."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._store = chroma(embedder, self._folder.name)

    def index(self, rows: Sequence[Row]) -> None:
        """Cut, embed, store."""
        add(self._store, split(rows))

    def search(self, text: str, k: int) -> list[str]:
        """Nearest passages, their rows once each."""
        return unique((found.metadata["row"] for found in self._store.similarity_search(text, k=DEPTH * k)), k)

    def close(self) -> None:
        """Drop the collection and the folder."""
        self._store.delete_collection()
        self._folder.cleanup()
