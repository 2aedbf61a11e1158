"""A running plan: who may do what, what the employer owes, and the end."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import text

from coach.domain.checkin import (
    AcknowledgementKind,
    Attainment,
    EvaluationSource,
    GoalJudgement,
    GoalProgress,
    PlanHistory,
)
from coach.domain.people import Actor
from coach.domain.plan import Outcome, Plan, PlanStatus
from coach.errors import CoachError, Conflict, Corrupt, InvalidInput, NotAllowed, NotFound
from coach.plans.lifecycle import Plans
from coach.review.record import verify_audit
from coach.storage.session import Database
from tests.coach.storage.world import DAY, Cast, approved

LATER = DAY + dt.timedelta(days=60)


def _plans(database: Database, day: dt.date = LATER) -> Plans:
    return Plans(database, clock=lambda: dt.datetime.combine(day, dt.time(9), dt.UTC))


def _close(
    plans: Plans, plan: Plan, by: Actor, outcome: Outcome = Outcome.ACHIEVED, **more: dict[str, str]
) -> PlanHistory:
    version = plans.show(plan.id, by).plan.version
    return plans.close(plan.id, outcome=outcome, reason="数据如此", by=by, version=version, **more)


def test_who_sees_a_plan(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    for name, actor in cast._asdict().items():
        listed = [each.id for each in plans.list(actor)]
        if name in {"manager", "employee", "hr", "second_hr"}:
            assert plans.show(plan.id, actor).plan == plan
            assert listed == [plan.id]
        else:
            assert listed == []
            with pytest.raises(NotFound):
                plans.show(plan.id, actor)


def test_an_employee_answers_and_evaluates_and_runs_nothing(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    acts: list[Callable[[], object]] = [
        lambda: plans.checkin(plan.id, on=DAY, note="n", by=cast.employee),
        lambda: plans.note_commitment(plan.id, "commitment:1", kept=True, note="n", by=cast.employee),
        lambda: plans.evaluate(plan.id, source=EvaluationSource.SUPERVISOR, text="t", by=cast.employee),
        lambda: plans.invite_peer(plan.id, user_id=cast.lnd.user_id, by=cast.employee),
        lambda: _close(plans, plan, cast.employee),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    plans.acknowledge(plan.id, kind=AcknowledgementKind.REFUSED, by=cast.employee, comment="事实有误")
    judged = [GoalJudgement(goal_id="g1", attainment=Attainment.PARTLY, text="还差一点")]
    plans.evaluate(plan.id, source=EvaluationSource.SELF, text="我的看法", by=cast.employee, goals=judged)
    history = plans.show(plan.id, cast.employee)
    assert history.acknowledgements[0].content_sha256 == plan.content_sha256
    assert history.evaluations[0].goals == tuple(judged)


def test_an_answer_recorded_by_others_needs_proof_of_delivery(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    with pytest.raises(InvalidInput, match="proof of delivery"):
        plans.acknowledge(plan.id, kind=AcknowledgementKind.REFUSED, by=cast.hr)
    history = plans.acknowledge(plan.id, kind=AcknowledgementKind.REFUSED, by=cast.hr, delivery_proof="挂号信")
    assert history.acknowledgements[0].delivery_proof == "挂号信"


def test_a_peer_answers_when_asked_and_never_reads_the_plan(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    peer = cast.other_employee

    def answer() -> None:
        plans.evaluate(plan.id, source=EvaluationSource.PEER, text="合作顺利", by=peer)

    with pytest.raises(NotFound):
        answer()
    for _ in range(2):
        plans.invite_peer(plan.id, user_id=peer.user_id, by=cast.manager)
    answer()
    with pytest.raises(NotFound):
        plans.show(plan.id, peer)
    assert plans.show(plan.id, cast.hr).evaluations[0].source is EvaluationSource.PEER
    with pytest.raises(NotFound):
        plans.invite_peer(plan.id, user_id="nobody", by=cast.manager)


def test_not_achieved_waits_for_what_the_employer_owes(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    with pytest.raises(Conflict, match="commitment:1, commitment:2, check_in:1"):
        _close(plans, plan, cast.manager, Outcome.NOT_ACHIEVED)
    plans.note_commitment(plan.id, "commitment:1", kept=True, note="师傅已到位", by=cast.manager)
    plans.checkin(plan.id, on=DAY + dt.timedelta(days=9), note="谈过", by=cast.manager)
    with pytest.raises(Conflict, match=r"1 of its own commitments: commitment:2"):
        _close(plans, plan, cast.manager, Outcome.NOT_ACHIEVED)
    with pytest.raises(InvalidInput):
        _close(plans, plan, cast.manager, Outcome.NOT_ACHIEVED, explanations={"commitment:2": " "})
    ended = _close(plans, plan, cast.manager, Outcome.NOT_ACHIEVED, explanations={"commitment:2": "主管病假"})
    assert ended.plan.outcome is Outcome.NOT_ACHIEVED
    assert ended.commitments[-1].note == "主管病假"


def test_other_outcomes_and_days_before_the_due_date_wait_for_nothing(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    early = _plans(database, DAY)
    assert _close(early, plan, cast.manager, Outcome.NOT_ACHIEVED).plan.status is PlanStatus.CLOSED


def test_a_closed_plan_stays_as_it_is(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    before = _close(plans, plan, cast.hr)
    acts: list[Callable[[], object]] = [
        lambda: plans.checkin(plan.id, on=DAY, note="n", by=cast.manager),
        lambda: plans.acknowledge(plan.id, kind=AcknowledgementKind.RECEIVED, by=cast.employee),
        lambda: plans.evaluate(plan.id, source=EvaluationSource.SELF, text="t", by=cast.employee),
        lambda: _close(plans, plan, cast.hr),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="closed"):
            act()
    assert plans.show(plan.id, cast.hr) == before
    assert plans.list(cast.hr, status=PlanStatus.ACTIVE) == []


def test_who_closes_a_plan_has_seen_its_last_state(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    plans.checkin(plan.id, on=DAY, note="新情况", by=cast.hr)
    with pytest.raises(Conflict, match="version 2"):
        plans.close(plan.id, outcome=Outcome.ACHIEVED, reason="r", by=cast.manager, version=plan.version)


def test_input_that_makes_no_sense_is_refused(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    plans = _plans(database)
    acts: list[tuple[Callable[[], object], type[CoachError]]] = [
        (lambda: plans.checkin(plan.id, on=DAY, note=" ", by=cast.manager), InvalidInput),
        (lambda: plans.checkin(plan.id, on=LATER + dt.timedelta(days=9), note="n", by=cast.manager), InvalidInput),
        (
            lambda: plans.checkin(plan.id, on=DAY, note="n", by=cast.manager, progress=[GoalProgress(goal_id="g7")]),
            InvalidInput,
        ),
        (lambda: plans.note_commitment(plan.id, "commitment:9", kept=True, note="n", by=cast.manager), NotFound),
        (lambda: plans.note_commitment(plan.id, "commitment:1", kept=False, note="", by=cast.manager), InvalidInput),
        (lambda: plans.show("nothing", cast.hr), NotFound),
    ]
    for act, error in acts:
        with pytest.raises(error):
            act()
    assert plans.show(plan.id, cast.hr).plan.version == 1
    assert verify_audit(database).ok


def test_content_that_was_changed_behind_our_back_is_not_shown(database: Database, cast: Cast) -> None:
    plan = approved(database, cast)
    replaced = "REPLACE(CAST(content AS TEXT), '质检日报', 'hearsay')"
    cast_back = replaced if database.is_sqlite else f"CAST({replaced} AS JSON)"
    escaped = cast_back.replace("质检日报", "\\u8d28\\u68c0\\u65e5\\u62a5")
    with database.transaction() as session:
        session.execute(text(f"UPDATE plan_versions SET content = {escaped}"))
    with pytest.raises(Corrupt, match="not what was approved"):
        _plans(database).show(plan.id, cast.hr)
