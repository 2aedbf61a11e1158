"""One run: one system over one set. Kept on disk, so that a broken benchmark goes on where it stopped."""

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.bench.peers.registry import OURS, SystemSpec
from evals.bench.retrieval_metrics import DEPTH
from evals.bench.retrieval_sets import RetrievalSet
from evals.bench.vector_cache import CachedEmbedder

ROOT = Path(__file__).resolve().parents[2]
WARM = 5
"""Queries asked before the clock starts."""


class Run(BaseModel):
    """What a system answered, and how long it took."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    """Name in the registry."""
    set_name: str
    """Name of the set."""
    embedder: str
    """Model of the vectors."""
    versions: dict[str, str]
    """Distributions the system is made of."""
    index_seconds: float
    """Wall seconds to index, without those of embedding."""
    seconds: tuple[float, ...]
    """Wall seconds of every query, its vector known already."""
    rankings: dict[str, tuple[str, ...]]
    """Query id -> document ids, best first."""


def run_key(name: str, spec: SystemSpec, judged: RetrievalSet, embedder: str) -> str:
    """A hash of all that a run depends on: the set, the versions, our own code for our own system."""
    digest = hashlib.sha256()
    parts = [name, embedder, judged.name, repr(sorted(spec.versions().items())), repr(dict(spec.options))]
    parts += [f"{row.id}\t{row.content}" for row in judged.rows]
    parts += [f"{query.id}\t{query.text}" for query in judged.queries]
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for path in _sources(name, spec):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(name: str, spec: SystemSpec) -> Iterator[Path]:
    yield Path(__file__).with_name("peers") / f"{spec.module}.py"
    if name == OURS:
        for pattern in ("*.py", "*.json"):
            yield from sorted(p for p in (ROOT / "knowledge_base").rglob(pattern) if "demo" not in p.parts)


def run_path(folder: Path, name: str, judged: RetrievalSet, key: str) -> Path:
    """Where a run is kept."""
    return folder / judged.name / f"{name}-{key}.json"


def kept(path: Path) -> Run | None:
    """A run of before; None where there is none or it cannot be read."""
    try:
        return Run.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def made(name: str, spec: SystemSpec, judged: RetrievalSet, embedder: CachedEmbedder) -> Run:
    """Index and answer every query.

    Raises:
        ImportError: a package of the system is not installed.
    """
    for query in judged.queries:
        embedder.embed_query(query.text)
    system = spec.open(embedder)
    try:
        before, started = embedder.seconds, time.perf_counter()
        system.index(judged.rows)
        index_seconds = time.perf_counter() - started - (embedder.seconds - before)
        for query in judged.queries[:WARM]:
            system.search(query.text, DEPTH)
        answers = [timed(lambda text=query.text: system.search(text, DEPTH)) for query in judged.queries]  # type: ignore[misc]
    finally:
        system.close()
    return Run(
        system=name,
        set_name=judged.name,
        embedder=embedder.name,
        versions=spec.versions(),
        index_seconds=index_seconds,
        seconds=tuple(seconds for _, seconds in answers),
        rankings={q.id: tuple(found) for q, (found, _) in zip(judged.queries, answers, strict=True)},
    )


def timed(act: Callable[[], list[str]]) -> tuple[list[str], float]:
    """What it returns, and its wall seconds."""
    started = time.perf_counter()
    return act(), time.perf_counter() - started


def keep(path: Path, run: Run) -> None:
    """Write a run; a broken write leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{run.system}-{'?' * 16}.json"):
        old.unlink()
    half = path.with_suffix(".half")
    half.write_text(run.model_dump_json(), encoding="utf-8")
    half.replace(path)
