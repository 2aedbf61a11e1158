"""Made-up past plans: as metadata, as records, and whole random corpora of them."""

import random
from typing import Any

from pydantic import JsonValue

from knowledge_base.precedents.plans import PastPlan, past_plan
from knowledge_base.records import Kind, Record

INDUSTRIES = ("manufacturing", "finance", "services", "mining", "")
FAMILIES = ("production", "accounting", "contact_centre", "astronaut", "")
ACTIONS = ("Shadow a mentor", "课程学习", "Daily drill", "逐项核对清单", "Nothing in particular")
UNITS = ("%", "min", "count/month", "zorkmids")


def meta(number: int, *, employee: int | str, manager: int | str, **more: JsonValue) -> dict[str, JsonValue]:
    """Metadata of one plan about scrap in a factory."""
    known: dict[str, JsonValue] = {
        "gap_type": "quality_errors", "industry": "manufacturing", "role_family": "production", "quarter": "2025-Q2",
        "employee": f"E-{employee}", "manager": f"M-{manager}", "outcome": "achieved", "weeks": 8, "unit": "%",
        "direction": "down", "baseline": 10.0, "target": 5.0, "actions": ["Tick the Kumquat checklist"],
        "support": ["A mentor for three Kumquat shifts"], "metric": f"Kumquat rate {number}",
    }  # fmt: skip
    return known | more


def record_of(number: int, metadata: dict[str, JsonValue]) -> Record:
    """The record of a plan."""
    title = f"Scrap on line Kumquat{number}"
    return Record(
        id=f"plan-{number}", kind=Kind.PLAN, title=title, text=f"{title} fell after the checklist.", language="en",
        metadata=metadata, source="world",
    )  # fmt: skip


def read(metadata: dict[int, dict[str, JsonValue]]) -> dict[str, PastPlan]:
    """The plans that count, as the cards read them."""
    plans = (past_plan(f"plan-{number}", each) for number, each in metadata.items())
    return {plan.record_id: plan for plan in plans if plan is not None}


def random_corpus(draw: random.Random, size: int | None = None) -> dict[int, dict[str, JsonValue]]:
    """Plans of one kind of gap, by few enough people that every rule has something to refuse."""
    people, managers = draw.randint(4, 40), draw.randint(2, 9)
    leads = {n: draw.randrange(managers) for n in range(people)}
    industries = draw.sample(INDUSTRIES, draw.randint(1, 4))
    return {n: _plan(draw, n, leads, industries) for n in range(size or draw.randint(5, 70))}


def _plan(draw: random.Random, number: int, leads: dict[int, int], industries: list[str]) -> dict[str, JsonValue]:
    who = draw.choice(list(leads))
    optional: dict[str, Any] = {
        "outcome": draw.choice(["achieved", "partly_achieved", "not_achieved", None]),
        "weeks": draw.choice([None, 4, 8, 8, 12]),
        "baseline": draw.choice([None, 4.0, 10.0, 80.0]),
        "quarter": draw.choice(["2024-Q3", "2025-Q1", "2025-Q4", ""]),
    }
    return meta(
        number, employee=who, manager=leads[who] if draw.random() < 0.9 else draw.randrange(9),
        industry=draw.choice(industries), role_family=draw.choice(FAMILIES), unit=draw.choice(UNITS),
        direction=draw.choice(["up", "down", "down"]), target=draw.choice([2.0, 5.0, 90.0]),
        actions=draw.sample(ACTIONS, 2), support=draw.sample(ACTIONS, 1), **optional,
    )  # fmt: skip
