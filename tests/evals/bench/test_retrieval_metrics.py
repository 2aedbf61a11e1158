"""Our measures are those of the shared scoring script, and a difference knows how sure it is."""

import json
import math
import random
import subprocess
import sys
from pathlib import Path

import pytest

from evals.bench.peers.system import Row
from evals.bench.retrieval_metrics import by_direction, difference, mean, scored
from evals.bench.retrieval_sets import FILES, Asked, RetrievalSet, load_set
from evals.bench.texts import SHARED

SCRIPT = SHARED.parent / "scoring" / "score_retrieval.py"


def small_set() -> RetrievalSet:
    rows = tuple(Row(name, "", name, {"lang": name[:2]}) for name in ("en-a", "zh-a", "en-b"))
    queries = (Asked("q1", "a", "en"), Asked("q2", "b", "zh"), Asked("q3", "nothing", "en"))
    grades = {"q1": {"en-a": 2.0, "zh-a": 1.0}, "q2": {"en-b": 1.0}, "q3": {"en-a": 0.0}}
    return RetrievalSet("small", rows, queries, grades)


def test_gain_falls_with_the_place_and_rises_with_the_grade() -> None:
    scores = scored(small_set(), {"q1": ["en-b", "en-a"], "q2": ["en-b"]})
    assert [score.query for score in scores] == ["q1", "q2"]  # nothing answers q3: it is left to the abstention figure
    assert scores[0].ndcg == pytest.approx((2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert scores[0].recall == 0.5
    assert scores[0].directions == {"en->en": 1.0, "en->zh": 0.0}
    assert scores[1].ndcg == 1.0


def test_a_query_without_a_ranking_scores_zero() -> None:
    assert [score.ndcg for score in scored(small_set(), {})] == [0.0, 0.0]


def test_a_document_named_twice_counts_once() -> None:
    (first, _) = scored(small_set(), {"q1": ["en-a", "en-a", "zh-a"]})
    assert first.ndcg == 1.0


@pytest.mark.shared
@pytest.mark.skipif(not SCRIPT.is_file(), reason="the shared data is not beside this checkout")
@pytest.mark.parametrize("name", ["xquad_mixed", "needs_dev"])
def test_the_shared_script_gives_the_same_figures(name: str, tmp_path: Path) -> None:
    judged = load_set(name)
    assert judged is not None
    draw = random.Random(7)
    documents = [row.id for row in judged.rows]
    rankings = {}
    for query in judged.queries:
        ranked = draw.sample(documents, 8) + sorted(judged.grades[query.id])
        draw.shuffle(ranked)
        rankings[query.id] = list(dict.fromkeys(ranked))
    run = tmp_path / "run.tsv"
    rows = [f"{q}\t{d}\t{rank}\t{-rank}\n" for q, ranked in rankings.items() for rank, d in enumerate(ranked, 1)]
    run.write_text("".join(rows), encoding="utf-8")
    folder, corpus = (str(SHARED / part) for part in FILES[name])
    command = [sys.executable, str(SCRIPT), folder, str(run), "--corpus", corpus, "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    scores = scored(judged, rankings)
    assert mean([score.ndcg for score in scores]) == pytest.approx(theirs["ndcg@10"])
    assert mean([score.recall for score in scores]) == pytest.approx(theirs["recall@10"])
    for direction, value in by_direction(scores).items():
        assert value == pytest.approx(theirs[f"recall@10 {direction}"])


def test_a_clear_difference_has_an_interval_above_zero() -> None:
    apart = difference([0.6, 0.8, 0.7, 0.9] * 10, [0.5, 0.6, 0.6, 0.7] * 10)
    assert apart.mean == pytest.approx(0.15)
    assert 0 < apart.low < apart.mean < apart.high


def test_chance_has_an_interval_around_zero() -> None:
    draw = random.Random(1)
    values = [draw.random() for _ in range(200)]
    apart = difference(values, draw.sample(values, len(values)))
    assert apart.low < 0 < apart.high


def test_the_interval_is_the_same_at_every_run() -> None:
    assert difference([1, 0, 1], [0, 0, 1]) == difference([1, 0, 1], [0, 0, 1])


def test_a_pair_needs_the_same_queries() -> None:
    with pytest.raises(ValueError, match="shorter"):
        difference([1.0, 0.0], [1.0])
