"""Saying no: how many needs that are served keep a resource, and how many that are not get "nothing fits"."""

from collections.abc import Sequence
from dataclasses import dataclass

import click

from coach.settings import Settings
from evals.bench.measure import Line, at_least
from evals.bench.peers.ours import Ours
from evals.bench.retrieval_sets import OWN, RetrievalSet, load_set
from evals.bench.vector_cache import CachedEmbedder
from knowledge_base.embeddings import BundledEmbedder, Embedder

KEPT, REFUSED = 0.90, 0.60
"""Shares that are asked for."""
SETS = ("needs_dev", OWN)


@dataclass(frozen=True)
class Abstention:
    """How one set was answered with `abstain=True`."""

    name: str
    """Name of the set."""
    answerable: int
    """Needs that something in the catalogue serves."""
    kept: int
    """Of those, how many got at least one resource."""
    unanswerable: int
    """Needs that nothing serves."""
    refused: int
    """Of those, how many got none."""


def abstention() -> list[Line]:
    """Both shares on every set, and over all of them."""
    embedder = CachedEmbedder(BundledEmbedder(), Settings().eval_logs / "peers" / "vectors")
    try:
        found = [abstained(judged, embedder) for judged in map(load_set, SETS) if judged is not None]
    finally:
        embedder.close()
    if len(found) < len(SETS):
        click.echo("  set needs_dev is skipped: the shared data is not beside this checkout", err=True)
    return [line for each in found for line in _lines(each)]


def abstained(judged: RetrievalSet, embedder: Embedder) -> Abstention:
    """Ask every query of a set with `abstain=True`."""
    ours = Ours(embedder)
    try:
        ours.index(judged.rows)
        answered = {query.id: bool(ours.search(query.text, 10, abstain=True)) for query in judged.queries}
    finally:
        ours.close()
    served = {query.id for query in judged.queries if any(grade > 0 for grade in judged.grades[query.id].values())}
    return Abstention(
        name=judged.name,
        answerable=len(served),
        kept=sum(answered[query] for query in served),
        unanswerable=len(answered) - len(served),
        refused=sum(not answered[query] for query in answered.keys() - served),
    )


def _lines(found: Abstention) -> Sequence[Line]:
    kept = found.kept / max(found.answerable, 1)
    lines = [at_least(f"{found.name}: answerable kept", kept, f"of {found.answerable}", KEPT)]
    if found.unanswerable:
        share = found.refused / found.unanswerable
        lines.append(at_least(f"{found.name}: unanswerable refused", share, f"of {found.unanswerable}", REFUSED))
    return lines
