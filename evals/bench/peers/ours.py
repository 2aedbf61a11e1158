"""Our knowledge base through its public doors: a catalogue file is indexed, `KnowledgeBase.search` answers."""

import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from evals.bench.knowledge import READER, opened
from evals.bench.peers.system import Row
from knowledge_base.embeddings import Embedder
from knowledge_base.records import Kind


class Ours:
    """A knowledge base in a temporary home."""

    def __init__(self, embedder: Embedder) -> None:
        """Args:
        embedder: makes the vectors.
        """
        self._closing = ExitStack()
        self._knowledge = self._closing.enter_context(opened(embedder))

    def index(self, rows: Sequence[Row]) -> None:
        """Write the rows into a file as a user has it, and index that."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.jsonl"
            path.write_text("".join(f"{json.dumps(dict(row.given))}\n" for row in rows), encoding="utf-8")
            self._knowledge.index([path], kind=Kind.TRAINING)

    def search(self, text: str, k: int, *, abstain: bool = False) -> list[str]:
        """The records found; none where nothing fits and `abstain` is set."""
        return [found.record_id for found in self._knowledge.search(READER, text, k=k, abstain=abstain)]

    def close(self) -> None:
        """Close the store and remove its home."""
        self._closing.close()
