"""What memory recalls is what SQL recalls, before and after every change."""

import random

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.counters import totals
from knowledge_base.lexical import Asked
from knowledge_base.recall import Candidates, MemoryRecall, Recall, SqlRecall, Wanted
from knowledge_base.records import Kind, Record
from knowledge_base.segmentation import segment
from knowledge_base.store import Shelf
from tests.knowledge_base.world import WordEmbedder, open_kb, record

DRAW = random.Random(11)
EN = "gears valves audits quality customers reports handover training shifts tools lathe welding forms".split()  # noqa: SIM905
ZH = ["齿轮", "阀门", "审核", "质量", "客户", "报表", "交接", "培训", "班次", "工具", "车床", "焊接"]
SHELVES = [Shelf(kind, language) for kind in ("training", "policy") for language in ("en", "zh")]


def made(number: int) -> Record:
    chinese = number % 2 == 1
    words = DRAW.choices(ZH if chinese else EN, weights=range(len(ZH if chinese else EN), 0, -1), k=DRAW.randint(3, 12))
    text, title = ("" if chinese else " ").join(words), words[0] if number % 3 else ""
    kind = Kind.PLAN if number % 10 == 0 else Kind.POLICY if number % 5 == 0 else Kind.TRAINING
    return record(f"m{number}", text, title=title, kind=kind, language="zh" if chinese else "en")


@pytest.fixture
def filled(sqlite_database: Database) -> KnowledgeBase:
    kb = open_kb(sqlite_database)
    kb.add([made(n) for n in range(220)])
    return kb


def recalled(database: Database, recall: Recall, text: str, near: dict[str, float]) -> Candidates:
    with database.reading() as session:
        wanted = Wanted(Asked(segment(text)), WordEmbedder().embed_query(text), SHELVES, near, 500)
        return recall.candidates(session, totals(session), wanted)


def same(database: Database, memory: MemoryRecall) -> None:
    for text in (
        "gears reports",
        "焊接 tools",
        "审核客户交接",
        "welding errors of a lathe 车床",
        "nobody says this",
        "!",
    ):
        near = {f"m{n}#0": 0.1 + n / 1000 for n in DRAW.sample(range(220), 25)}
        fast, slow = recalled(database, memory, text, near), recalled(database, SqlRecall(), text, near)
        one = {pk: i for i, pk in enumerate(fast.pks.tolist())}
        two = {pk: i for i, pk in enumerate(slow.pks.tolist())}
        shared = one.keys() & two.keys()
        assert one.keys() == two.keys()
        for pk in shared:
            a, b = one[pk], two[pk]
            assert (fast.records[a], fast.languages[a]) == (slow.records[b], slow.languages[b])
            assert fast.titles[a] == slow.titles[b]
            assert fast.similarity[a] == pytest.approx(slow.similarity[b], abs=1e-5)
            assert fast.bm25[a] == pytest.approx(slow.bm25[b], rel=0.01, abs=1e-6)
        assert fast.terms.total == pytest.approx(slow.terms.total, rel=0.01)
        assert fast.terms.weights.keys() == slow.terms.weights.keys()


def test_memory_recalls_what_sql_does(filled: KnowledgeBase, sqlite_database: Database) -> None:
    memory = MemoryRecall()
    same(sqlite_database, memory)
    same(sqlite_database, memory)


def test_changes_are_seen_at_once(filled: KnowledgeBase, sqlite_database: Database) -> None:
    memory = MemoryRecall()
    same(sqlite_database, memory)
    for n in range(220, 226):
        filled.add([made(n), made(n - 100)])
        filled.delete([f"m{n - 150}"])
        same(sqlite_database, memory)
        filled.add([record(f"m{n}", "valves on a lathe", title=f"forms {n}")])  # given the number it replaces
        same(sqlite_database, memory)
    filled.add([record("m7", "gears gears", title="withdrawn now", withdrawn=True)])
    fast, slow = (recalled(sqlite_database, way, "gears", {"m7#0": 0.9}) for way in (memory, SqlRecall()))
    assert fast.pks.tolist() == slow.pks.tolist()
    assert 0.9 not in fast.similarity.tolist()
    assert filled.verify().ok
    filled.close()


def test_plans_are_not_even_counted(filled: KnowledgeBase, sqlite_database: Database) -> None:
    filled.add([record("secret", "zyzzyva", kind=Kind.PLAN)])
    found = recalled(sqlite_database, MemoryRecall(), "zyzzyva", {"secret#0": 0.9})
    assert len(found.pks) == 0
    assert found.terms.weights == {}
