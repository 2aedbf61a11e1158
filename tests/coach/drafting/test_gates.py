"""Every gate lets a good body pass and stops the broken one, under the right section."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from coach.domain.base import Language
from coach.domain.draft import Action, Commitment, Milestone, NoResource, Owner, PlannedCheckIn, SmartGoal, TargetStatus
from coach.domain.gap import FlagKind
from coach.domain.smart import Mark
from coach.drafting.body import DraftBody, DraftBrief
from coach.drafting.gates import check_body
from coach.drafting.grounded import GroundedEngine
from coach.drafting.text_numbers import numbers_in
from tests.coach.drafting.fakes import AS_OF, brief, flag, span, statement, until

TEXT = "Ann Poole's rework is 6% in the QA sheet, standard 2%, she is lazy and careless. Badge ZX-4471."
BRIEF = brief(
    TEXT,
    statement("rework is 6% in the QA sheet"),
    horizon=until(60),
    names=("Ann Poole",),
    identifiers=("ZX-4471",),
    withheld=(span(TEXT, "she is lazy and careless"),),
    safe_text="[NAME1]'s rework is 6% in the QA sheet, standard 2%, . Badge [ID1].",
)
BODY = GroundedEngine().draft(BRIEF)
GOAL = BODY.goals[0]
LATE = BRIEF.deadline + dt.timedelta(days=1)


def goal(**changes: Any) -> DraftBody:
    return BODY.model_copy(update={"goals": (GOAL.model_copy(update=changes),)})


def metric(**changes: Any) -> DraftBody:
    return goal(metric=GOAL.metric.model_copy(update=changes))


def action(text: str, due: dt.date = BRIEF.deadline) -> DraftBody:
    return goal(actions=(Action(text=text, owner=Owner.EMPLOYEE, due=due),))


def milestones(*targets: float | None) -> DraftBody:
    days = (AS_OF + dt.timedelta(days=n + 1) for n in range(len(targets)))
    return goal(milestones=tuple(Milestone(due=d, target=t, check="Look") for d, t in zip(days, targets, strict=True)))


def resource(**changes: Any) -> DraftBody:
    return BODY.model_copy(update={"resources": (BODY.resources[0].model_copy(update=changes),)})


def body(**changes: Any) -> DraftBody:
    return BODY.model_copy(update=changes)


def test_the_grounded_body_passes() -> None:
    assert check_body(BODY, BRIEF) == []


SAID = "Reduce the rework rate from 6% to 2%"
BROKEN: list[tuple[Callable[[], DraftBody], str, str]] = [
    (lambda: goal(statement=f"{SAID} with 17 checks"), "goals.g1", "invented_number"),
    (lambda: goal(statement="把返工率从6%降到2%"), "goals.g1", "language"),
    (lambda: goal(statement=f"{SAID}, Ann Poole"), "goals.g1", "withheld"),
    (lambda: goal(statement=f"{SAID}, badge ZX 4471"), "goals.g1", "withheld"),
    (lambda: goal(statement=f"{SAID}: lazy and careless she is lazy and careless"), "goals.g1", "withheld"),
    (lambda: goal(statement=f"{SAID} or dismissal follows"), "goals.g1", "dismissal"),
    (lambda: goal(statement=f"{SAID}; final rating of 1 applies"), "goals.g1", "rating"),
    (lambda: goal(statement=f"By 2031-01-01 {SAID}"), "goals.g1", "date_range"),
    (lambda: goal(statement="x" * 501), "goals.g1", "too_long"),
    (lambda: goal(addresses=("s9",)), "goals.g1", "unknown_gap"),
    (lambda: goal(citations=("nowhere#1",)), "goals.g1", "unknown_citation"),
    (lambda: goal(deadline=LATE), "goals.g1", "deadline"),
    (lambda: metric(baseline=5.0), "goals.g1", "baseline"),
    (lambda: metric(baseline=None), "goals.g1", "baseline"),
    (lambda: metric(target=1.0), "goals.g1", "target"),
    (lambda: metric(target=None, target_status=TargetStatus.OPEN), "goals.g1", "target_lost"),
    (lambda: metric(unit="min"), "goals.g1", "unit"),
    (lambda: metric(target_status=TargetStatus.OPEN), "goals.g1", "target_status"),
    (lambda: metric(data_source="the moon register"), "goals.g1", "data_source"),
    (lambda: milestones(7.0, 2.0), "goals.g1", "milestone"),
    (lambda: milestones(3.0, 4.0), "goals.g1", "milestone"),
    (lambda: goal(milestones=(Milestone(due=LATE, target=2, check="Look"),)), "goals.g1", "date_range"),
    (lambda: goal(actions=()), "actions.g1", "action_count"),
    (lambda: action("Pay 4500 back"), "actions.g1", "invented_number"),
    (lambda: action("Sign for the termination of her contract"), "actions.g1", "dismissal"),
    (lambda: action("Practise", LATE), "actions.g1", "date_range"),
    (lambda: action(" "), "actions.g1", "empty"),
    (lambda: resource(resource_id="made-up"), "resources", "unknown_resource"),
    (lambda: resource(title="A nicer title"), "resources", "changed_title"),
    (lambda: resource(why=" "), "resources", "no_reason"),
    (lambda: resource(for_goal="g7"), "resources", "goal_without_resource"),
    (
        lambda: body(no_resource=(NoResource(for_goal="g7", reason="None fits", instead="Drill"),)),
        "no_resource",
        "unknown_goal",
    ),
    (
        lambda: body(commitments=(Commitment(text="Help", owner=Owner.EMPLOYEE, due=AS_OF),)),
        "commitments",
        "employer_owes",
    ),
    (lambda: body(commitments=(Commitment(text="Help", owner=Owner.HR, due=LATE),)), "commitments", "date_range"),
    (lambda: body(check_ins=(PlannedCheckIn(on=LATE, focus="Look"),)), "check_ins", "date_range"),
    (lambda: body(check_ins=tuple(reversed(BODY.check_ins))), "check_ins", "date_order"),
    (lambda: body(goals=(GOAL, GOAL)), "body", "duplicate_goal"),
]


@pytest.mark.parametrize(("broken", "section", "rule"), BROKEN)
def test_a_broken_body_is_stopped(broken: Callable[[], DraftBody], section: str, rule: str) -> None:
    found = check_body(broken(), BRIEF)
    assert (section, rule) in {(f.section, f.rule) for f in found}
    assert all(f.message and "Poole" not in f.message for f in found)


def test_marks_may_be_humble_but_not_boastful() -> None:
    humble = GOAL.smart.model_copy(update={"specific": Mark(met=False, reason="Could be sharper.")})
    assert check_body(goal(smart=humble), BRIEF) == []
    text = "Rework is 6%."
    open_brief = brief(text, statement(text, target=None))
    made = GroundedEngine().draft(open_brief)
    boast = made.goals[0].model_copy(update={"smart": GOAL.smart})
    assert "smart_marks" in _rules(boast, made, open_brief)


def test_a_disputed_target_may_not_come_back() -> None:
    text = "Rework is 37%, I want 3% by Friday."
    made = brief(
        text, statement(text, baseline=37, target=3), flags=[flag(FlagKind.IMPOSSIBLE_TARGET, "3% by Friday", 22)]
    )
    drafted = GroundedEngine().draft(made)
    adopted = drafted.goals[0].metric.model_copy(update={"target": 3.0, "target_status": TargetStatus.STATED})
    assert "disputed_target" in _rules(drafted.goals[0].model_copy(update={"metric": adopted}), drafted, made)


def _rules(changed: SmartGoal, made: DraftBody, given: DraftBrief) -> set[str]:
    return {f.rule for f in check_body(made.model_copy(update={"goals": (changed,)}), given)}


def test_findings_speak_the_drafts_language() -> None:
    text = "返工率6%，标准2%。"
    made = brief(text, statement(text, metric="返工率"), language=Language.ZH)
    changed = GroundedEngine().draft(made).goals[0].model_copy(update={"statement": "Lower it to 2%"})
    (found,) = check_body(DraftBody(goals=(changed,)), made)[:1]
    assert found.rule == "language"
    assert "中文" in found.message


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("from 6% to 2.5% by 2026-03-09", {6, 2.5}),
        ("2026年3月9日前降到百分之十五", {15}),
        ("每月１２票", {12}),
        ("12,000 lines on 9 March 2026 in Q3", {12000}),
        ("百分之二点五", {2.5}),
        ("no numbers", set()),
    ],
)
def test_numbers_without_dates(text: str, numbers: set[float]) -> None:
    assert numbers_in(text) == numbers
