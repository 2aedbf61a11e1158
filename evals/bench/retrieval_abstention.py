"""Saying no: how many needs that are served keep a resource, and how many that are not get "nothing fits"."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from coach.settings import Settings
from evals.bench.measure import Line, at_least
from evals.bench.peers.ours import Ours
from evals.bench.peers.system import Row
from evals.bench.retrieval_sets import OWN, load_set
from evals.bench.vector_cache import CachedEmbedder
from evals.samples import DATASETS
from knowledge_base.embeddings import BundledEmbedder, Embedder

KEPT, REFUSED = 0.90, 0.60
"""Shares that are asked for."""
NEEDS = DATASETS / "unmet_needs.jsonl"
"""Needs of our own, served and not: {"id", "lang", "text", "catalogue": shared or demo, "answerable", "half"}. The half
`calibration` set the threshold, the half `check` did not."""
CATALOGUES = {"shared": "needs_dev", "demo": OWN}
"""Catalogue of such a need -> the set whose documents it is."""


@dataclass(frozen=True)
class Need:
    """A query, and whether the catalogue serves it."""

    text: str
    """As typed."""
    answerable: bool
    """Whether something serves it."""


@dataclass(frozen=True)
class Abstention:
    """How the needs of one kind were answered with `abstain=True`."""

    name: str
    """What they are."""
    answerable: int
    """Needs that something in the catalogue serves."""
    kept: int
    """Of those, how many got at least one resource."""
    unanswerable: int
    """Needs that nothing serves."""
    refused: int
    """Of those, how many got none."""


def abstention() -> list[Line]:
    """Both shares for every catalogue: the judged sets, and the half of our own needs that set no threshold."""
    embedder = CachedEmbedder(BundledEmbedder(), Settings().eval_logs / "peers" / "vectors")
    try:
        return [line for catalogue in CATALOGUES for line in _of_catalogue(catalogue, embedder)]
    finally:
        embedder.close()


def _of_catalogue(catalogue: str, embedder: Embedder) -> Iterator[Line]:
    judged = load_set(CATALOGUES[catalogue])
    if judged is None:
        click.echo(f"  {CATALOGUES[catalogue]} is skipped: the shared data is not beside this checkout", err=True)
        return
    served = {query.id for query in judged.queries if any(grade > 0 for grade in judged.grades[query.id].values())}
    kinds = {
        judged.name: [Need(query.text, query.id in served) for query in judged.queries],
        f"own needs, {catalogue} catalogue": own_needs(catalogue),
    }
    for found in abstained(judged.rows, kinds, embedder):
        yield from _lines(found)


def own_needs(catalogue: str, *, path: Path = NEEDS, half: str = "check") -> list[Need]:
    """Our own needs for a catalogue; none where the file is absent."""
    if not path.is_file():
        return []
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Need(row["text"], bool(row["answerable"]))
        for row in rows
        if row["catalogue"] == catalogue and row["half"] == half
    ]


def abstained(rows: Sequence[Row], kinds: dict[str, list[Need]], embedder: Embedder) -> list[Abstention]:
    """Index the rows, ask every need with `abstain=True` and count; kinds without a need are left out."""
    ours = Ours(embedder)
    try:
        ours.index(rows)
        return [_counted(name, needs, ours) for name, needs in kinds.items() if needs]
    finally:
        ours.close()


def _counted(name: str, needs: Sequence[Need], ours: Ours) -> Abstention:
    answered = [(need.answerable, bool(ours.search(need.text, 10, abstain=True))) for need in needs]
    kept = [found for answerable, found in answered if answerable]
    refused = [not found for answerable, found in answered if not answerable]
    return Abstention(name, len(kept), sum(kept), len(refused), sum(refused))


def _lines(found: Abstention) -> Iterator[Line]:
    if found.answerable:
        share = found.kept / found.answerable
        yield at_least(f"{found.name}: answerable kept", share, f"of {found.answerable}", KEPT)
    if found.unanswerable:
        share = found.refused / found.unanswerable
        yield at_least(f"{found.name}: unanswerable refused", share, f"of {found.unanswerable}", REFUSED)
