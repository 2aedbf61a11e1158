"""Pattern cards: what groups of past plans have in common, released only where at least five could be meant.

A card is written from closed sets (kind of gap, outcome, categories of measures) and medians. No word of a plan, no
name and no code gets into it (DOMAIN rule 9).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from knowledge_base import repository
from knowledge_base.records import Passage, PatternCard

LEAST_EMPLOYEES = 5
"""Different employees behind a card (the k of DOMAIN rule 9)."""

LEAST_MANAGERS = 3
"""Different managers behind a card: else a manager would recognise the plans of a neighbour."""

_LEAST_PLANS_OF_MEASURE = 2
_STRONGEST = 3
_UNITS = frozenset(["%", "‰", "per_10000", "s", "min", "h", "days", "CNY", "USD", "count", "score"])
_RATES = frozenset({"", "hour", "day", "week", "month", "quarter", "year", "shift"})

Plan = Mapping[str, Any]
"""Metadata of one past plan."""


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str
    """In Chinese."""
    en: str
    """In English."""

    def in_(self, language: Literal["zh", "en"]) -> str:
        return self.zh if language == "zh" else self.en


class _Industry(_Named):
    also: tuple[str, ...]
    """Other words for it, lower case, either language."""


class _Measure(_Named):
    words: tuple[str, ...]
    """A measure with one of these words in it belongs here; lower case, either language."""


class PatternWords(BaseModel):
    """The data file `pattern_words.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gap_types: dict[str, _Named]
    """Value of `GapCategory` -> name."""
    industries: dict[str, _Industry]
    """Industry as plans have it -> names."""
    measures: dict[str, _Measure]
    """Category of actions and support -> names and how it is recognised."""
    texts: dict[str, _Named]
    """The sentences of a card, with {places}."""


def pattern_cards(
    session: Session, found: Sequence[Passage], *, language: Literal["zh", "en"], industry: str | None
) -> list[PatternCard]:
    """Group found plans by kind of gap and industry and write a card for every group that may be shown.

    Args:
        session: an open transaction.
        found: passages of past plans, best first.
        language: language of the cards.
        industry: cards of this industry only, where there are any, in any words; None for all.

    Returns:
        Cards, best first.
    """
    scores: dict[tuple[str, str], list[float]] = {}
    for passage in found:
        gap_type, where = passage.metadata.get("gap_type"), passage.metadata.get("industry")
        if gap_type in pattern_words().gap_types and isinstance(where, str) and where in pattern_words().industries:
            scores.setdefault((str(gap_type), where), []).append(passage.score)
    wanted = _industry_of(industry)
    cells = [cell for cell in scores if cell[1] == wanted] if wanted else list(scores)
    cards = []
    for cell in cells:
        plans = repository.plans_of_cell(session, *cell)
        if may_be_shown(plans):
            score = sum(sorted(scores[cell], reverse=True)[:_STRONGEST]) / _STRONGEST
            cards.append(_card(plans, cell, language=language, score=round(score, 4)))
    return sorted(cards, key=lambda card: (-card.score, card.id))


def may_be_shown(plans: Iterable[Plan]) -> bool:
    """Say whether enough different people stand behind these plans; a plan without codes counts for nobody."""
    plans = list(plans)
    employees = {str(plan["employee"]) for plan in plans if plan.get("employee") and plan.get("manager")}
    managers = {str(plan["manager"]) for plan in plans if plan.get("employee") and plan.get("manager")}
    return len(employees) >= LEAST_EMPLOYEES and len(managers) >= LEAST_MANAGERS


@lru_cache(maxsize=1)
def pattern_words() -> PatternWords:
    """Return the words of the cards."""
    path = Path(__file__).with_name("pattern_words.json")
    return PatternWords.model_validate(json.loads(path.read_text(encoding="utf-8")))


def _industry_of(words: str | None) -> str | None:
    """The industry somebody means, or None where it is none of ours."""
    asked = (words or "").strip().lower()
    for name, industry in pattern_words().industries.items():
        if asked and (asked in {name, industry.zh, industry.en} or asked in industry.also):
            return name
    for name, industry in pattern_words().industries.items():
        if any(len(word) > 2 - (not word.isascii()) and word in asked for word in (name, industry.zh, *industry.also)):
            return name
    return None


def _card(plans: Sequence[Plan], cell: tuple[str, str], *, language: Literal["zh", "en"], score: float) -> PatternCard:
    words = pattern_words()
    gap_type, industry = cell
    names = {"gap_type": words.gap_types[gap_type].in_(language), "industry": words.industries[industry].in_(language)}
    title = words.texts["title"].in_(language).format(**names, plans=len(plans))
    targets = _targets(plans)
    return PatternCard(
        id=f"pattern:{gap_type}:{industry}",
        gap_type=gap_type,
        industry=industry,
        plans=len(plans),
        title=title[:1].upper() + title[1:],
        text=_text(plans, targets, language),
        targets=targets,
        score=score,
    )


def _text(plans: Sequence[Plan], targets: Sequence[tuple[float, str]], language: Literal["zh", "en"]) -> str:
    def say(name: str, **places: object) -> str:
        return pattern_words().texts[name].in_(language).format(**places)

    reached = sum(plan.get("outcome") == "achieved" for plan in plans) / len(plans)
    parts = [say("outcome_most" if reached >= 0.6 else "outcome_half" if reached >= 0.4 else "outcome_few")]
    weeks = [float(plan["weeks"]) for plan in plans if isinstance(plan.get("weeks"), int | float)]
    if len(weeks) >= LEAST_EMPLOYEES:
        parts.append(say("weeks", weeks=round(median(weeks))))
    for name in ("actions", "support"):
        if common := _common_measures(plans, name):
            names = [pattern_words().measures[measure].in_(language) for measure in common]
            parts.append(say(name, list=say("between").join(names)))
    parts.extend(say("target", value=f"{value:g}", unit=unit) for value, unit in targets)
    return ("" if language == "zh" else " ").join(parts)


def _common_measures(plans: Sequence[Plan], field: str) -> list[str]:
    """Categories that stand in the plans of at least two employees, most frequent first."""
    counts: Counter[str] = Counter()
    for name, measure in pattern_words().measures.items():
        people = {str(plan.get("employee")) for plan in plans if _mentions(plan.get(field), measure.words)}
        if len(people) >= _LEAST_PLANS_OF_MEASURE:
            counts[name] = len(people)
    return [name for name, _ in counts.most_common(4)]


def _mentions(items: object, words: Sequence[str]) -> bool:
    texts = [str(item).lower() for item in items] if isinstance(items, list) else [str(items or "").lower()]
    return any(word in text for text in texts for word in words)


def _targets(plans: Sequence[Plan]) -> tuple[tuple[float, str], ...]:
    """Median target of every unit that enough people share."""
    by_unit: dict[str, list[Plan]] = {}
    for plan in plans:
        unit = str(plan.get("unit") or "")
        base, _, rate = unit.partition("/")
        if isinstance(plan.get("target"), int | float) and base in _UNITS and rate in _RATES:
            by_unit.setdefault(unit, []).append(plan)
    return tuple(
        (float(f"{median(float(plan['target']) for plan in some):.3g}"), unit)
        for unit, some in sorted(by_unit.items())
        if may_be_shown(some)
    )
