"""Gaps written for these tests, with the body a grounded engine could have written: independent of the real one.

So recordings stay true when the grounded engine's sentences change, and become false when a prompt changes.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from coach.domain.base import Language
from coach.domain.draft import (
    Action,
    Commitment,
    Metric,
    Milestone,
    NoResource,
    PlannedCheckIn,
    ResourceRecommendation,
    Route,
    RouteTo,
    SectionSource,
    SmartGoal,
    TargetStatus,
)
from coach.domain.gap import Direction, FlagKind, Gap, GapCategory, GapDescription, GapStatement
from coach.domain.smart import Mark, SmartMarks
from coach.drafting.body import DraftBody, DraftBrief, Progress
from coach.drafting.evidence import Evidence
from coach.drafting.intake.reading import Reading, Withheld
from knowledge_base.records import Kind, Passage

AS_OF = dt.date(2027, 1, 4)
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
}


class FixedEngine:
    """Has the protocol of an engine and always writes the body of its case."""

    name = "grounded"

    def __init__(self, case: str) -> None:
        self._case = CASES[case]

    def draft(self, brief: DraftBrief, *, progress: Progress | None = None) -> DraftBody:
        return _body(self._case)


def make_brief(case_id: str, **changes: Any) -> DraftBrief:
    """Return the brief of a case; changes are keys of `cases.json`."""
    case = {**CASES[case_id], **changes}
    return DraftBrief(
        description=GapDescription(text=case["text"], role=case["role"], industry=case["industry"], as_of=AS_OF),
        reading=_reading(case),
        evidence=_evidence(case),
        deadline=_deadline(case["goals"][0]),
        deadline_source="default",
        route=Route(to=RouteTo.PLAN),
    )


def _reading(case: dict[str, Any]) -> Reading:
    text = case["text"]
    withheld = tuple(
        Withheld(start=text.index(w), end=text.index(w) + len(w), text=w, kind=FlagKind.INJECTION)
        for w in case["withheld"]
    )
    return Reading(
        language=Language(case["language"]),
        gap=Gap(statements=tuple(_statement(n, text, goal) for n, goal in enumerate(case["goals"], start=1))),
        horizon=None,
        names=tuple(case["names"]),
        identifiers=tuple(case["identifiers"]),
        withheld=withheld,
        safe_text=case["safe_text"],
    )


def _statement(number: int, text: str, goal: dict[str, Any]) -> GapStatement:
    return GapStatement(
        id=f"s{number}",
        text=text,
        start=0,
        end=len(text),
        category=GapCategory(goal["category"]),
        metric=goal["metric"],
        unit=goal["unit"],
        direction=Direction(goal["direction"]),
        baseline=goal["baseline"],
        target=goal["target"],
    )


def _evidence(case: dict[str, Any]) -> Evidence:
    passages = tuple(
        Passage(
            id=f"{r[0]}#0",
            record_id=r[0],
            kind=Kind.TRAINING,
            title=r[1],
            text=r[4],
            language=case["language"],
            source="catalogue.jsonl",
            score=1.0,
            metadata={"type": r[2]},
        )
        for goal in case["goals"]
        for r in goal["resources"]
    )
    found = tuple((f"s{n}", tuple(f"{r[0]}#0" for r in g["resources"])) for n, g in enumerate(case["goals"], start=1))
    return Evidence(passages=passages, budget=1000, used=100, by_statement=found)


def _body(case: dict[str, Any]) -> DraftBody:
    goals = tuple(_goal(f"g{n}", f"s{n}", goal) for n, goal in enumerate(case["goals"], start=1))
    deadline = goals[0].deadline
    resources = tuple(
        ResourceRecommendation(
            resource_id=r[0], title=r[1], kind=r[2], for_goal=f"g{n}", why=r[3], score=1.0, citations=(f"{r[0]}#0",)
        )
        for n, goal in enumerate(case["goals"], start=1)
        for r in goal["resources"]
    )
    zh = case["language"] == "zh"
    missing = tuple(
        NoResource(
            for_goal=f"g{n}",
            reason="目录中没有找到直接相关的资源。" if zh else "Nothing in the catalogue deals directly with this.",
            instead="由带教人在岗位上带着做。" if zh else "Practise on the job with a mentor.",
        )
        for n, goal in enumerate(case["goals"], start=1)
        if not goal["resources"]
    )
    commitments = tuple(Commitment(text=t, owner=o, due=_day(n)) for n, (o, t) in enumerate(case["commitments"]))
    days = [AS_OF + dt.timedelta(days=7 * (n + 1)) for n in range(len(case["check_ins"]))]
    days[-1] = deadline
    check_ins = tuple(PlannedCheckIn(on=d, focus=f) for d, f in zip(days, case["check_ins"], strict=True))
    names = [s for g in goals for s in (f"goals.{g.id}", f"actions.{g.id}")] + ["resources", "commitments", "check_ins"]
    return DraftBody(
        goals=goals,
        resources=resources,
        no_resource=missing,
        commitments=commitments,
        check_ins=check_ins,
        sections=tuple(SectionSource(section=s, engine="grounded") for s in names),
    )


def _goal(goal_id: str, statement_id: str, goal: dict[str, Any]) -> SmartGoal:
    deadline = _deadline(goal)
    met = Mark(met=True, reason="")
    return SmartGoal(
        id=goal_id,
        addresses=(statement_id,),
        statement=goal["statement"],
        metric=Metric(
            name=goal["metric"],
            unit=goal["unit"],
            direction=goal["direction"],
            baseline=goal["baseline"],
            target=goal["target"],
            target_status=TargetStatus.STATED,
            data_source=goal["source"],
        ),
        deadline=deadline,
        deadline_source="default",
        milestones=(Milestone(due=deadline, target=goal["target"], check=goal["source"]),),
        actions=tuple(Action(text=text, owner=o, due=_day(n)) for n, (o, text) in enumerate(goal["actions"])),
        citations=tuple(f"{r[0]}#0" for r in goal["resources"]),
        smart=SmartMarks(specific=met, measurable=met, achievable=met, relevant=met, time_bound=met),
    )


def _day(number: int) -> dt.date:
    return AS_OF + dt.timedelta(days=7 * (number + 1))


def _deadline(goal: dict[str, Any]) -> dt.date:
    """Read the deadline out of the statement: the only date in it."""
    for day in (AS_OF + dt.timedelta(days=n) for n in range(400, 0, -1)):  # 31 March before 1 March
        if f"{day.year}年{day.month}月{day.day}日" in goal["statement"] or f"{day:%-d %B %Y}" in goal["statement"]:
            return day
    raise ValueError(goal["statement"])
