"""The whole of it: 500 canaries, 5,000 drafts and searches, 1,000 random corpora. Minutes; `make soak`."""

from evals.bench.canaries import nothing_leaks
from evals.bench.k_rule import k_everywhere


def test_nothing_leaks_in_five_thousand_drafts_and_searches() -> None:
    assert [line.name for line in nothing_leaks() if line.passed is False] == []


def test_k_holds_in_every_cell_of_a_thousand_corpora() -> None:
    assert [line.name for line in k_everywhere() if line.passed is False] == []
