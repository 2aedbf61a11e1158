"""Indexing and searching, beside embedding alone, Chroma alone and exact numpy, on the same texts in one run."""

import hashlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from coach.storage.session import Database
from evals.bench.measure import Line, at_least, below, median_ms, percentile, times
from evals.bench.texts import rows
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import BundledEmbedder, Embedder, Vectors
from knowledge_base.exact import ExactIndex
from knowledge_base.language import detect_language
from knowledge_base.records import Kind, Principal, Record
from knowledge_base.store import ChromaIndex, Shelf

READER = Principal(id="bench", kinds=frozenset(Kind))
QUERIES = (
    "换型时间太长", "code review takes too long", "Excel 报表经常出错", "handover notes are incomplete",
    "客户投诉处理慢", "presenting to a group", "安全检查记录不全", "SQL queries are slow",
)  # fmt: skip
SHELF = Shelf("training", "en")


class HashedEmbedder:
    """Vectors from a hash of the text: the cost of a large index without the hours of embedding it."""

    name = "bench-hash"
    dimension = 512

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One unit row per text."""
        made = np.stack([_row(text, self.dimension) for text in texts]) if texts else np.zeros((0, self.dimension))
        return made.astype(np.float32)

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a query."""
        row: Vectors = self.embed_documents([text])[0]
        return row


def _row(text: str, dimension: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "ignore")).digest()[:8], "big")
    row = np.random.default_rng(seed).standard_normal(dimension)
    return row / np.linalg.norm(row)


@contextmanager
def opened(embedder: Embedder) -> Iterator[KnowledgeBase]:
    """An empty knowledge base in a temporary home."""
    with tempfile.TemporaryDirectory() as folder, opened_in(Path(folder), embedder) as knowledge:
        yield knowledge


@contextmanager
def opened_in(home: Path, embedder: Embedder) -> Iterator[KnowledgeBase]:
    """The knowledge base of a home, empty where there is none yet; closing it waits for its vector index."""
    database = Database(f"sqlite:///{home / 'coach.db'}", home=home)
    database.migrate()
    knowledge = KnowledgeBase(
        transaction=database.transaction, reading=database.reading, folder=home / "vectors", embedder=embedder
    )
    try:
        yield knowledge
    finally:
        knowledge.close()
        database.close()


def records(limit: int) -> list[Record]:
    """The bench texts as records."""
    return [_record(row["id"], row["title"], row["text"]) for row in rows(limit)]


def _record(name: str, title: str, text: str) -> Record:
    language = detect_language(text)
    return Record(id=name, kind=Kind.TRAINING, title=title, text=text, language=language, source="bench")


def indexing(limit: int = 1500) -> list[Line]:
    """Indexing rate against embedding alone of the very same chunks."""
    embedder = BundledEmbedder()
    embedder.embed_documents(["warm"])
    counted = _Counting(embedder)
    given = records(limit)
    with opened(counted) as knowledge:
        started = time.perf_counter()
        knowledge.add(given)
        whole = time.perf_counter() - started
    alone = min(times(lambda: _embed_all(embedder, counted.seen), 2))
    chunks = sum(len(batch) for batch in counted.seen)
    return [
        Line("embedding alone", chunks / alone, "chunks/s"),
        Line("indexing (redact, chunk, embed, SQL, words, Chroma)", chunks / whole, "chunks/s"),
        at_least("indexing / embedding alone", alone / whole, "x", 0.8),
    ]


class _Counting:
    """Passes texts on and remembers them, so that embedding alone sees the same batches."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.seen: list[list[str]] = []

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.seen.append(list(texts))
        return self._inner.embed_documents(texts)

    def embed_query(self, text: str) -> Vectors:
        return self._inner.embed_query(text)


def _embed_all(embedder: Embedder, batches: Sequence[Sequence[str]]) -> None:
    for batch in batches:
        embedder.embed_documents(batch)


def searching(limit: int = 10_000) -> list[Line]:
    """Warm search over some 10,000 chunks, beside Chroma alone and exact numpy over vectors of the same number."""
    with opened(HashedEmbedder()) as knowledge:
        knowledge.add(records(limit))
        for query in QUERIES:
            knowledge.search(READER, query)
        taken = [t for query in QUERIES for t in times(lambda q=query: knowledge.search(READER, q), 5)]  # type: ignore[misc]
    embedder = BundledEmbedder()
    embedder.embed_documents(["warm"])
    query_ms = median_ms([t for q in QUERIES for t in times(lambda q=q: embedder.embed_documents([q]), 3)])  # type: ignore[misc]
    return [
        below(f"search p50, {limit} records (hashed vectors)", median_ms(taken), "ms", 50),
        Line("search p95", percentile(taken, 0.95) * 1000, "ms"),
        Line("embedding one query with the default embedder", query_ms, "ms"),
        *_peers(limit),
    ]


def _peers(count: int) -> list[Line]:
    embedder = HashedEmbedder()
    ids = [str(n) for n in range(count)]
    vectors = embedder.embed_documents(ids)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for name, index in (("Chroma", ChromaIndex(Path(folder))), ("exact numpy", ExactIndex(embedder.dimension))):
            index.upsert(SHELF, ids, vectors)
            wanted = [embedder.embed_query(query) for query in QUERIES]
            taken = [t for v in wanted for t in times(lambda v=v, i=index: i.query(v, shelves=[SHELF], k=10), 5)]  # type: ignore[misc]
            lines.append(Line(f"peer: {name} alone p50, {count} vectors", median_ms(taken), "ms"))
            index.close()
    return lines
