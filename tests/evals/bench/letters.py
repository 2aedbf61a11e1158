"""A small embedder for the benchmark's tests: how often which letter stands in a text."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.embeddings import Vectors, unit_rows


class LetterEmbedder:
    """Texts of the same letters are near; counts how many it was asked for."""

    name = "letters"
    dimension = 64

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        counts = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(counts, texts, strict=True):
            for letter in text.lower():
                row[ord(letter) % self.dimension] += letter.isalnum()
        return unit_rows(counts)

    def embed_query(self, text: str) -> Vectors:
        row: Vectors = self.embed_documents([text])[0]
        return row
