"""Embedders that are somebody else's: anything that speaks LangChain's `Embeddings`, OpenAI-compatible endpoints first.

What comes back is never trusted: as many rows as texts, all of one length, finite, not zero; else a clear error.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge_base.embeddings import Embedder, Vectors, clean, unit_rows
from knowledge_base.errors import StoreUnavailable

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

BATCH = 64
"""Texts in one request; servers refuse hundreds."""

SHORTEST = 64
"""Characters down to which a text is cut while the model says it is too long."""

_TOO_LONG = frozenset({400, 413, 422})
"""Status codes servers answer a text beyond the limit of their model with."""


class LangChainEmbedder:
    """Any LangChain `Embeddings`; its vectors are checked and scaled to length 1."""

    def __init__(self, name: str, open_model: "Callable[[], Embeddings]", *, dimension: int | None = None) -> None:
        """Args:
        name: what the store remembers the model by.
        open_model: makes the model; called once, at first use.
        dimension: length of its vectors; None learns it from the first answer.
        """
        self.name = name
        self._open = open_model
        self._dimension = dimension
        self._model: Embeddings | None = None

    @property
    def dimension(self) -> int:
        """Length of a vector; asks the model where it is not known yet.

        Raises:
            StoreUnavailable: the model does not answer.
        """
        if self._dimension is None:
            self.embed_query("dimension")
        return self._dimension or 0

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One unit row per passage, asked in batches; a text the model finds too long is cut until it fits."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        sent = [clean(text) for text in texts]
        parts = [self._batch(sent[i : i + BATCH]) for i in range(0, len(sent), BATCH)]
        rows: Vectors = np.concatenate(parts)
        return rows

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a query."""
        row: Vectors = self._one(clean(text), lambda model, sent: [model.embed_query(sent)])[0]
        return row

    def _batch(self, texts: list[str]) -> Vectors:
        if len(texts) == 1:
            return self._one(texts[0], lambda model, sent: model.embed_documents([sent]))
        try:
            return self._asked(lambda model: model.embed_documents(texts), len(texts))
        except _TooLong:
            half = len(texts) // 2
            return np.concatenate([self._batch(texts[:half]), self._batch(texts[half:])])

    def _one(self, text: str, ask: "Callable[[Embeddings, str], Iterable[Iterable[float]]]") -> Vectors:
        try:
            return self._asked(lambda model: ask(model, text), 1)
        except _TooLong:
            if len(text) < 2 * SHORTEST:
                raise
            return self._one(text[: len(text) // 2], ask)

    def _asked(self, ask: "Callable[[Embeddings], Iterable[Iterable[float]]]", count: int) -> Vectors:
        try:
            if self._model is None:
                self._model = self._open()
            answer = ask(self._model)
            rows = np.asarray(answer, dtype=np.float32)
        except StoreUnavailable:
            raise
        except Exception as error:  # edge: whatever goes wrong there means the same to the caller
            status = getattr(error, "status_code", None)
            reason = f"status {status}" if status else type(error).__name__
            kind = _TooLong if status in _TOO_LONG else StoreUnavailable
            raise kind(
                f"the embeddings endpoint did not answer ({reason})",
                "check its address, key and model name, or unset them to use the bundled model",
            ) from error
        return self._checked(rows, count)

    def _checked(self, rows: Vectors, count: int) -> Vectors:
        """The rows at length 1, once they are what was asked for."""
        hint = "check which model serves the endpoint; `coach index --renew` after another one was chosen"
        if rows.ndim != 2 or len(rows) != count or not rows.shape[1]:
            raise StoreUnavailable(f"the embeddings endpoint answered {len(rows)} vectors to {count} texts", hint)
        if self._dimension is not None and rows.shape[1] != self._dimension:
            what = f"the embeddings endpoint returned {rows.shape[1]} numbers a text, not {self._dimension}"
            raise StoreUnavailable(what, hint)
        if not np.isfinite(rows).all() or not rows.any(axis=1).all():
            raise StoreUnavailable("the embeddings endpoint returned a vector of zeros or without a number", hint)
        self._dimension = int(rows.shape[1])
        return unit_rows(rows)


class _TooLong(StoreUnavailable):
    """The server refused the texts; a shorter one may pass."""


class EndpointEmbedder(LangChainEmbedder):
    """Any OpenAI-compatible embeddings endpoint, through LangChain; texts are sent as they are (STYLE trap 3)."""

    def __init__(  # noqa: PLR0913  # an endpoint has that many settings, all keywords
        self,
        *,
        model: str,
        base_url: str,
        api_key: str,
        dimension: int | None = None,
        seconds: float = 30.0,
        retries: int = 2,
    ) -> None:
        """Args:
        model: name of the model at the endpoint.
        base_url: address of the endpoint.
        api_key: key sent with every request; any word where the server asks for none.
        dimension: length of the vectors the model returns; None learns it.
        seconds: longest wait for one answer.
        retries: how often a request is repeated after a time-out, a 429 or a 5xx.
        """

        def opened() -> Any:
            from langchain_openai import OpenAIEmbeddings

            return OpenAIEmbeddings(
                model=model, base_url=base_url, api_key=api_key, timeout=seconds, max_retries=retries,
                chunk_size=BATCH, check_embedding_ctx_length=False,
            )  # type: ignore[call-arg]  # fmt: skip

        super().__init__(f"endpoint:{model}", opened, dimension=dimension)


def as_langchain(embedder: Embedder) -> "Embeddings":
    """Hand an embedder of ours to whatever takes LangChain's interface; queries and passages stay apart."""
    from langchain_core.embeddings import Embeddings

    class Ours(Embeddings):
        """Lists of floats around our matrices."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed_documents(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            row: list[float] = embedder.embed_query(text).tolist()
            return row

    return Ours()
