"""The retrieval sets: documents, queries and judgements, from the shared data where it is present and from our own."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals.bench.peers.system import Row
from evals.bench.texts import DEMO, SHARED
from evals.samples import DATASETS

SAMPLE, SAMPLE_OF_MANY, MANY = 600, 300, 10_000
"""Queries taken of a larger set unless all are asked for; fewer over this many documents, where several peers take a
second a query."""
SEED = 20261122
OWN = "own"
"""The name of our own set, which needs no shared data."""


@dataclass(frozen=True)
class Asked:
    """A query of a set."""

    id: str
    """The id that judgements name."""
    text: str
    """As typed."""
    language: str
    """zh, en or empty where the set does not say."""


@dataclass(frozen=True)
class RetrievalSet:
    """Documents, queries and what is relevant."""

    name: str
    """Folder name, or `own`."""
    rows: tuple[Row, ...]
    """The documents."""
    queries: tuple[Asked, ...]
    """Only queries that are judged."""
    grades: Mapping[str, Mapping[str, float]]
    """Query id -> document id -> grade; a query with no grade above 0 is one that nothing answers."""

    @property
    def languages(self) -> dict[str, str]:
        """Document id -> language, empty where the set does not say."""
        return {row.id: str(row.given.get("lang") or "") for row in self.rows}

    def sample(self, count: int | None = None) -> "RetrievalSet":
        """The same set with at most `count` of its queries, the same ones at every run; None for as many as usual."""
        count = count or (SAMPLE if len(self.rows) < MANY else SAMPLE_OF_MANY)
        if len(self.queries) <= count:
            return self
        chosen = sorted(random.Random(SEED).sample(range(len(self.queries)), count))  # noqa: S311 - a sample, no secret
        return replace(self, queries=tuple(self.queries[i] for i in chosen))


FILES: dict[str, tuple[str, str]] = {
    "xquad_mixed": ("retrieval/xquad_mixed", "retrieval/xquad_mixed/corpus.jsonl"),
    "needs_dev": ("gold/needs_dev", "gold/needs_corpus.jsonl"),
    "onet_task_to_dwa_en": ("retrieval/onet_task_to_dwa_en", "retrieval/onet_task_to_dwa_en/corpus.jsonl"),
    "csco_jobtitle_zh": ("retrieval/csco_jobtitle_zh", "retrieval/csco_jobtitle_zh/corpus.jsonl"),
    "esco_skill_from_jobad_en": (
        "retrieval/esco_skill_from_jobad_en",
        "retrieval/esco_skill_from_jobad_en/corpus.jsonl",
    ),
}
"""Name -> folder of queries and judgements, and corpus, below the shared data."""
NAMES = (*FILES, OWN)


def load_set(name: str, shared: Path = SHARED) -> RetrievalSet | None:
    """Read a set whole; None where its files are absent.

    Args:
        name: one of NAMES.
        shared: the folder of the shared data.
    """
    if name == OWN:
        return _own()
    folder, corpus = (shared / part for part in FILES[name])
    judged = next((path for path in (folder / "qrels" / "test.tsv", folder / "qrels.tsv") if path.is_file()), None)
    if judged is None or not corpus.is_file():
        return None
    grades: dict[str, dict[str, float]] = {}
    for line in judged.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = float(grade)
    asked = [_asked(given) for given in _lines(folder / "queries.jsonl")]
    return RetrievalSet(
        name=name,
        rows=tuple(_row(given) for given in _lines(corpus)),
        queries=tuple(query for query in asked if query.id in grades),
        grades=grades,
    )


def _own() -> RetrievalSet:
    """Our dataset of the task `retrieval`, over the demo catalogue."""
    samples = list(_lines(DATASETS / "retrieval.jsonl"))
    return RetrievalSet(
        name=OWN,
        rows=tuple(_row(given) for given in _lines(DEMO / "training.jsonl")),
        queries=tuple(Asked(s["id"], s["input"]["text"], s["language"]) for s in samples),
        grades={s["id"]: dict(s["target"].get("relevant", {})) for s in samples},
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _row(given: dict[str, Any]) -> Row:
    name = str(given.get("_id", given.get("id")))
    return Row(id=name, title=given.get("title") or "", text=given.get("text") or "", given=given)


def _asked(given: dict[str, Any]) -> Asked:
    return Asked(str(given.get("_id", given.get("id"))), given.get("text") or "", given.get("lang") or "")
