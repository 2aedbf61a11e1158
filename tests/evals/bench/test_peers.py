"""Every system of the benchmark finds what it was given, in ids of rows, none twice."""

import pytest

from evals.bench.peers.registry import OURS, SYSTEMS
from evals.bench.peers.system import Row, chinese_words, unique
from tests.evals.bench.letters import LetterEmbedder

LONG = "Turning a long page into short ones. " * 60
"""Longer than any system's passage: it must come back as one row."""

TEXTS = {
    "welding": ("Welding basics", "Safe and even welds on thin sheet metal."),
    "sheets": ("Spreadsheets", "Pivot tables and lookups without mistakes."),
    "long": ("Long pages", LONG),
    "换型": ("快速换型", "把换型的动作分成停机前和停机后两类。"),
}
ROWS = [Row(name, title, text, {"id": name, "title": title, "text": text}) for name, (title, text) in TEXTS.items()]


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_finds_the_row_that_was_asked_for(name: str) -> None:
    absent = [package for package, version in SYSTEMS[name].versions().items() if version == "absent"]
    if absent:
        pytest.skip(f"{', '.join(absent)} comes with the extra bench (make bench)")
    system = SYSTEMS[name].open(LetterEmbedder())
    try:
        system.index(ROWS)
        found = system.search("welding thin sheet metal", 3)
        long = system.search("turning a long page into short ones", 3)
    finally:
        system.close()
    assert found[0] == "welding"
    assert long[0] == "long"
    assert len(found) == len(set(found)) <= 3
    assert len(long) == len(set(long)) <= 3
    assert {*found, *long} <= set(TEXTS)


@pytest.mark.parametrize("name", ["langchain-ensemble-rjieba", "bm25s-rjieba", "llamaindex-fusion-characters", OURS])
def test_a_chinese_word_inside_a_sentence_is_found(name: str) -> None:
    if "absent" in SYSTEMS[name].versions().values():
        pytest.skip("comes with the extra bench (make bench)")
    system = SYSTEMS[name].open(LetterEmbedder())
    try:
        system.index(ROWS)
        assert system.search("换型动作", 2)[0] == "换型"
    finally:
        system.close()


def test_a_row_cut_into_passages_counts_once_where_its_best_stands() -> None:
    assert unique(["b", "a", "b", "c", "a"], 2) == ["b", "a"]


def test_words_of_a_mixed_text_keep_both_languages() -> None:
    assert chinese_words("Excel 报表，总出错!") == ["excel", "报表", "总", "出错"]
