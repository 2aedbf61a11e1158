"""Saying no on our own demo catalogue: needs that share a word or a topic with it and that nothing in it helps with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.bench.knowledge import READER, opened_in
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import BundledEmbedder
from knowledge_base.records import Kind

DEMO = Path(__file__).resolve().parents[2] / "knowledge_base/demo/training.jsonl"

NEAR_MISSES = (
    "面团总发不起来，烘焙温度掌握不好",
    "给狗剪毛常剪伤皮肤",
    "钢琴调音不准",
    "听不懂粤语，接待本地顾客困难",
    "驾驶证过期没有换证",
    "理发师剪发层次不均，顾客不满",
    "花艺师包的花束容易散",
    "水管接头总漏水，管道安装不过关",
    "Butcher cuts meat unevenly, too much waste",
    "Cannot find a vein when drawing blood",
    "Piano tuner leaves strings out of tune",
    "Needs Arabic for visits to clients in the Gulf",
    "Divorce and custody cases handled badly",
    "Deckhand slow at tying up the ferry",
    "Roofers leave gaps around the chimney",
    "Pilot's radio calls are sloppy",
)
SERVED = (
    "开会总是拖很久还没有结论",
    "代码评审走过场，问题上线后才发现",
    "客户一投诉就和对方争执",
    "报表里的公式总出错",
    "presenting to a group makes her freeze",
    "complaints from customers are handled badly",
    "spreadsheet formulas are often wrong",
    "does not give feedback to the team",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with opened_in(tmp_path_factory.mktemp("demo"), BundledEmbedder()) as knowledge:
        knowledge.index([DEMO], kind=Kind.TRAINING)
        yield knowledge


def answered(demo: KnowledgeBase, needs: tuple[str, ...]) -> list[str]:
    return [need for need in needs if demo.search(READER, need, k=3, abstain=True)]


def test_near_misses_are_refused(demo: KnowledgeBase) -> None:
    wrongly = answered(demo, NEAR_MISSES)
    assert len(wrongly) <= 2, wrongly


def test_needs_that_are_served_are_kept(demo: KnowledgeBase) -> None:
    kept = answered(demo, SERVED)
    assert len(kept) >= len(SERVED) - 1, set(SERVED) - set(kept)
