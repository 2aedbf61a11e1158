"""Which numbers a text holds, and which of them it may hold."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from coach.domain.draft import SmartGoal
from coach.domain.gap import GapStatement
from coach.drafting.body import DraftBody, DraftBrief
from coach.drafting.disputes import dispute_of

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    r"\d{4}\s*[-/年.]\s*\d{1,2}(?:\s*[-/月.]\s*\d{1,2}\s*日?)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日?)?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"{_MONTH}\s+\d{{4}}|\d{{4}}年|Q[1-4]|FY\s*\d{{2,4}}|[HP]\d\b",
    re.IGNORECASE,
)
_ZH_SHARE = re.compile(r"([百千万])分之([零一二两三四五六七八九十百\d.点]+)")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
PROCESS = frozenset(map(float, (*range(13), 14, 15, 20, 30, 45, 60, 90)))
"""Numbers of the process: list numbering, rhythm, session length, count of activities, 30/60/90."""
_NOTATIONS = (1, 100, 0.01, 1000, 0.001, 1e4, 1e-4, 60, 1 / 60, 24, 1 / 24)


def numbers_in(text: str) -> frozenset[float]:
    """Return the numbers of a text, dates taken out first; 百分之五 counts as 5."""
    plain = _DATE.sub(" ", unicodedata.normalize("NFKC", text))
    found = {float(n.replace(",", "")) for n in _NUMBER.findall(plain)}
    return frozenset(found | {v for _, said in _ZH_SHARE.findall(plain) if (v := _zh_value(said)) is not None})


def _zh_value(said: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    whole, _, part = said.partition("点")
    tens, has_ten, ones = whole.partition("十")
    if any(c not in _DIGITS for c in tens + ones + part):
        return None
    value = float(_DIGITS[tens[-1]] * 10 if tens and has_ten else 10 if has_ten else 0)
    rest = ones if has_ten else tens
    value += _DIGITS[rest[-1]] if rest else 0
    return value + (float("0." + "".join(str(_DIGITS[c]) for c in part)) if part else 0)


def same_value(number: float, allowed: Iterable[float]) -> bool:
    """Return True where the number is one of the allowed in any notation (0.05 = 5 %, 12万 = 120,000)."""
    return any(abs(number * f - a) <= 1e-6 * max(1.0, abs(a)) for a in allowed for f in _NOTATIONS)


def values_of(statement: GapStatement, brief: DraftBrief) -> frozenset[float]:
    """Return the figures a goal on this statement may name: baseline, and target and band unless disputed."""
    target = () if dispute_of(statement, brief.reading.gap) else (statement.target, *(statement.target_range or ()))
    return frozenset(float(v) for v in (statement.baseline, *target) if v is not None)


def strange_in_goal(goal: SmartGoal, brief: DraftBrief) -> frozenset[float]:
    """Return the numbers of a goal's statement that are neither its own figures, nor in its names, nor process."""
    own = [s for s in brief.reading.gap.statements if s.id in goal.addresses]
    allowed = set().union(*(values_of(s, brief) for s in own))
    for name in (goal.metric.name, *(s.period or "" for s in own), goal.metric.data_source):
        allowed |= numbers_in(name)
    return _strange(goal.statement, allowed)


def strange_in(text: str, body: DraftBody, brief: DraftBrief) -> frozenset[float]:
    """Return the numbers of any other text that come from nowhere: not the gap, the draft's figures, or the process."""
    allowed = set(numbers_in(brief.reading.safe_text))
    for statement in brief.reading.gap.statements:
        allowed |= values_of(statement, brief) | numbers_in(statement.metric or "")
    for goal in body.goals:
        allowed |= {m.target for m in goal.milestones if m.target is not None} | numbers_in(goal.metric.name)
    for passage in brief.evidence.passages:
        allowed |= numbers_in(passage.title)
    allowed |= {float(len(brief.reading.gap.statements)), *(float(c.plans) for c in brief.evidence.cards)}
    return _strange(text, allowed)


def _strange(text: str, allowed: Iterable[float]) -> frozenset[float]:
    known = list(allowed)
    return frozenset(n for n in numbers_in(text) if n not in PROCESS and not same_value(n, known))


def dates_in(text: str) -> tuple[dt.date, ...]:
    """Return the full calendar dates of a text (2026-12-31, 2026年12月31日); impossible ones are left out."""
    found = []
    for year, month, day in re.findall(r"(\d{4})\s*[-/年]\s*(\d{1,2})\s*[-/月]\s*(\d{1,2})", text):
        try:
            found.append(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)
