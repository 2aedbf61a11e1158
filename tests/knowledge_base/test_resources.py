"""The facts of a resource, as catalogues of all sorts write them."""

import datetime as dt
from typing import Any

import pytest

from knowledge_base.base import KnowledgeBase
from knowledge_base.resources import ResourceFacts, Unavailable, fact_of_heading, resource_words
from tests.knowledge_base.world import EVERYTHING, record

DAY = dt.date(2026, 11, 22)


def test_the_demo_keys_are_read() -> None:
    facts = ResourceFacts.of(
        {
            "skills": ["换模", "录像分析"],
            "level": "intermediate",
            "hours": 12,
            "cost": 600,
            "currency": "CNY",
            "next_session": "2026-12-08",
            "prerequisites": ["能独立完成一次换模"],
            "provider": "厂内精益学院",
            "url": None,
        },
        language="zh",
    )
    assert (facts.skills, facts.level, facts.hours, facts.language) == (("换模", "录像分析"), "intermediate", 12, "zh")
    assert (facts.cost, facts.currency, facts.next_session(DAY)) == (600, "CNY", dt.date(2026, 12, 8))
    assert facts.prerequisites == ("能独立完成一次换模",)
    assert facts.link is None


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"学时": "12学时"}, "hours", 12),
        ({"Duration": "90 min"}, "hours", 1.5),
        ({"hours": "2 days"}, "hours", None),
        ({"hours": "3-4"}, "hours", None),
        ({"hours": -2}, "hours", None),
        ({"hours": True}, "hours", None),
        ({"费用": "¥1,200"}, "cost", 1200),
        ({"费用": "¥1,200"}, "currency", "CNY"),
        ({"price": "Free", "currency": "usd"}, "cost", 0),
        ({"price": "on request"}, "cost", None),
        ({"price": "30 per head and day"}, "cost", None),
        ({"级别": "高级"}, "level", "advanced"),
        ({"level": "Black belt"}, "level", "Black belt"),
        ({"valid until": "2026/1/5"}, "valid_until", dt.date(2026, 1, 5)),
        ({"valid_until": "03/04/2026"}, "valid_until", None),
        ({"valid_until": "2026-02-30"}, "valid_until", None),
        ({"开课日期": "2026年12月8日"}, "sessions", (dt.date(2026, 12, 8),)),
        ({"next_session": "2026-12-08T09:00:00"}, "sessions", (dt.date(2026, 12, 8),)),
        ({"sessions": ["2027-01-03", "2026-12-08"]}, "sessions", (dt.date(2026, 12, 8), dt.date(2027, 1, 3))),
        ({"prerequisites": "Excel, at work; SQL"}, "prerequisites", ("Excel, at work", "SQL")),
        ({"链接": "https://learn.example.org/x"}, "link", "https://learn.example.org/x"),
        ({"url": "javascript:alert(1)"}, "link", None),
        ({"withdrawn": "是"}, "withdrawn", True),
        ({"withdrawn": "no"}, "withdrawn", False),
        ({"状态": "已下架"}, "withdrawn", True),
        ({"status": "open"}, "withdrawn", False),
        ({"skills": {"deep": ["nest"]}}, "skills", ()),
    ],
)
def test_cells_are_read_as_people_write_them(cells: dict[str, Any], field: str, value: object) -> None:
    assert getattr(ResourceFacts.of(cells), field) == value


def test_what_is_not_said_is_not_known() -> None:
    assert ResourceFacts.of({"anything": "else"}) == ResourceFacts()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, None),
        ({"valid_until": "2026-11-22"}, None),
        ({"valid_until": "2026-11-21"}, Unavailable.EXPIRED),
        ({"next_session": "2026-11-22"}, None),
        ({"next_session": "2026-11-21"}, Unavailable.NO_SESSION),
        ({"sessions": "2026-11-01; 2026-12-01"}, None),
        ({"withdrawn": True}, Unavailable.WITHDRAWN),
    ],
)
def test_a_resource_may_be_offered_until_its_last_day(cells: dict[str, Any], why: Unavailable | None) -> None:
    assert ResourceFacts.of(cells).unavailable(DAY) == why


def test_headings_name_one_fact_only() -> None:
    headings = [heading for headings in resource_words().keys.values() for heading in headings]
    assert len(headings) == len(set(headings))
    assert fact_of_heading("Valid until") == "valid_until"
    assert fact_of_heading("Colour") is None


@pytest.mark.parametrize("cells", [{"withdrawn": "yes"}, {"状态": "停用"}])
def test_a_resource_that_its_row_calls_withdrawn_is_not_found(kb: KnowledgeBase, cells: dict[str, Any]) -> None:
    kb.add([record("old", "Excel of the last century", title="Excel", **cells), record("new", "Excel", title="Excel")])
    assert [p.record_id for p in kb.search(EVERYTHING, "Excel")] == ["new"]
