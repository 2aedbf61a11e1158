"""A small world for service tests: people, accounts and one draft with every kind of part."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from coach.domain.base import Language
from coach.domain.draft import (
    Action,
    Commitment,
    Draft,
    EvidenceItem,
    Metric,
    Milestone,
    NoResource,
    Owner,
    PlannedCheckIn,
    Provenance,
    ResourceRecommendation,
    Route,
    RouteTo,
    SmartGoal,
    TargetStatus,
)
from coach.domain.gap import Direction, Flag, FlagKind, Gap, GapCategory, GapDescription, GapStatement
from coach.domain.people import Actor, NewUser, Role
from coach.domain.plan import Plan
from coach.domain.review import Review, ReviewOutcome, Verdict
from coach.domain.smart import Mark, SmartMarks
from coach.domain.wording import Severity, ToneCategory, WordingSuggestion
from coach.review.decisions import Decisions
from coach.review.queue import ReviewQueue
from coach.scoring import Score
from coach.storage.drafts import Drafts
from coach.storage.people import People
from coach.storage.session import Database
from coach.storage.users import Users

DAY = dt.date(2026, 3, 2)
TEXT = "他总是粗心，设备操作失误率是5%，要求三个月内降到2%以下。记录也常常漏填。"


class Cast(NamedTuple):
    """The accounts of the small world."""

    boss: Actor
    manager: Actor
    other_manager: Actor
    employee: Actor
    other_employee: Actor
    hr: Actor
    second_hr: Actor
    admin: Actor
    lnd: Actor


def settle(database: Database) -> Cast:
    """Import the people and make an account for each role, in one transaction."""
    with database.transaction():
        return _settle(database)


def _settle(database: Database) -> Cast:
    People(database).import_csv(Path(__file__).with_name("people.csv"))
    users = Users(database)

    def account(name: str, employee_id: str | None, *roles: Role) -> Actor:
        new = NewUser(email=f"{name}@firm.example", name=name, roles=frozenset(roles), employee_id=employee_id)
        return users.add(new).actor

    return Cast(
        boss=account("boss", "E1", Role.MANAGER),
        manager=account("manager", "E2", Role.MANAGER),
        other_manager=account("other", "E3", Role.MANAGER),
        employee=account("employee", "E10", Role.EMPLOYEE),
        other_employee=account("lee", "E11", Role.EMPLOYEE),
        hr=account("hr", "E20", Role.HR),
        second_hr=account("hr2", "E21", Role.HR, Role.MANAGER),
        admin=account("admin", None, Role.ADMIN),
        lnd=account("lnd", None, Role.LND),
    )


def description() -> GapDescription:
    return GapDescription(text=TEXT, as_of=DAY)


def _span(part: str) -> dict[str, int]:
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part)}


def _statement(number: int, text: str, category: GapCategory) -> GapStatement:
    return GapStatement(
        id=f"s{number}", text=text, **_span(text), category=category, metric=None, unit="none",
        direction=Direction.DOWN, baseline=None, target=None,
    )  # fmt: skip


def _goal(number: int) -> SmartGoal:
    met = Mark(met=True, reason="说清楚了")
    metric = Metric(
        name="失误率", unit="%", direction=Direction.DOWN, baseline=5, target=2, target_status=TargetStatus.STATED,
        data_source="质检日报",
    )  # fmt: skip
    days = [DAY + dt.timedelta(days=30 * step) for step in range(1, 4)]
    return SmartGoal(
        id=f"g{number}", addresses=(f"s{number}",), statement=f"目标{number}：三个月内把失误率从5%降到2%",
        metric=metric, deadline=days[2], deadline_source="text",
        milestones=tuple(Milestone(due=days[at], target=to, check="质检日报") for at, to in ((0, 4), (2, 2))),
        actions=(
            Action(text="跟师傅学标准操作", owner=Owner.EMPLOYEE, due=days[0]),
            Action(text="独立操作并自查", owner=Owner.EMPLOYEE, due=days[1]),
        ),
        citations=("p#0",),
        smart=SmartMarks(specific=met, measurable=met, achievable=met, relevant=met, time_bound=met),
    )  # fmt: skip


def draft(*, route: RouteTo = RouteTo.PLAN, flags: tuple[Flag, ...] = (), goals: int = 2) -> Draft:
    """A draft with every kind of part: goals, actions, a resource, commitments, a schedule and wording."""
    wording = WordingSuggestion(
        **_span("他总是粗心"), text="他总是粗心", category=ToneCategory.CHARACTER_LABEL, severity=Severity.HIGH,
        reason="说的是人，不是事", replacement="操作中有几次漏看步骤",
    )  # fmt: skip
    resource = ResourceRecommendation(
        resource_id="T-1", title="标准操作课", kind="course", for_goal="g1", why="讲标准操作", score=0.7
    )
    statements = (
        _statement(1, "他总是粗心，设备操作失误率是5%，要求三个月内降到2%以下", GapCategory.QUALITY_ERRORS),
        _statement(2, "记录也常常漏填", GapCategory.RECORDS),
    )
    return Draft(
        language=Language.ZH, engine="grounded",
        route=Route(to=route, reasons=("先问人事",)[: route is RouteTo.HR_FIRST]),
        gap=Gap(statements=statements, flags=flags),
        goals=tuple(_goal(number) for number in range(1, goals + 1)),
        resources=(resource,) if goals else (),
        no_resource=(NoResource(for_goal="g2", reason="没有合适的", instead="师傅带教"),) if goals > 1 else (),
        commitments=(
            Commitment(text="安排师傅", owner=Owner.MANAGER, due=DAY + dt.timedelta(days=7)),
            Commitment(text="每周面谈", owner=Owner.MANAGER, due=DAY + dt.timedelta(days=14)),
        ) if goals else (),
        check_ins=(PlannedCheckIn(on=DAY + dt.timedelta(days=7), focus="第一周"),) if goals else (),
        wording=(wording,),
        evidence=(EvidenceItem(id="p#0", source="P-1", kind="policy", title="质量制度", text="每日质检", score=0.5),),
        scores=(Score(name="grounding", value=1.0, explanation="每条都有来源"),),
        provenance=Provenance(app_version="0.1.0", seconds=0.1, knowledge_base="kb"),
    )  # fmt: skip


def protected_flag() -> Flag:
    return Flag(kind=FlagKind.PROTECTED_STATUS, text="三个月", **_span("三个月"), reason="涉及受保护的情况")


def submitted(database: Database, cast: Cast, what: Draft | None = None, *, by: Actor | None = None) -> Review:
    """A draft about E10, saved and sent to review by its manager."""
    author = by or cast.manager
    draft_id = Drafts(database).save(what or draft(), description(), by=author, subject_employee_id="E10")
    return ReviewQueue(database).submit(draft_id, by=author)


def decide_all(database: Database, review: Review, *, by: Actor, verdict: Verdict = Verdict.ACCEPT) -> Review:
    """Give every suggestion the same verdict, in one transaction."""
    decisions = Decisions(database)
    with database.transaction():
        for each in review.suggestions:
            review = decisions.decide(review.id, each.id, verdict=verdict, reason="合适", by=by, version=review.version)
    return review


def approved(database: Database, cast: Cast, what: Draft | None = None) -> Plan:
    """A plan for E10."""
    review = decide_all(database, submitted(database, cast, what), by=cast.hr)
    plan = Decisions(database).complete(
        review.id, outcome=ReviewOutcome.APPROVE, reason="可以", by=cast.hr, version=review.version
    )
    assert plan is not None
    return plan
