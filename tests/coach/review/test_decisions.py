"""Decisions: by the right person, one at a time, each with a reason, and a plan only at the end."""

import threading

import pytest
from sqlalchemy import func, select, update

from coach.domain.draft import RouteTo
from coach.domain.people import Actor, NewUser, Role
from coach.domain.plan import Plan
from coach.domain.review import GoalChanges, Review, ReviewOutcome, ReviewState, Verdict
from coach.errors import CoachError, Conflict, InvalidInput, NotAllowed, NotFound
from coach.review.decisions import Decisions
from coach.review.queue import ReviewQueue
from coach.storage.drafts import Drafts
from coach.storage.session import Database
from coach.storage.tables import PlanRow
from coach.storage.users import Users
from tests.coach.storage.world import Cast, decide_all, description, draft, protected_flag, submitted


def _approve(database: Database, review: Review, by: Actor, *, reason: str = "可以") -> Plan | None:
    return Decisions(database).complete(
        review.id, outcome=ReviewOutcome.APPROVE, reason=reason, by=by, version=review.version
    )


def test_every_part_of_a_draft_is_asked_about(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    assert [each.id for each in review.suggestions] == [
        "goal:g1", "action:g1:1", "action:g1:2", "goal:g2", "action:g2:1", "action:g2:2", "resource:g1:T-1",
        "commitment:1", "commitment:2", "check_ins", "wording:1",
    ]  # fmt: skip
    assert review.undecided == tuple(each.id for each in review.suggestions)
    assert ReviewQueue(database).show(review.id, cast.manager) == review
    assert ReviewQueue(database).draft_of(review.id, cast.hr).id == review.draft_id


def test_who_may_decide(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    ways = [
        (cast.manager, NotAllowed), (cast.other_manager, NotFound), (cast.boss, NotFound), (cast.admin, NotFound),
        (cast.employee, NotFound), (cast.lnd, NotFound),
    ]  # fmt: skip
    for actor, error in ways:
        with pytest.raises(error):
            Decisions(database).decide(
                review.id, "goal:g1", verdict=Verdict.ACCEPT, reason="r", by=actor, version=review.version
            )
        with pytest.raises(error):
            _approve(database, review, actor)
    assert ReviewQueue(database).show(review.id, cast.hr).version == 1


def test_an_author_with_the_hr_role_decides_nothing_of_their_own(database: Database, cast: Cast) -> None:
    own = submitted(database, cast, by=cast.second_hr)
    with pytest.raises(NotAllowed):
        decide_all(database, own, by=cast.second_hr)
    with pytest.raises(NotAllowed):
        _approve(database, decide_all(database, own, by=cast.hr), cast.second_hr)


def test_the_person_a_draft_is_about_never_decides(database: Database, cast: Cast) -> None:
    draft_id = Drafts(database).save(draft(), description(), by=cast.boss, subject_employee_id="E20")
    review = ReviewQueue(database).submit(draft_id, by=cast.boss)
    with pytest.raises(NotFound):
        ReviewQueue(database).show(review.id, cast.hr)
    assert _approve(database, decide_all(database, review, by=cast.second_hr), cast.second_hr)


def test_a_second_account_of_the_author_decides_nothing(database: Database, cast: Cast) -> None:
    other = Users(database).add(NewUser(email="x@firm.example", roles=frozenset({Role.HR}))).actor
    same_person = other.model_copy(update={"employee_id": "E2"})
    review = submitted(database, cast)
    with pytest.raises(NotAllowed, match="their own"):
        decide_all(database, review, by=same_person)


def test_a_decision_needs_a_reason_and_a_text_that_fits(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    changes = GoalChanges(target=1)
    bad = [
        ("goal:g1", Verdict.ACCEPT, "  ", None, None), ("goal:g1", Verdict.ACCEPT, "r", "text", None),
        ("goal:g1", Verdict.EDIT, "r", None, None), ("goal:g1", Verdict.EDIT, "r", review.suggestions[0].text, None),
        ("action:g1:1", Verdict.EDIT, "r", "text", changes), ("goal:g1", Verdict.REJECT, "r", None, changes),
        ("check_ins", Verdict.EDIT, "r", "sometimes", None), ("goal:g1", Verdict.EDIT, "r", "a\x00", None),
    ]  # fmt: skip
    for suggestion, verdict, reason, text, figures in bad:
        with pytest.raises(InvalidInput):
            Decisions(database).decide(
                review.id, suggestion, verdict=verdict, reason=reason, text=text, changes=figures, by=cast.hr, version=1
            )
    with pytest.raises(NotFound, match="'goal:g9'"):
        Decisions(database).decide(review.id, "goal:g9", verdict=Verdict.ACCEPT, reason="r", by=cast.hr, version=1)


def test_both_texts_of_an_edit_are_kept_and_the_later_decision_counts(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    decisions = Decisions(database)
    ways = [("check_ins", "2026-03-05：先看数据\n2026-03-03: 开始"), ("action:g1:1", "跟班学习")]
    for suggestion, text in ways:
        review = decisions.decide(
            review.id, suggestion, verdict=Verdict.EDIT, reason="更好", text=text, by=cast.hr, version=review.version
        )
    review = decisions.decide(
        review.id, "action:g1:1", verdict=Verdict.REJECT, reason="不需要", by=cast.second_hr, version=review.version
    )
    decided = {each.id: each.decision for each in review.suggestions if each.decision}
    first, last = decided["check_ins"], decided["action:g1:1"]
    assert (first.text_before, first.text_after) == (review.suggestions[9].text, ways[0][1])
    assert (last.verdict, last.by) == (Verdict.REJECT, cast.second_hr.user_id)
    review = decide_all(
        database,
        review.model_copy(update={"suggestions": [s for s in review.suggestions if not s.decision]}),
        by=cast.hr,
    )
    plan = _approve(database, review, cast.hr)
    assert plan is not None
    assert [each.focus for each in plan.content.check_ins] == ["开始", "先看数据"]
    assert [each.text for each in plan.content.goals[0].actions] == ["独立操作并自查"]


def test_the_database_itself_refuses_a_plan_approved_by_its_author(database: Database, cast: Cast) -> None:
    _approve(database, decide_all(database, submitted(database, cast), by=cast.hr), cast.hr)

    def forge() -> None:
        with database.transaction() as session:
            session.execute(update(PlanRow).values(approved_by=PlanRow.author_user_id))

    with pytest.raises(Conflict):
        forge()


def test_a_stale_decision_is_told_what_changed(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    decisions = Decisions(database)
    decisions.decide(review.id, "goal:g1", verdict=Verdict.REJECT, reason="r", by=cast.second_hr, version=1)
    with pytest.raises(Conflict, match="goal:g1: reject") as error:
        decisions.decide(review.id, "goal:g1", verdict=Verdict.ACCEPT, reason="r", by=cast.hr, version=1)
    assert "version 2" in error.value.what


def test_nothing_is_approved_before_everything_is_decided(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    with pytest.raises(Conflict, match="11 suggestions are undecided"):
        _approve(database, review, cast.hr)
    rejected = decide_all(database, review, by=cast.hr, verdict=Verdict.REJECT)
    with pytest.raises(InvalidInput, match="no goal"):
        _approve(database, rejected, cast.hr)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PlanRow)) == 0


def test_a_rejected_goal_takes_its_parts_with_it(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    review = Decisions(database).decide(
        review.id, "goal:g1", verdict=Verdict.REJECT, reason="r", by=cast.hr, version=review.version
    )
    rest = review.model_copy(update={"suggestions": review.suggestions[1:]})
    plan = _approve(database, decide_all(database, rest, by=cast.hr), cast.hr)
    assert plan is not None
    assert ([goal.id for goal in plan.content.goals], plan.content.resources) == (["g2"], ())
    assert plan.content.concerns == ("记录也常常漏填",)


def test_a_protected_fact_needs_a_second_look_and_stays_out_of_the_plan(database: Database, cast: Cast) -> None:
    review = submitted(database, cast, draft(route=RouteTo.HR_FIRST, flags=(protected_flag(),)))
    assert len(review.second_look) == 2
    review = decide_all(database, review, by=cast.hr)
    with pytest.raises(InvalidInput, match="second look"):
        _approve(database, review, cast.hr, reason=" ")
    decisions = Decisions(database)
    assert (
        decisions.complete(
            review.id, outcome=ReviewOutcome.ESCALATE, reason="请法务看", by=cast.hr, version=review.version
        )
        is None
    )
    escalated = ReviewQueue(database).show(review.id, cast.hr)
    assert escalated.state is ReviewState.ESCALATED
    with pytest.raises(NotAllowed, match="second look"):
        _approve(database, escalated, cast.hr)
    plan = _approve(database, escalated, cast.second_hr, reason="与该情况无关")
    assert plan is not None
    assert "三个月" not in plan.content.concerns[0]


def test_a_returned_draft_may_be_sent_again_but_not_twice_at_once(database: Database, cast: Cast) -> None:
    review = submitted(database, cast)
    queue = ReviewQueue(database)
    with pytest.raises(Conflict):
        queue.submit(review.draft_id, by=cast.manager)
    with pytest.raises(InvalidInput):
        Decisions(database).return_to_author(review.id, reason="", by=cast.hr, version=1)
    returned = Decisions(database).return_to_author(review.id, reason="缺少基线", by=cast.hr, version=1)
    assert (returned.state, returned.outcome_reason) == (ReviewState.RETURNED, "缺少基线")
    with pytest.raises(Conflict, match="over"):
        decide_all(database, returned, by=cast.hr)
    again = queue.submit(review.draft_id, by=cast.manager)
    assert _approve(database, decide_all(database, again, by=cast.hr), cast.hr)
    with pytest.raises(Conflict, match="plan"):
        queue.submit(review.draft_id, by=cast.manager)
    assert [each.state for each in queue.list(cast.manager)] == [ReviewState.APPROVED, ReviewState.RETURNED]
    assert [each.id for each in queue.list(cast.hr, state=ReviewState.RETURNED)] == [review.id]
    assert queue.list(cast.hr, after=review.id) == []


def test_of_two_reviewers_who_finish_at_once_one_wins(database: Database, cast: Cast) -> None:
    for _ in range(5):
        review = decide_all(database, submitted(database, cast), by=cast.hr)
        results: list[object] = []
        barrier = threading.Barrier(2)

        def finish(by: Actor, outcome: ReviewOutcome, review: Review = review) -> None:
            barrier.wait()  # noqa: B023 - joined before the next round
            try:
                Decisions(database).complete(review.id, outcome=outcome, reason="r", by=by, version=review.version)
                results.append(outcome)  # noqa: B023 - joined before the next round
            except CoachError as error:
                results.append(type(error))  # noqa: B023 - joined before the next round

        threads = [
            threading.Thread(target=finish, args=(cast.hr, ReviewOutcome.APPROVE)),
            threading.Thread(target=finish, args=(cast.second_hr, ReviewOutcome.RETURN)),
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        winners = [each for each in results if isinstance(each, ReviewOutcome)]
        assert (len(winners), results.count(Conflict)) == (1, 1)
        state = ReviewQueue(database).show(review.id, cast.hr).state
        assert (state is ReviewState.APPROVED) == (winners == [ReviewOutcome.APPROVE])
