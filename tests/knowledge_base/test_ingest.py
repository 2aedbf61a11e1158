"""Indexing: what is new, what is known, what is left out, and what an interruption leaves."""

import json
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.errors import BadRecord, StoreUnavailable
from knowledge_base.ingest import BATCH, IndexProgress
from knowledge_base.records import Kind
from tests.knowledge_base.world import (
    CATALOGUE_RECORDS,
    EVERYTHING,
    MaskLiHua,
    NoRedaction,
    WordEmbedder,
    open_kb,
    record,
)


def write_rows(path: Path, count: int) -> Path:
    rows = [
        {"id": f"r{i}", "title": f"Course {i}", "text": f"All about topic{i}.", "kind": "training"}
        for i in range(count)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_the_same_content_twice_changes_nothing(database: Database) -> None:
    embedder = WordEmbedder()
    kb = open_kb(database, embedder=embedder)
    assert kb.add(CATALOGUE_RECORDS).indexed == len(CATALOGUE_RECORDS)
    before, embedded = kb.fingerprint(), len(embedder.embedded)
    again = kb.add(CATALOGUE_RECORDS)
    assert (again.indexed, again.unchanged, again.skipped) == (0, len(CATALOGUE_RECORDS), ())
    assert (kb.fingerprint(), len(embedder.embedded)) == (before, embedded)
    kb.close()


def test_a_file_that_moved_is_unchanged(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = write_rows(tmp_path / "a" / "rows.jsonl", 3)
    assert kb.index([tmp_path / "a"]).indexed == 3
    assert kb.index([file.rename(tmp_path / "other.jsonl")]).unchanged == 3


def test_changed_content_replaces_the_record(kb: KnowledgeBase) -> None:
    kb.add([record("a", "All about lathes. " * 80)])
    kb.add([record("a", "All about presses.")])
    assert [p.text for p in kb.search(EVERYTHING, "lathes presses", by_record=False)] == ["All about presses."]
    assert kb.ids() == ["a"]
    assert kb.verify().ok


def test_a_kind_or_language_that_changed_moves_the_passages(kb: KnowledgeBase) -> None:
    kb.add([record("a", "kumquat")])
    kb.add([record("a", "kumquat", kind=Kind.POLICY, language="zh")])
    assert kb.search(EVERYTHING, "kumquat", kinds=frozenset({Kind.TRAINING})) == []
    assert kb.search(EVERYTHING, "kumquat", language="zh")[0].kind is Kind.POLICY
    assert kb.verify().ok


def test_an_id_met_twice_is_left_out_with_its_reason(kb: KnowledgeBase) -> None:
    report = kb.add([record("a", "first"), record("a", "second"), record("b", "third")])
    assert report.indexed == 2
    assert "'a'" in report.skipped[0].reason
    stored = kb.resource("a")
    assert stored is not None
    assert stored.text == "first"


def test_an_interrupted_run_resumes_where_it_stopped(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", 2 * BATCH + 5)

    def stop(progress: IndexProgress) -> None:
        assert (progress.files, progress.done) == (1, BATCH)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kb.index([file], progress=stop)
    assert len(kb.ids()) == BATCH
    assert kb.verify().ok
    report = kb.index([file])
    assert (report.indexed, report.unchanged) == (BATCH + 5, BATCH)
    assert kb.verify().ok


def test_progress_counts_up(kb: KnowledgeBase, tmp_path: Path) -> None:
    seen: list[IndexProgress] = []
    kb.index([write_rows(tmp_path / "rows.jsonl", BATCH + 1)], progress=seen.append)
    assert [p.done for p in seen] == [BATCH, BATCH + 1]
    assert seen[-1].rate > 0


def test_bad_files_are_skipped_and_the_rest_goes_on(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    write_rows(folder / "good.jsonl", 2)
    (folder / "bad.jsonl").write_text('{"id": "x", "text"\n{"id": "y", "title": "Y", "text": "fine"}', encoding="utf-8")
    (folder / "binary.docx").write_bytes(b"\x00\xff" * 200)
    report = kb.index([folder])
    assert {"r0", "r1", "y"} <= set(kb.ids())
    assert {item.path.split(":")[0] for item in report.skipped} == {"bad.jsonl", "binary.docx"}
    with pytest.raises(BadRecord):
        kb.index([tmp_path / "nowhere"])


def test_persons_are_masked_before_anything_is_stored_or_embedded(database: Database) -> None:
    embedder = WordEmbedder()
    kb = open_kb(database, embedder=embedder, redactor=MaskLiHua())
    plan = record(
        "p",
        "李华的电话是13800000000。",
        title="李华的计划",
        kind=Kind.PLAN,
        language="zh",
        employee="E-1",
        manager="M-1",
        actions=["请李华复核"],
        nested={"by": "李华"},
    )
    kb.add([plan])
    stored = kb.resource("p")
    assert stored is not None
    assert (stored.title, stored.text) == ("[姓名1]的计划", "[姓名1]的电话是[电话1]。")
    assert stored.metadata["actions"] == ["请[姓名1]复核"]
    assert stored.metadata["nested"] == {"by": "[姓名1]"}
    assert not [text for text in embedder.embedded if "李华" in text or "13800000000" in text]
    passage = kb.search(EVERYTHING, "计划")[0]
    assert not {"employee", "manager"} & passage.metadata.keys()
    kb.close()


def test_a_title_alone_and_no_title_at_all(kb: KnowledgeBase) -> None:
    kb.add([record("t", "", title="Forklift licence"), record("b", "Forklift driving on wet floors")])
    assert {p.record_id for p in kb.search(EVERYTHING, "forklift")} == {"t", "b"}
    assert kb.search(EVERYTHING, "licence")[0].text == "Forklift licence"


def test_a_store_without_tables_is_unavailable(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}", module=dbapi2)
    kb = KnowledgeBase(
        transaction=lambda: Session(engine), folder=tmp_path / "v", embedder=WordEmbedder(), redactor=NoRedaction()
    )
    with pytest.raises(StoreUnavailable, match="no such table") as failure:
        kb.add([record("a", "text")])
    assert failure.value.hint
    engine.dispose()
