"""LlamaIndex as its starter example has it: `VectorStoreIndex.from_documents(...).as_retriever()`."""

from collections.abc import Sequence
from typing import Any

from evals.bench.peers.system import DEPTH, Row, unique
from knowledge_base.embeddings import Embedder


def llama_embedding(embedder: Embedder) -> Any:
    """Our embedder in LlamaIndex's interface."""
    from llama_index.core.embeddings import BaseEmbedding

    class Served(BaseEmbedding):
        """Passes texts on to our embedder."""

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed_documents(texts).tolist()
            return rows

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            row: list[float] = embedder.embed_query(query).tolist()
            return row

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Served(model_name=embedder.name, embed_batch_size=64)


def vector_index(embedder: Embedder, rows: Sequence[Row]) -> Any:
    """The default index over the rows, cut by LlamaIndex's default splitter (1,024 tokens)."""
    from llama_index.core import Document, VectorStoreIndex

    documents = [Document(text=row.content, id_=f"{number}:{row.id}") for number, row in enumerate(rows)]
    return VectorStoreIndex.from_documents(documents, embed_model=llama_embedding(embedder))


def rows_of(found: Sequence[Any], k: int) -> list[str]:
    """The rows of the nodes, once each."""
    return unique((each.node.ref_doc_id.partition(":")[2] for each in found), k)


class LlamaVector:
    """The default retriever."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        self._embedder = embedder
        self._index: Any = None

    def index(self, rows: Sequence[Row]) -> None:
        """Cut, embed, store in memory."""
        self._index = vector_index(self._embedder, rows)

    def search(self, text: str, k: int) -> list[str]:
        """Nearest nodes, their rows once each."""
        return rows_of(self._index.as_retriever(similarity_top_k=DEPTH * k).retrieve(text), k)

    def close(self) -> None:
        """Let the memory go."""
        self._index = None
