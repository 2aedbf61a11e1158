"""The page says what the last report says; the plot has every system; saying no is counted both ways."""

import datetime as dt
import json
from pathlib import Path

import pytest

from evals.bench.peers.system import Row
from evals.bench.retrieval_abstention import Need, abstained, own_needs
from evals.bench.retrieval_page import PAGE, replaced
from evals.bench.retrieval_plot import draw, points
from evals.bench.retrieval_report import Report, SetResult, SystemResult, lines, markdown, overview
from evals.log import Revision
from tests.evals.bench.letters import LetterEmbedder


def result(system: str, ndcg: float, behind: tuple[float, float, float] | None = None) -> SystemResult:
    directions = {"en->en": 0.99, "en->zh": 0.9, "zh->en": 0.95, "zh->zh": 1.0}
    times = {"p50_ms": 2.0, "p95_ms": 3.0, "index_seconds": 1.0}
    return SystemResult(
        system=system, versions={}, ndcg=ndcg, recall=0.9, directions=directions, behind=behind, **times
    )


def report(*systems: SystemResult, name: str = "needs_dev") -> Report:
    each = SetResult(name=name, documents=5, queries=4, of_queries=9, systems=systems, failed={"haystack": "broken"})
    made = Revision(commit="0123456789abcdef", dirty=False, app_version="1")
    return Report(embedder="letters", query_embedding_ms=10.0, revision=made, day=dt.date(2026, 11, 22), sets=(each,))


def test_a_set_whose_interval_reaches_below_zero_is_a_miss() -> None:
    measured = report(result("ours", 0.63), result("numpy", 0.6, (0.03, -0.01, 0.07)))
    shown = {line.name: line for line in lines(measured.sets[0])}
    assert shown["needs_dev: ours"].passed is True
    assert shown["needs_dev: ours minus exact numpy alone"].passed is True
    assert shown["needs_dev: lower end of its 95 % interval"].passed is False
    assert shown["needs_dev: Haystack embedding + BM25 + join"].target == "not run: broken"


def test_directions_are_judged_by_the_weaker_of_two() -> None:
    shown = {line.name: line for line in lines(report(result("ours", 0.92), name="xquad_mixed").sets[0])}
    assert shown["xquad_mixed: ours, same language (lower of two)"].value == 0.99
    assert shown["xquad_mixed: ours, across (lower of two)"].value == 0.9
    assert shown["xquad_mixed: ours, across (lower of two)"].passed is False


def test_ours_that_did_not_run_is_a_miss() -> None:
    (shown,) = lines(SetResult(name="own", documents=1, queries=0, of_queries=1, systems=(), failed={"ours": "broken"}))
    assert shown.passed is False


def test_tables_name_the_best_peer_and_what_did_not_run() -> None:
    measured = report(
        result("ours", 0.63), result("bm25s", 0.2, (0.43, 0.3, 0.5)), result("numpy", 0.5, (0.1, 0.05, 0.2))
    )
    assert "+0.100 [+0.050, +0.200] (exact numpy alone)" in overview(measured)
    assert "| **0.630** |" in markdown(measured)
    assert "not run: broken" in markdown(measured)
    assert "4 queries, a sample of 9" in markdown(measured)


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    page = "before\n<!-- tables: written by evals.bench.retrieval_page -->\nold\n<!-- end of tables -->\nafter\n"
    new = replaced(page, "tables", "new")
    assert "old" not in new
    assert new.startswith("before\n<!-- tables")
    assert new.endswith("<!-- end of tables -->\nafter\n")
    assert replaced(new, "tables", "new") == new
    with pytest.raises(ValueError, match="markers 'overview'"):
        replaced(page, "overview", "new")


def test_the_page_has_its_markers_and_its_plot() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("overview", "tables"):
        assert replaced(page, name, "x") != page
    assert (PAGE.parent / "retrieval.svg").is_file()
    assert "retrieval.svg" in page


def test_a_query_is_embedded_by_every_system_but_bm25() -> None:
    shown = points([report(result("ours", 0.6), result("bm25s", 0.2))], "needs_dev")
    assert [(point.milliseconds, point.ours) for point in shown] == [(12.0, True), (2.0, False)]


def test_the_same_reports_give_the_same_plot(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="comes with the extra bench (make bench)")
    measured = [report(result("ours", 0.6), result("numpy", 0.5)), report(result("ours", 0.7))]
    for name in ("a.svg", "b.svg"):
        draw(measured, tmp_path / name)
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert "accurate profile" in drawn


def test_saying_no_counts_what_is_kept_and_what_is_refused() -> None:
    words = ("welding thin sheet metal with even seams", "pivot tables and lookups in spreadsheets")
    rows = [Row(str(n), text, text, {"id": str(n), "title": text, "text": text}) for n, text in enumerate(words)]
    needs = [Need(words[0], answerable=True), Need("", answerable=False)]
    (counted,) = abstained(rows, {"small": needs, "empty": []}, LetterEmbedder())
    assert (counted.answerable, counted.kept) == (1, 1)
    assert (counted.unanswerable, counted.refused) == (1, 1)


def test_only_needs_that_set_no_threshold_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "needs.jsonl"
    common = {"lang": "en", "catalogue": "demo", "answerable": True}
    given = [{"text": half, "half": half, **common} for half in ("check", "calibration")]
    path.write_text("\n".join(json.dumps(row) for row in given), encoding="utf-8")
    assert own_needs("demo", path=path) == [Need("check", answerable=True)]
    assert own_needs("shared", path=path) == []
    assert own_needs("demo", path=tmp_path / "absent.jsonl") == []
