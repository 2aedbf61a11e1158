"""From a draft to a closed plan, in terms of the services."""

import datetime as dt

from coach.domain.checkin import AcknowledgementKind, EvaluationSource, GoalProgress
from coach.domain.plan import Outcome, PlanStatus
from coach.domain.review import GoalChanges, ReviewOutcome, ReviewState, Verdict
from coach.plans.lifecycle import Plans
from coach.review.decisions import Decisions
from coach.review.queue import ReviewQueue
from coach.review.record import verify_audit
from coach.storage.session import Database
from tests.coach.storage.world import DAY, Cast, submitted

EDITED = "goal:g1"
REJECTED = "action:g1:2"


def test_a_draft_becomes_a_plan_that_runs_and_ends(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    assert [each.id for each in ReviewQueue(database).list(cast.hr)] == [review.id]
    decisions = Decisions(database)
    for each in review.suggestions:
        verdict = {EDITED: Verdict.EDIT, REJECTED: Verdict.REJECT}.get(each.id, Verdict.ACCEPT)
        text, changes = ("三个月内降到3%", GoalChanges(target=3)) if verdict is Verdict.EDIT else (None, None)
        review = decisions.decide(
            review.id, each.id, verdict=verdict, reason="因为", text=text, changes=changes, by=cast.hr,
            version=review.version,
        )  # fmt: skip
    assert review.state is ReviewState.IN_REVIEW
    plan = decisions.complete(review.id, outcome=ReviewOutcome.APPROVE, by=cast.hr, version=review.version)
    assert plan is not None

    first = plan.content.goals[0]
    assert (first.statement, first.metric.target) == ("三个月内降到3%", 3)
    assert [action.text for action in first.actions] == ["跟师傅学标准操作"]
    assert plan.content.concerns[0].startswith("操作中有几次漏看步骤")

    plans = Plans(database, clock=lambda: dt.datetime.combine(DAY, dt.time(), dt.UTC) + dt.timedelta(days=20))
    plans.acknowledge(plan.id, kind=AcknowledgementKind.RECEIVED, by=cast.employee, comment="收到，不完全同意")
    progress = [GoalProgress(goal_id="g1", value=4.1)]
    plans.checkin(plan.id, on=DAY + dt.timedelta(days=7), note="谈了", progress=progress, by=cast.manager)
    for number in (1, 2):
        plans.note_commitment(plan.id, f"commitment:{number}", kept=True, note="已安排", by=cast.manager)
    plans.evaluate(plan.id, source=EvaluationSource.SELF, text="有进步", by=cast.employee)
    version = plans.show(plan.id, cast.manager).plan.version
    ended = plans.close(plan.id, outcome=Outcome.ACHIEVED, reason="质检日报", by=cast.manager, version=version)

    assert (ended.plan.status, ended.plan.outcome) == (PlanStatus.CLOSED, Outcome.ACHIEVED)
    assert len(ended.check_ins) == len(ended.evaluations) == len(ended.acknowledgements) == 1
    report = verify_audit(database)
    assert report.ok
    assert report.entries > len(review.suggestions) + 8
