"""A benchmark that was broken off goes on; a system that fails stops no other; the report says what was found."""

import json
from pathlib import Path

import pytest

from evals.bench.measure import Line
from evals.bench.peers.registry import SYSTEMS, SystemSpec
from evals.bench.retrieval import Options, peers
from evals.bench.retrieval_report import Report
from evals.bench.retrieval_runs import kept, run_key
from evals.bench.retrieval_sets import OWN, load_set
from evals.bench.vector_cache import CachedEmbedder
from tests.evals.bench.letters import LetterEmbedder


def quick(out: Path, *systems: str, fresh: bool = False) -> list[Line]:
    return peers(Options(sets=[OWN], systems=systems, out=out, fresh=fresh))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers")
    quick(folder, "ours", "numpy")
    return folder


def test_ours_is_shown_beside_the_peer_with_an_interval(out: Path) -> None:
    lines = quick(out, "ours", "numpy")
    ours, peer = (next(line for line in lines if title in line.name) for title in ("own: ours", "own: exact numpy"))
    assert 0.5 < peer.value < ours.value <= 1
    assert peer.target.startswith("ours +")
    ahead = next(line for line in lines if "minus" in line.name)
    assert ahead.passed is True
    assert ahead.value == pytest.approx(ours.value - peer.value)


def test_what_ran_before_is_not_run_again_unless_asked(out: Path) -> None:
    (path,) = (out / "runs" / OWN).glob("numpy-????????????????.json")
    before = kept(path)
    quick(out, "numpy")
    assert kept(path) == before
    quick(out, "numpy", fresh=True)
    after = kept(path)
    assert before is not None
    assert after is not None
    assert after.seconds != before.seconds
    assert after.rankings == before.rankings


def test_a_half_written_run_is_run_again(out: Path) -> None:
    (path,) = (out / "runs" / OWN).glob("numpy-????????????????.json")
    path.write_text(path.read_text(encoding="utf-8")[:100], encoding="utf-8")
    assert kept(path) is None
    quick(out, "numpy")
    assert kept(path) is not None


def test_a_system_that_cannot_be_opened_stops_no_other(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SYSTEMS, "broken", SystemSpec("Broken", "words_alone", "Nothing", ()))
    lines = quick(out, "broken", "ours", "numpy")
    broken = next(line for line in lines if "Broken" in line.name)
    assert broken.target.startswith("not run: AttributeError")
    assert any(line.name == "own: ours" for line in lines)


def test_the_report_can_be_read_again(out: Path) -> None:
    quick(out, "ours", "numpy")
    report = Report.model_validate_json((out / "report-default.json").read_bytes())
    (own,) = report.sets
    assert own.queries <= own.of_queries
    assert "exact numpy alone" in (out / "report-default.md").read_text(encoding="utf-8")
    assert "queries better" in (out / "losses-default.md").read_text(encoding="utf-8")
    assert json.loads((out / "report-default.json").read_text(encoding="utf-8"))["embedder"] == report.embedder


def test_a_changed_set_or_embedder_needs_a_new_run() -> None:
    whole = load_set(OWN)
    assert whole is not None
    sample = whole.sample(5)
    assert len(sample.queries) == 5
    assert sample.queries == whole.sample(5).queries
    keys = {run_key("numpy", SYSTEMS["numpy"], judged, name) for judged in (whole, sample) for name in ("a", "b")}
    assert len(keys) == 4


def test_a_vector_is_made_once_and_found_again_in_the_next_run(tmp_path: Path) -> None:
    inner = LetterEmbedder()
    first = CachedEmbedder(inner, tmp_path)
    made = first.embed_documents(["one", "two", "one"])
    asked = first.embed_query("one")
    first.close()
    assert inner.asked == ["one", "two", "one"]  # the query apart from the passage: some models read it differently
    second = CachedEmbedder(inner, tmp_path)
    assert (second.embed_documents(["one", "two", "one"]) == made).all()
    assert (second.embed_query("one") == asked).all()
    second.close()
    assert len(inner.asked) == 3
