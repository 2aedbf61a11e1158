"""A large bilingual store for measuring: words as frequent as words are (Zipf), vectors in clusters, stored directly.

The texts mean nothing, but every part costs what it costs on real ones: common words have long lists, rare ones short
ones, and vectors lie near each other in groups as those of one topic do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from evals.bench.texts import rows
from knowledge_base.embeddings import Vectors, unit_rows
from knowledge_base.records import Kind, Record
from knowledge_base.repository import PreparedChunk, PreparedRecord
from knowledge_base.segmentation import segment

DIMENSION = 512
LANGUAGES = ("en", "zh")
BATCH = 1_000
_VOCABULARY = 40_000
_EXPONENT = 1.05
_CLUSTERS = 2_000
_WORDS = (40, 110)


@dataclass(frozen=True)
class Passage:
    """One made-up passage."""

    language: str
    """zh or en."""
    title: str
    """Some words."""
    text: str
    """Many."""
    tokens: str
    """Of both, as the store has them."""


class Synthetic:
    """Passages by number, the same at every run."""

    def __init__(self) -> None:
        """Nothing is made before it is asked for."""
        ranks = np.arange(1, _VOCABULARY + 1)
        self._chance = np.cumsum(ranks**-_EXPONENT) / np.sum(ranks**-_EXPONENT)
        self._centres = unit_rows(np.random.default_rng(3).standard_normal((_CLUSTERS, DIMENSION)))

    def passage(self, number: int) -> Passage:
        """Return a passage; every second one is Chinese."""
        draw = np.random.default_rng(number)
        language = LANGUAGES[number % 2]
        count = int(draw.integers(*_WORDS))
        picked = np.searchsorted(self._chance, draw.random(count + 4))
        words = [_words(language)[min(int(i), _VOCABULARY - 1)] for i in picked]
        tokens = " ".join(token for word in words for token in _tokens(word))
        space = " " if language == "en" else ""
        return Passage(language, space.join(words[:4]), space.join(words[4:]), tokens)

    def vector(self, number: int) -> Vectors:
        """Return the vector of a passage: near the centre of its cluster."""
        draw = np.random.default_rng(number + 10**9)
        centre = self._centres[int(draw.integers(_CLUSTERS))]
        row: Vectors = unit_rows((centre + draw.standard_normal(DIMENSION) / np.sqrt(DIMENSION))[None, :])[0]
        return row

    def query(self, number: int) -> tuple[str, Vectors]:
        """Return a query for a passage: two to six of its words, and a vector near its own."""
        draw = np.random.default_rng(number + 2 * 10**9)
        passage = self.passage(number)
        words = re.findall(r"\w+", passage.tokens)
        asked = [words[int(i)] for i in draw.integers(0, len(words), int(draw.integers(2, 7)))]
        noisy = self.vector(number) + 0.3 * draw.standard_normal(DIMENSION) / np.sqrt(DIMENSION)
        return " ".join(asked), unit_rows(noisy[None, :])[0]

    def prepared(self, count: int, embedder: str) -> Iterator[list[PreparedRecord]]:
        """Return batches of records ready to be stored, one passage each."""
        for start in range(0, count, BATCH):
            yield [self._record(number, embedder) for number in range(start, min(start + BATCH, count))]

    def _record(self, number: int, embedder: str) -> PreparedRecord:
        made = self.passage(number)
        record = Record(
            id=f"s{number}",
            kind=Kind.TRAINING,
            title=made.title,
            text=made.text,
            language="zh" if made.language == "zh" else "en",
            source="bench",
        )
        chunk = PreparedChunk(text=made.text, tokens=made.tokens, vector=self.vector(number))
        return PreparedRecord(record, f"{number:064d}", embedder, "bench", False, (chunk,))


class QueryVectors:
    """Stands for an embedder: the vectors of queries are known, so that what is measured is the search."""

    name = "bench-synthetic"
    dimension = DIMENSION

    def __init__(self) -> None:
        """Knows nothing yet."""
        self.known: dict[str, Vectors] = {}

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return the known vectors; for another text one from its letters."""
        return np.stack([self.known[t] if t in self.known else _letters(t) for t in texts])

    def embed_query(self, text: str) -> Vectors:
        """Return the known vector of a query."""
        row: Vectors = self.embed_documents([text])[0]
        return row


def _letters(text: str) -> Vectors:
    draw = np.random.default_rng(sum(map(ord, text[:200])))
    row: Vectors = unit_rows(draw.standard_normal((1, DIMENSION)))[0]
    return row


@lru_cache(maxsize=2)
def _words(language: str) -> list[str]:
    """Words of a language, the most frequent first: those of the bench texts, then made-up ones (in English)."""
    counts: dict[str, int] = {}
    for row in rows(6_000):
        for word in re.findall("[a-z]{2,}" if language == "en" else "[\u4e00-\u9fff]+", row["text"].lower()):
            for part in segment(word) if language == "zh" else [word]:
                counts[part] = counts.get(part, 0) + 1
    known = sorted(counts, key=lambda word: (-counts[word], word))[:_VOCABULARY]
    made = [_invented(number, language) for number in range(_VOCABULARY - len(known))]
    return known + made


def _invented(number: int, language: str) -> str:
    parts = ["ba", "co", "du", "fe", "gi", "lo", "mu", "na", "pe", "ri", "so", "ta", "vu", "we", "xi", "zo"]
    digits = [parts[number >> shift & 15] for shift in (0, 4, 8, 12)]
    return "".join(digits) + ("en" if language == "en" else "zh")


@lru_cache(maxsize=100_000)
def _tokens(word: str) -> tuple[str, ...]:
    return tuple(segment(word))
