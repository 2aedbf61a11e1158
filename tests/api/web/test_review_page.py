import pytest

from coach.domain.draft import RouteTo
from coach.domain.review import ReviewState, Verdict
from tests.api.web.visitor import Visitor, World
from tests.coach.storage.world import decide_all, draft, submitted

ATTACK = "<script>alert('x')</script>"


def choices(world: World, verdict: str = "accept") -> dict[str, str]:
    fields = {"version": str(world.review.version)}
    for each in world.review.suggestions:
        fields |= {f"verdict.{each.id}": verdict, f"preset.{each.id}": "fair"}
    return fields


def page(world: World, who: str, language: str = "zh") -> str:
    return world.visitor(who, language).get(f"/reviews/{world.review.id}").text


def finish(visitor: Visitor, world: World, fields: dict[str, str]) -> str:
    answer = visitor.post(f"/reviews/{world.review.id}/outcome", fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_many_decisions_are_saved_at_once_and_make_a_plan(world: World) -> None:
    hr = world.visitor("hr")
    fields = choices(world) | {
        "verdict.goal:g1": "edit", "text.goal:g1": "三个月内降到3%", "target.goal:g1": "3%",
        "preset.goal:g1": "feasible",
        "reason.goal:g1": "分两步走", "deadline.goal:g1": "2026-06-30",
        "verdict.action:g1:2": "reject", "preset.action:g1:2": "not_relevant",
    }  # fmt: skip
    saved = hr.post(f"/reviews/{world.review.id}", fields)
    assert saved.headers["location"] == f"/reviews/{world.review.id}?notice=decided#suggestions"
    review = world.application.queue.show(world.review.id, world.cast.hr)
    assert review.undecided == ()
    taken = {each.id: each.decision for each in review.suggestions}
    goal, action = taken["goal:g1"], taken["action:g1:2"]
    assert goal is not None
    assert action is not None
    assert (goal.verdict, goal.reason, goal.text_after) == (Verdict.EDIT, "改得切实可行: 分两步走", "三个月内降到3%")
    assert goal.changes is not None
    assert (goal.changes.target, str(goal.changes.deadline)) == (3, "2026-06-30")
    assert (action.verdict, action.reason) == (Verdict.REJECT, "与差距无关")
    path = finish(hr, world, {"version": str(review.version), "outcome": "approve"})
    assert path.startswith("/plans/")
    html = hr.get(path.partition("?")[0]).text
    assert "三个月内降到3%" in html
    assert "独立操作并自查" not in html.split("<aside")[0].split("目标 2")[0]


def test_the_first_refused_decision_stops_and_nothing_typed_is_lost(world: World) -> None:
    fields = choices(world) | {"preset.action:g1:1": "", "verdict.goal:g2": "edit", "text.goal:g2": "我写的另一种说法"}
    answer = world.visitor("hr").post(f"/reviews/{world.review.id}", fields)
    assert answer.status_code == 422
    assert "每个决定都要写理由" in answer.text
    assert 'href="#s2"' in answer.text
    assert "我写的另一种说法" in answer.text
    total = len(world.review.suggestions)
    assert f"已决定 1 / {total}" in answer.text
    assert len(world.application.queue.show(world.review.id, world.cast.hr).undecided) == total - 1


def test_two_reviewers_at_once_are_told_kindly(world: World) -> None:
    first, second = world.visitor("hr"), world.visitor("second_hr", "en")
    one = {"version": "1", "verdict.goal:g1": "accept", "preset.goal:g1": "fair"}
    assert first.post(f"/reviews/{world.review.id}", one).status_code == 303
    late = {"version": "1", "verdict.goal:g1": "reject", "reason.goal:g1": "the figure is not proven"}
    answer = second.post(f"/reviews/{world.review.id}", late)
    assert answer.status_code == 409
    assert "Somebody else decided while you looked" in answer.text
    assert 'value="the figure is not proven"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert second.post(f"/reviews/{world.review.id}", late | {"version": "2"}).status_code == 303


def test_the_same_decision_sent_twice_is_kept_once(world: World) -> None:
    hr = world.visitor("hr")
    one = {"version": "1", "verdict.goal:g1": "accept", "preset.goal:g1": "fair"}
    hr.post(f"/reviews/{world.review.id}", one)
    again = hr.post(f"/reviews/{world.review.id}", one | {"version": "2"})
    assert again.headers["location"].endswith("?notice=nothing_chosen#suggestions")
    assert world.application.queue.show(world.review.id, world.cast.hr).version == 2


@pytest.mark.parametrize(("field", "value"), [("target.goal:g1", "three"), ("deadline.goal:g1", "soon"),
                                              ("target.goal:g1", "nan"), ("baseline.goal:g1", "inf")])  # fmt: skip
def test_a_figure_or_day_that_is_none_is_refused(world: World, field: str, value: str) -> None:
    fields = {"version": "1", "verdict.goal:g1": "edit", "preset.goal:g1": "clearer", field: value}
    answer = world.visitor("hr").post(f"/reviews/{world.review.id}", fields)
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.text


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_none_is_a_conflict(world: World, version: str) -> None:
    fields = {"version": version, "verdict.goal:g1": "accept", "preset.goal:g1": "fair"}
    assert world.visitor("hr").post(f"/reviews/{world.review.id}", fields).status_code == 409


def test_the_author_reads_along_and_is_told_why(world: World) -> None:
    html = page(world, "manager", "en")
    assert "You wrote this draft, so somebody else from HR decides" in html
    assert "verdict." not in html
    fields = {"version": "1", "verdict.goal:g1": "accept", "preset.goal:g1": "fair"}
    assert world.visitor("manager").post(f"/reviews/{world.review.id}", fields).status_code == 403


def test_hr_does_not_decide_on_a_draft_of_their_own(world: World) -> None:
    review = submitted(world.application.database, world.cast, by=world.cast.hr)
    html = world.visitor("hr", "en").get(f"/reviews/{review.id}").text
    assert "You wrote this draft" in html
    assert "Save decisions" not in html


def test_returning_needs_a_reason_and_the_author_reads_it(world: World) -> None:
    hr = world.visitor("hr")
    empty = hr.post(f"/reviews/{world.review.id}/outcome", {"version": "1", "outcome": "return"})
    assert empty.status_code == 422
    assert "要写理由" in empty.text
    fields = {"version": "1", "outcome": "return", "outcome_reason": f"请补充日期 {ATTACK}"}
    assert finish(hr, world, fields).endswith("?notice=returned")
    html = world.visitor("manager").get(f"/drafts/{world.review.draft_id}").text
    assert "请补充日期" in html
    assert ATTACK not in html


def test_a_draft_that_needs_a_second_look_says_so_and_needs_a_reason(world: World) -> None:
    world = world._replace(
        review=submitted(world.application.database, world.cast, draft(route=RouteTo.HR_FIRST))
    )  # fmt: skip
    assert "这份草案需要复核" in page(world, "hr")
    hr = world.visitor("hr")
    hr.post(f"/reviews/{world.review.id}", choices(world))
    version = str(world.application.queue.show(world.review.id, world.cast.hr).version)
    refused = hr.post(f"/reviews/{world.review.id}/outcome", {"version": version, "outcome": "approve"})
    assert refused.status_code == 422
    asked = {"version": version, "outcome": "escalate", "outcome_reason": "想请同事看看"}
    assert finish(hr, world, asked).endswith("?notice=escalated")
    assert "您已请人复核" in page(world, "hr")
    version = str(world.application.queue.show(world.review.id, world.cast.hr).version)
    answer = {"version": version, "outcome": "approve", "outcome_reason": "已与当事人谈过"}
    assert finish(world.visitor("second_hr"), world, answer).startswith("/plans/")


def test_approving_waits_for_every_decision(world: World) -> None:
    answer = world.visitor("hr", "en").post(
        f"/reviews/{world.review.id}/outcome", {"version": "1", "outcome": "approve"}
    )
    assert answer.status_code == 409
    assert "suggestions are still undecided" in answer.text
    assert world.application.queue.show(world.review.id, world.cast.hr).state is ReviewState.SUBMITTED


def test_a_review_that_is_over_is_read_only(world: World) -> None:
    decide_all(world.application.database, world.review, by=world.cast.hr)
    version = str(world.application.queue.show(world.review.id, world.cast.hr).version)
    finish(world.visitor("hr"), world, {"version": version, "outcome": "approve"})
    html = page(world, "hr", "en")
    assert "This review is over" in html
    assert "verdict." not in html
