"""`bm25s` alone, as its README has it: English stop words and stemmer."""

from collections.abc import Sequence
from typing import Any

from evals.bench.peers.system import DEPTH, Row, chinese_words, unique
from knowledge_base.embeddings import Embedder


class WordsAlone:
    """BM25 without any vector."""

    def __init__(self, _embedder: Embedder, *, segmented: bool = False) -> None:
        """Args:
        _embedder: not used.
        segmented: cut texts with rjieba (the library's own `splitter` hook) instead of its default pattern.
        """
        import Stemmer
        from bm25s import BM25
        from bm25s.tokenization import Tokenizer

        splitter = {"splitter": chinese_words} if segmented else {}
        self._tokenizer = Tokenizer(stemmer=Stemmer.Stemmer("english"), stopwords="english", **splitter)
        self._bm25 = BM25()
        self._ids: list[str] = []

    def index(self, rows: Sequence[Row]) -> None:
        """Index the words of every row."""
        self._ids = [row.id for row in rows]
        self._bm25.index(self._words([row.content for row in rows], learn=True), show_progress=False)

    def search(self, text: str, k: int) -> list[str]:
        """Rows by BM25; one without any of the words is not returned."""
        words = self._words([text], learn=False)
        if not len(words[0]):
            return []
        found, scores = self._bm25.retrieve(words, k=min(DEPTH * k, len(self._ids)), show_progress=False)
        return unique((self._ids[i] for i, score in zip(found[0], scores[0], strict=True) if score > 0), k)

    def close(self) -> None:
        """Let the memory go."""
        self._ids = []

    def _words(self, texts: list[str], *, learn: bool) -> Any:
        return self._tokenizer.tokenize(
            texts, update_vocab=learn, show_progress=False, return_as="tuple" if learn else "ids"
        )
