"""Our knowledge base through its public doors: a catalogue file is indexed, `KnowledgeBase.search` answers."""

import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from evals.bench.knowledge import READER, opened_in
from evals.bench.peers.system import Row
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import Embedder
from knowledge_base.records import Kind


class Ours:
    """A knowledge base in a temporary home: indexed and closed, then opened again to be asked, as two commands do."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        self._embedder = embedder
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._closing = ExitStack()
        self._knowledge: KnowledgeBase | None = None

    def index(self, rows: Sequence[Row]) -> None:
        """Write the rows into a file as a user has it, index that, and wait until the vector index is made."""
        home = Path(self._folder.name)
        path = home / "catalogue.jsonl"
        path.write_text("".join(f"{json.dumps(dict(row.given))}\n" for row in rows), encoding="utf-8")
        with opened_in(home, self._embedder) as knowledge:
            knowledge.index([path], kind=Kind.TRAINING)
        self._knowledge = self._closing.enter_context(opened_in(home, self._embedder))

    def search(self, text: str, k: int, *, abstain: bool = False) -> list[str]:
        """The records found; none where nothing fits and `abstain` is set."""
        if self._knowledge is None:
            return []
        return [found.record_id for found in self._knowledge.search(READER, text, k=k, abstain=abstain)]

    def close(self) -> None:
        """Close the store and remove its home."""
        self._closing.close()
        self._folder.cleanup()
