"""Search as the store grows: 10,000, 100,000 and 200,000 passages, beside Chroma alone and exact numpy, in one run.

Each size runs in a process of its own, so that its memory is its own. The stores are synthetic (`synthetic.py`) and
kept in the folder for temporary files: the first run builds them, at some hundred passages a second.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from coach.storage.session import Database
from evals.bench.measure import Line, below, median_ms, percentile, times
from evals.bench.synthetic import BATCH, QueryVectors, Synthetic
from knowledge_base import counters, repository
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import Vectors
from knowledge_base.records import Kind, Principal, Record

SIZES = (10_000, 100_000, 200_000)
TIMES_CHROMA = 3.0
"""The median search may take this many times what Chroma alone takes."""
FRESH_MS = 50.0
_READER = Principal(id="bench", kinds=frozenset(Kind))
_WARM, _ASKED = 60, 300
_ROOM = "coach-bench-scale-2"


def lines_for(count: int) -> Callable[[], list[Line]]:
    """Return the benchmark of one size."""
    return lambda: _lines(count)


def _lines(count: int) -> list[Line]:
    """Measure one size in a child process."""
    command = [sys.executable, "-m", "evals.bench.scale", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise RuntimeError(f"measuring {count} passages failed:\n{done.stderr[-2000:]}")
    m: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    size = f"{count // 1000}k"
    return [
        below(f"{size}: search p50 / Chroma alone p50", m["p50"] / m["chroma"], "x", TIMES_CHROMA),
        Line(f"{size}: search p50, query vector given", m["p50"], "ms"),
        Line(f"{size}: search p95, query vector given", m["p95"], "ms"),
        Line(f"{size}: search p50, query embedded (default embedder)", m["p50"] + m["embed"], "ms"),
        Line(f"{size}: first search of a process", m["first"], "ms"),
        Line(f"{size}: peer: Chroma alone p50 (10 hits)", m["chroma"], "ms"),
        Line(f"{size}: peer: exact numpy p50 (10 hits)", m["numpy"], "ms"),
        below(f"{size}: one record added and found", m["added"], "ms", FRESH_MS),
        below(f"{size}: one record deleted and gone", m["deleted"], "ms", FRESH_MS),
        Line(f"{size}: memory a passage", m["memory"], "bytes"),
        Line(f"{size}: disk a passage (database / vector index)", m["database"], f"+ {m['index']:.0f} bytes"),
    ]


def measure(count: int) -> dict[str, float]:
    """Return the figures of one size; milliseconds, and bytes a passage."""
    made, embedder = Synthetic(), QueryVectors()
    home = _built(count, made, embedder)
    queries = [made.query(number) for number in np.random.default_rng(1).integers(0, count, _WARM + _ASKED).tolist()]
    embedder.known |= dict(queries)
    peers = _peers(count, made, [vector for _, vector in queries[:_ASKED]])
    before = _resident()
    database, knowledge = _opened(home, embedder)
    first = times(lambda: knowledge.search(_READER, queries[0][0]), 1)[0]
    for text, _ in queries[:_WARM]:
        knowledge.search(_READER, text)
    taken = [times(lambda t=text: knowledge.search(_READER, t), 1)[0] for text, _ in queries[_WARM:]]  # type: ignore[misc]
    found = {"p50": median_ms(taken), "p95": percentile(taken, 0.95) * 1000, "first": first * 1000}
    memory = (_resident() - before) / count
    found |= {"memory": memory, "embed": _embedding([text for text, _ in queries[:50]])} | _fresh(knowledge, embedder)
    knowledge.close()
    database.close()
    disk = {"database": _bytes(home.glob("coach.db*")) / count, "index": _bytes((home / "vectors").rglob("*")) / count}
    return found | peers | disk


def _fresh(knowledge: KnowledgeBase, embedder: QueryVectors) -> dict[str, float]:
    """Time from the call that adds or deletes a record to the end of the search that shows it."""
    text = "quokka kayaks on lake zyzzyva"
    record = Record(id="fresh", kind=Kind.TRAINING, title="", text=text, language="en", source="bench")

    def ids() -> set[str]:
        return {passage.record_id for passage in knowledge.search(_READER, text)}

    added, deleted = [], []
    for _ in range(5):
        started = time.perf_counter()
        knowledge.add([record])
        assert "fresh" in ids()
        added.append(time.perf_counter() - started)
        started = time.perf_counter()
        knowledge.delete(["fresh"])
        assert "fresh" not in ids()
        deleted.append(time.perf_counter() - started)
    return {"added": median_ms(added), "deleted": median_ms(deleted)}


def _embedding(texts: list[str]) -> float:
    from knowledge_base.embeddings import BundledEmbedder

    embedder = BundledEmbedder()
    embedder.embed_query("warm")
    return median_ms([times(lambda t=text: embedder.embed_query(t), 1)[0] for text in texts])  # type: ignore[misc]


def _opened(home: Path, embedder: QueryVectors) -> tuple[Database, KnowledgeBase]:
    database = Database(f"sqlite:///{home / 'coach.db'}", home=home)
    database.migrate()
    knowledge = KnowledgeBase(
        transaction=database.transaction, reading=database.reading, folder=home / "vectors", embedder=embedder
    )
    return database, knowledge


def _built(count: int, made: Synthetic, embedder: QueryVectors) -> Path:
    """The store of a size; built where it is not there yet."""
    home = Path(tempfile.gettempdir()) / _ROOM / str(count)
    if (home / "built").exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    database, knowledge = _opened(home, embedder)
    knowledge.add([Record(id="s", kind=Kind.TRAINING, title="", text="the first", language="en", source="bench")])
    with database.reading() as session:
        edition = counters.totals(session).edition
    for batch in made.prepared(count, embedder.name):
        with database.transaction() as session:
            repository.put(session, batch, edition=edition)
    knowledge.rebuild()
    knowledge.close()
    database.close()
    (home / "built").touch()
    return home


def _peers(count: int, made: Synthetic, asked: list[Vectors]) -> dict[str, float]:
    """Median of Chroma alone, as it comes, and of comparing all, on the same vectors."""
    from knowledge_base.store import plain_chroma

    folder = Path(tempfile.gettempdir()) / _ROOM / f"chroma-{count}"
    vectors = np.stack([made.vector(number) for number in range(count)])
    collection = plain_chroma(folder)
    for start in range(collection.count(), count, BATCH):
        part = vectors[start : start + BATCH]
        collection.add(ids=[str(number) for number in range(start, start + len(part))], embeddings=part)

    def of(ask: Callable[[Vectors], object]) -> float:
        for vector in asked[:_WARM]:
            ask(vector)
        return median_ms([times(lambda v=vector: ask(v), 1)[0] for vector in asked])  # type: ignore[misc]

    chroma = of(lambda vector: collection.query(query_embeddings=[vector], n_results=10, include=["distances"]))
    exact = of(lambda vector: np.argpartition(-(vectors @ vector), 10)[:10])
    return {"chroma": chroma, "numpy": exact}


def _resident() -> int:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def _bytes(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))) + "\n")
