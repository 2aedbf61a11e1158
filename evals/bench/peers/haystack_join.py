"""Haystack 2: embedding and BM25 retrievers joined, after the tutorial "Creating a Hybrid Retrieval Pipeline".

The tutorial ends with a cross-encoder that no other system here has; without one the join that ranks is reciprocal rank
fusion. Haystack's own pattern cuts Chinese into characters; the store has no hook for a tokeniser.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evals.bench.peers.system import DEPTH, Row, unique
from knowledge_base.embeddings import Embedder


class HaystackJoin:
    """`InMemoryEmbeddingRetriever` and `InMemoryBM25Retriever` into a `DocumentJoiner`."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._embedder = embedder
        self._store = InMemoryDocumentStore(shared=False, return_embedding=False)
        self._pipeline = _pipeline(embedder, self._store)

    def index(self, rows: Sequence[Row]) -> None:
        """Cut, embed, write."""
        from haystack import Document
        from haystack.components.preprocessors import DocumentSplitter
        from haystack.document_stores.types import DuplicatePolicy

        splitter = DocumentSplitter(split_by="word", split_length=512, split_overlap=32)
        documents = [Document(content=row.content, meta={"row": row.id}) for row in rows]
        parts = splitter.run(documents=documents)["documents"]
        vectors = self._embedder.embed_documents([part.content for part in parts]).tolist()
        embedded = [replace(part, embedding=vector) for part, vector in zip(parts, vectors, strict=True)]
        self._store.write_documents(embedded, policy=DuplicatePolicy.SKIP)

    def search(self, text: str, k: int) -> list[str]:
        """Joined documents, their rows once each."""
        depth = {"top_k": DEPTH * k}
        asked = {"embedder": {"text": text}, "meaning": depth, "words": {"query": text, **depth}}
        found = self._pipeline.run(asked)["joiner"]["documents"]
        return unique((document.meta["row"] for document in found), k)

    def close(self) -> None:
        """Let the memory go."""
        self._store.shutdown()


def _pipeline(embedder: Embedder, store: Any) -> Any:
    from haystack import Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever

    pipeline = Pipeline()
    pipeline.add_component("embedder", _text_embedder(embedder))
    pipeline.add_component("meaning", InMemoryEmbeddingRetriever(document_store=store))
    pipeline.add_component("words", InMemoryBM25Retriever(document_store=store))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder.embedding", "meaning.query_embedding")
    pipeline.connect("words", "joiner")
    pipeline.connect("meaning", "joiner")
    return pipeline


def _text_embedder(embedder: Embedder) -> Any:
    from haystack import component

    @component
    class Served:
        """Our embedder as a component of a pipeline."""

        @component.output_types(embedding=list[float])
        def run(self, text: str) -> dict[str, list[float]]:
            """The vector of a text."""
            return {"embedding": embedder.embed_query(text).tolist()}

    return Served()
