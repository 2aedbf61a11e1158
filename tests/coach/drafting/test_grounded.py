"""The grounded engine: goals as a manager would write them, from the text's own figures."""

import datetime as dt

from coach.domain.base import Language
from coach.domain.draft import TargetStatus
from coach.domain.gap import Direction, FlagKind, GapCategory
from coach.drafting.body import DraftBody, DraftBrief
from coach.drafting.gates import check_body
from coach.drafting.grounded import GroundedEngine
from tests.coach.drafting.fakes import AS_OF, CATALOGUE, FakeKnowledge, brief, card, flag, statement, until

EN = "Rework at soldering is 6% this quarter in the QA sample sheet, the standard is 2%."
ZH = "焊接工位这个月返工率6%，标准2%以内，数据看质检抽检记录。"


def drafted(made: DraftBrief) -> DraftBody:
    body = GroundedEngine().draft(made)
    assert check_body(body, made) == []
    return body


def test_a_goal_names_metric_figures_source_and_deadline() -> None:
    made = brief(EN, statement(EN, period="this quarter"), horizon=until(56))
    assert drafted(made).goals[0].statement == (
        "By 27 April 2026, reduce the rework rate from 6% (this quarter) to 2% or less, "
        "as shown by the QA sample sheet."
    )


def test_the_same_goal_in_chinese() -> None:
    made = brief(ZH, statement(ZH, metric="返工率", period="这个月"), language=Language.ZH, horizon=until(56))
    assert drafted(made).goals[0].statement == (
        "2026年4月27日前，把返工率从6%（这个月）降到2%以内，以质检抽检记录为准。"
    )


def test_a_source_the_text_does_not_name_is_left_to_the_manager() -> None:
    text = "Rework is 6%, the standard is 2%."
    goal = drafted(brief(text, statement(text))).goals[0]
    assert goal.metric.data_source == "a record to be named by the manager"
    assert goal.deadline_source == "default"


def test_an_open_target_stays_open_and_is_suggested_with_its_source() -> None:
    text = "Rework is 6%."
    knowledge = FakeKnowledge(
        CATALOGUE, [card(GapCategory.QUALITY_ERRORS, ("down", "%", 60), ("up", "%", 50), ("down", "min", 30))]
    )
    goal = drafted(brief(text, statement(text, target=None), knowledge=knowledge)).goals[0]
    assert goal.metric.target is None
    assert goal.metric.target_status is TargetStatus.OPEN
    assert not goal.smart.measurable.met
    assert [m.target for m in goal.milestones] == [None] * len(goal.milestones)
    assert {(s.value, s.citations) for s in goal.metric.target_suggestions} == {
        (2.4, ("pattern:quality_errors:manufacturing",)),
        (1.5, ("p-rework#0",)),
    }
    assert "1.5" not in goal.statement


def test_an_impossible_target_is_kept_out_of_goal_and_milestones() -> None:
    text = "Rework is 37%, I want 3% by Friday."
    made = brief(
        text,
        statement(text, baseline=37, target=3),
        flags=[flag(FlagKind.IMPOSSIBLE_TARGET, "3% by Friday", 22)],
        horizon=until(4),
    )
    goal = drafted(made).goals[0]
    assert goal.metric.target_status is TargetStatus.DISPUTED
    assert goal.metric.target is None
    assert not goal.smart.achievable.met
    assert "3%" not in goal.statement
    assert all(m.target is None for m in goal.milestones)


def test_a_target_already_met_is_held_and_needs_no_course() -> None:
    text = "Rework is 1%, the limit is 2%."
    body = drafted(brief(text, statement(text, baseline=1)))
    assert body.goals[0].metric.target is None
    assert len(body.goals[0].actions) == 1
    assert body.resources == ()
    assert body.no_resource[0].for_goal == "g1"


def test_a_missing_baseline_is_asked_not_filled() -> None:
    text = "Reports are due within 48 hours; hers come later."
    made = brief(
        text, statement(text, metric="reports", unit="h", baseline=None, target=48, category=GapCategory.TIMELINESS)
    )
    body = drafted(made)
    assert body.goals[0].metric.baseline is None
    assert not body.goals[0].smart.achievable.met
    assert any("Verify today's figure" in c.text for c in body.commitments)


