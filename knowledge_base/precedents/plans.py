"""What the cards read of a past plan: closed values and figures, never its words."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.precedents.words import Measure, industry_of, pattern_words, role_family_of
from knowledge_base.records import Kind
from knowledge_base.tables import RecordRow

REACHED, MISSED = "reached", "missed"
"""How a plan ended, as far as a card tells it."""


@dataclass(frozen=True)
class PastPlan:
    """One plan that counts: somebody's, under somebody, about a known kind of gap."""

    record_id: str
    """Id of its record."""
    gap_type: str
    """Value of `GapCategory`."""
    employee: str
    """Opaque code of the person."""
    manager: str
    """Opaque code of the manager."""
    industry: str | None
    """One of the closed set, or None."""
    family: str | None
    """Role family of the closed set, or None."""
    year: str | None
    """Year it began in."""
    ended: str | None
    """`REACHED`, `MISSED`, or None where nothing is known."""
    weeks: float | None
    """Planned length."""
    direction: str | None
    """up or down."""
    unit: str | None
    """Unit of CONTRACTS, or None."""
    step: float | None
    """Size of the change wanted, as a share of the start."""
    actions: frozenset[str]
    """Categories of what the employee did."""
    support: frozenset[str]
    """Categories of what the employer gave."""

    @property
    def mark(self) -> str:
        """Short hash of everything a card reads: another one means another plan, as far as cards go."""
        facts = {f.name: getattr(self, f.name) for f in fields(self)}
        facts |= {name: sorted(facts[name]) for name in ("actions", "support")}
        return hashlib.blake2b(json.dumps(facts, sort_keys=True).encode(), digest_size=8).hexdigest()


def read_plans(session: Session, gap_type: str | None = None) -> dict[str, PastPlan]:
    """Return the plans that count, by record id: withdrawn ones and those of nobody in particular do not.

    Args:
        session: an open transaction.
        gap_type: only of this kind; None for all.
    """
    query = select(RecordRow.record_id, RecordRow.meta).where(RecordRow.kind == Kind.PLAN.value, ~RecordRow.withdrawn)
    if gap_type is not None:
        query = query.where(RecordRow.meta["gap_type"].as_string() == gap_type)
    read = (past_plan(record_id, meta) for record_id, meta in session.execute(query))
    return {plan.record_id: plan for plan in read if plan is not None}


def past_plan(record_id: str, meta: Mapping[str, Any]) -> PastPlan | None:
    """Return what counts of a record's metadata; None where a code or the kind of gap is missing."""
    gap_type, employee, manager = (_text(meta.get(name)) for name in ("gap_type", "employee", "manager"))
    if gap_type not in pattern_words().gap_types or not employee or not manager:
        return None
    direction = _text(meta.get("direction"))
    return PastPlan(
        record_id=record_id,
        gap_type=gap_type,
        employee=employee,
        manager=manager,
        industry=industry_of(_text(meta.get("industry"))),
        family=role_family_of(_text(meta.get("role_family"))) or role_family_of(_text(meta.get("role"))),
        year=_year(_text(meta.get("quarter"))),
        ended=_ended(_text(meta.get("outcome"))),
        weeks=_number(meta.get("weeks")),
        direction=direction if direction in ("up", "down") else None,
        unit=_unit(_text(meta.get("unit"))),
        step=_step(direction, _number(meta.get("baseline")), _number(meta.get("target"))),
        actions=_categories(meta.get("actions")),
        support=_categories(meta.get("support")),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _year(quarter: str) -> str | None:
    year = quarter[:4]
    return year if len(year) == 4 and year.isdigit() and year.isascii() else None


def _ended(outcome: str) -> str | None:
    if outcome == "achieved":
        return REACHED
    return MISSED if outcome in {"partly_achieved", "not_achieved", "ended_early"} else None


def _unit(unit: str) -> str | None:
    base, _, rate = unit.partition("/")
    known = pattern_words()
    return unit if base in known.units and (not rate or rate in known.rates) else None


def _step(direction: str, baseline: float | None, target: float | None) -> float | None:
    """Size of the change relative to the start; None where there is none, or it goes the other way."""
    if baseline is None or target is None or baseline <= 0:
        return None
    change = (target - baseline) / baseline
    wanted = change if direction == "up" else -change if direction == "down" else 0.0
    return wanted if wanted > 0 else None


def _categories(items: object) -> frozenset[str]:
    texts = [str(item).lower() for item in items] if isinstance(items, list) else [str(items or "").lower()]
    return frozenset(name for name, each in pattern_words().measures.items() if _mentioned(each, texts))


def _mentioned(measure: Measure, texts: Iterable[str]) -> bool:
    return any(word in text for text in texts for word in measure.words)
