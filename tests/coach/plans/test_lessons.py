"""What a closed plan teaches: useful, and about nobody."""

import datetime as dt

import pytest

from coach.domain.checkin import GoalProgress, PlanHistory
from coach.domain.plan import Outcome
from coach.errors import Conflict
from coach.plans.lessons import lesson_of
from coach.plans.lifecycle import Plans
from coach.storage.drafts import Drafts
from coach.storage.session import Database
from knowledge_base.records import Kind
from tests.coach.storage.world import DAY, Cast, approved, draft

SECRET = "王小明的电话是13800138000"


def _closed(database: Database, cast: Cast, *, action: str = SECRET) -> PlanHistory:
    base = draft()
    first = base.goals[0].actions[0].model_copy(update={"text": action})
    goal = base.goals[0].model_copy(update={"actions": (first,), "statement": f"{base.goals[0].statement}（王小明）"})
    plan = approved(database, cast, base.model_copy(update={"goals": (goal,)}))
    plans = Plans(database)
    for day, value in ((14, 3.0), (7, 4.0)):
        on, progress = DAY + dt.timedelta(days=day), [GoalProgress(goal_id="g1", value=value)]
        history = plans.checkin(plan.id, on=on, note="私下谈了家里的事", by=cast.manager, progress=progress)
    return plans.close(
        plan.id, outcome=Outcome.ACHIEVED, reason="只给人事看的理由", by=cast.manager, version=history.plan.version
    )


def test_a_lesson_keeps_what_was_tried_and_forgets_who(database: Database, cast: Cast) -> None:
    history = _closed(database, cast)
    lesson = lesson_of(history, database)
    assert (lesson.kind, lesson.language, lesson.metadata["gap_type"]) == (Kind.PLAN, "zh", "quality_errors")
    assert (lesson.metadata["outcome"], lesson.metadata["outcome_value"]) == ("achieved", 3.0)
    assert "安排师傅" in lesson.text
    everything = lesson.model_dump_json()
    for private in ("王小明", "13800138000", "家里", "只给人事", "E10", "E2", cast.manager.user_id, history.plan.id):
        assert private not in everything


def test_codes_count_heads_and_say_nothing(database: Database, cast: Cast) -> None:
    first, second = (lesson_of(_closed(database, cast), database) for _ in range(2))
    assert first.id != second.id
    for code in ("employee", "manager"):
        assert first.metadata[code] == second.metadata[code]
    assert first.metadata["employee"] != first.metadata["manager"]


def test_the_industry_is_the_one_cards_are_grouped_by(database: Database, cast: Cast) -> None:
    assert lesson_of(_closed(database, cast), database).metadata["industry"] is None
    assert len(Drafts(database).list(cast.manager)) == 1


def test_a_running_plan_teaches_nothing_yet(database: Database, cast: Cast) -> None:
    history = Plans(database).show(approved(database, cast).id, cast.hr)
    with pytest.raises(Conflict):
        lesson_of(history, database)