def test_a_vague_wish_becomes_an_open_goal() -> None:
    text = "工作态度要再积极一点。"
    one = statement(
        text,
        metric="工作态度",
        unit="none",
        baseline=None,
        target=None,
        category=GapCategory.OTHER,
        direction=Direction.UP,
    )
    goal = drafted(brief(text, one, language=Language.ZH)).goals[0]
    assert not goal.smart.specific.met
    assert not goal.smart.measurable.met
    assert goal.actions[0].text.startswith("和主管用具体事例约定")


def test_a_band_is_said_as_a_band() -> None:
    text = "Charts should be between 90% and 94% complete, hers are 80%."
    one = statement(
        text,
        metric="chart completion",
        baseline=80,
        target=90,
        target_range=(90, 94),
        direction=Direction.UP,
        category=GapCategory.RECORDS,
    )
    assert "between 90% and 94%" in drafted(brief(text, one)).goals[0].statement


def test_actions_run_from_learning_to_keeping_inside_the_plan() -> None:
    made = brief(EN, statement(EN), horizon=until(60))
    actions = drafted(made).goals[0].actions
    assert [a.due for a in actions] == sorted(a.due for a in actions)
    assert actions[0].due > AS_OF
    assert actions[-1].due == made.deadline
    assert 4 <= len(actions) <= 8


def test_at_most_three_goals_and_met_ones_give_way() -> None:
    texts = ["Rework 6%.", "Scrap 1% of 2%.", "Late 9%.", "Lost 8%."]
    statements = [
        statement(t, id=f"s{n}", metric=t.split()[0], baseline=b, start=20 * n)
        for n, (t, b) in enumerate(zip(texts, (6, 1, 9, 8), strict=True), start=1)
    ]
    goals = drafted(brief(" ".join(texts), *statements)).goals
    assert [g.addresses for g in goals] == [("s1",), ("s3",), ("s4",)]
    assert [g.id for g in goals] == ["g1", "g2", "g3"]


def test_two_goals_of_one_kind_do_not_repeat_each_other() -> None:
    first, second = statement("Rework is 6%."), statement("Scrap is 9%.", id="s2", metric="scrap", baseline=9, start=14)
    goals = drafted(brief("Rework is 6%. Scrap is 9%.", first, second)).goals
    texts = [a.text for g in goals for a in g.actions]
    assert len(texts) == len(set(texts))


def test_conduct_alone_gets_no_goal_and_no_meeting() -> None:
    made = brief("He shouted at a guest.", flags=[flag(FlagKind.CONDUCT_NOT_CAPABILITY, "shouted at a guest", 3)])
    body = drafted(made)
    assert (body.goals, body.check_ins, body.commitments) == ((), (), ())


def test_too_vague_asks_for_examples_before_a_plan() -> None:
    body = drafted(brief("表现不好。", language=Language.ZH, flags=[flag(FlagKind.TOO_VAGUE, "表现不好")]))
    assert body.goals == ()
    assert [c.owner.value for c in body.commitments] == ["manager"]


def test_a_plan_of_three_days_still_works() -> None:
    made = brief(EN, statement(EN), horizon=until(3))
    body = drafted(made)
    assert all(AS_OF < a.due <= AS_OF + dt.timedelta(days=3) for a in body.goals[0].actions)


def test_the_same_brief_gives_the_same_body() -> None:
    made = brief(EN, statement(EN))
    assert GroundedEngine().draft(made) == GroundedEngine().draft(made)


def test_one_gap_in_two_notations_is_one_goal() -> None:
    text = "返工0.6%，标准0.2%，也就是返工率6‰，标准2‰。"
    share = statement("返工0.6%", metric="返工", baseline=0.6, target=0.2)
    rate = statement("返工率6‰", id="s2", metric="返工率", unit="‰", start=18)
    (goal,) = drafted(brief(text, share, rate, language=Language.ZH)).goals
    assert goal.metric.name == "返工率"


def test_two_gaps_with_like_figures_in_other_units_stay_two() -> None:
    first = statement("Rework 6 min.", metric="rework", unit="min")
    second = statement("Queue 6 min.", id="s2", metric="queue", unit="min", start=14)
    assert len(drafted(brief("Rework 6 min. Queue 6 min.", first, second)).goals) == 2
