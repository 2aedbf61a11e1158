"""LlamaIndex's fusion retriever: BM25 and vectors by reciprocal rank, without queries written by a model."""

from collections.abc import Sequence
from typing import Any

from evals.bench.peers.llama_vector import rows_of, vector_index
from evals.bench.peers.system import DEPTH, Row
from knowledge_base.embeddings import Embedder

BY_CHARACTER = r"(?u)[\u3400-\u9fff]|\b[^\W\u3400-\u9fff]{2,}\b"
"""Each Chinese character a token, other words as by default: the nearest that BM25Retriever's one hook, a pattern
(`token_pattern`), comes to Chinese words; it takes no tokeniser."""


class LlamaFusion:
    """`QueryFusionRetriever(mode="reciprocal_rerank", num_queries=1)` as its example has it."""

    def __init__(self, embedder: Embedder, *, by_character: bool = False) -> None:
        """Args:
        embedder: makes the vectors.
        by_character: cut Chinese into characters for BM25.
        """
        self._embedder = embedder
        self._pattern = {"token_pattern": BY_CHARACTER} if by_character else {}
        self._index: Any = None
        self._words: Any = None

    def index(self, rows: Sequence[Row]) -> None:
        """Index for both retrievers."""
        import Stemmer
        from llama_index.retrievers.bm25 import BM25Retriever

        self._index = vector_index(self._embedder, rows)
        self._words = BM25Retriever.from_defaults(
            docstore=self._index.docstore, stemmer=Stemmer.Stemmer("english"), language="english", **self._pattern
        )

    def search(self, text: str, k: int) -> list[str]:
        """Fused nodes, their rows once each."""
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever

        depth = DEPTH * k
        self._words.similarity_top_k = min(depth, len(self._words.corpus))
        fusion = QueryFusionRetriever(
            [self._index.as_retriever(similarity_top_k=depth), self._words],
            llm=MockLLM(),
            mode="reciprocal_rerank",
            similarity_top_k=depth,
            num_queries=1,
            use_async=False,
        )
        return rows_of(fusion.retrieve(text), k)

    def close(self) -> None:
        """Let the memory go."""
        self._index = self._words = None
