"""Where ours loses: the queries on which the best peer answered better, for whoever tunes the ranking."""

from collections.abc import Mapping, Sequence

from evals.bench.peers.registry import OURS, SYSTEMS
from evals.bench.retrieval_metrics import DEPTH, QueryScore
from evals.bench.retrieval_runs import Run
from evals.bench.retrieval_sets import Asked, RetrievalSet

WORST = 10
"""Queries shown a set."""
WIDTH = 100
"""Characters of a text that are shown."""


def losses(
    judged: RetrievalSet, peer: str, *, scores: Mapping[str, Sequence[QueryScore]], runs: Mapping[str, Run]
) -> str:
    """Markdown: the queries with the largest loss to a peer, what was relevant and what ours showed first.

    The texts are those of the set: this is for the terminal and the report folder, never for a committed file.

    Args:
        judged: the set.
        peer: name of the system to compare with.
        scores: system -> scores, the same queries in the same order.
        runs: system -> what it answered.
    """
    pairs = zip(scores[OURS], scores[peer], strict=True)
    apart = sorted((ours.ndcg - theirs.ndcg, ours.query) for ours, theirs in pairs)
    won, lost = sum(d > 0 for d, _ in apart), sum(d < 0 for d, _ in apart)
    head = f"## {judged.name}: {won} queries better, {lost} worse than {SYSTEMS[peer].title}, of {len(apart)}\n"
    asked = {query.id: query for query in judged.queries}
    shown = [_one(judged, asked[query], apart=d, runs=(runs[OURS], runs[peer])) for d, query in apart[:WORST] if d < 0]
    return "\n".join([head, *shown])


def _one(judged: RetrievalSet, query: Asked, *, apart: float, runs: tuple[Run, Run]) -> str:
    texts = {row.id: row.content.replace("\n", " ")[:WIDTH] for row in judged.rows}
    ours, theirs = (list(run.rankings.get(query.id, ())) for run in runs)
    relevant = {d: g for d, g in judged.grades[query.id].items() if g > 0}
    parts = [f"- **{query.id}** {apart:+.3f} “{query.text[:WIDTH]}”"]
    for document, grade in sorted(relevant.items(), key=lambda pair: _rank(theirs, pair[0]))[:3]:
        places = f"ours {_place(ours, document)}, theirs {_place(theirs, document)}"
        parts.append(f"  - relevant ({grade:g}), {places}: `{document}` {texts.get(document, '')}")
    above = [d for d in ours if d not in relevant][:3]
    parts += [f"  - ours at {_place(ours, d)}, not relevant: `{d}` {texts.get(d, '')}" for d in above]
    return "\n".join(parts)


def _rank(ranked: Sequence[str], document: str) -> int:
    return ranked.index(document) if document in ranked else DEPTH


def _place(ranked: Sequence[str], document: str) -> str:
    return str(ranked.index(document) + 1) if document in ranked else "-"
