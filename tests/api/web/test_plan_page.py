import datetime as dt

import pytest

from coach.domain.plan import Outcome, PlanStatus
from tests.api.web.visitor import World

ATTACK = "<script>alert('x')</script>"
TODAY = dt.date.today().isoformat()


def test_the_employee_reads_it_in_plain_words_and_answers(world: World) -> None:
    employee = world.visitor("employee", "en")
    html = employee.get(f"/plans/{world.plan.id}").text
    assert "Your plan" in html
    assert "Signing means that you received it, not that you agree" in html
    assert "Close the plan" not in html
    assert "check-ins" not in html
    path = f"/plans/{world.plan.id}/answers"
    answer = employee.post(path, {"kind": "refused", "comment": f"I see it differently {ATTACK}"})
    assert answer.headers["location"].endswith("?notice=answered")
    seen = world.visitor("manager", "en").get(f"/plans/{world.plan.id}").text
    assert "I see it differently" in seen
    assert ATTACK not in seen
    assert "Not signed" in seen


def test_somebody_else_records_an_answer_only_with_proof(world: World) -> None:
    manager, path = world.visitor("manager"), f"/plans/{world.plan.id}/answers"
    without = manager.post(path, {"kind": "refused", "comment": "他说不签"})
    assert without.status_code == 422
    assert "要写明如何送达" in without.text
    assert "他说不签" in without.text
    assert manager.post(path, {"kind": "refused", "delivery_proof": "当面送达，两人在场"}).status_code == 303


def test_a_talk_is_recorded_with_figures(world: World) -> None:
    manager = world.visitor("manager")
    fields = {"on": TODAY, "note": "谈了换批", "value.g1": "4.2", "seen.g1": "好转"}
    assert manager.post(f"/plans/{world.plan.id}/check-ins", fields).status_code == 303
    html = manager.get(f"/plans/{world.plan.id}").text
    assert "谈了换批" in html
    assert "最近一次为 4.2%" in html


@pytest.mark.parametrize(
    "fields",
    [{"on": TODAY, "note": ""}, {"on": "soon", "note": "谈了很久"}, {"on": TODAY, "note": "谈", "value.g1": "x"}],
)
def test_a_talk_that_is_refused_keeps_what_was_typed(world: World, fields: dict[str, str]) -> None:
    answer = world.visitor("manager").post(f"/plans/{world.plan.id}/check-ins", fields)
    assert answer.status_code == 422
    assert fields["note"] in answer.text


def test_what_the_employer_owes_blocks_not_achieved_until_explained(world: World) -> None:
    manager, path = world.visitor("manager"), f"/plans/{world.plan.id}"
    html = manager.get(path).text
    assert "已逾期" in html
    version = str(world.plan.version)
    fields = {"version": version, "outcome": "not_achieved", "reason": "质检日报"}
    blocked = manager.post(f"{path}/closing", fields)
    assert blocked.status_code == 409
    assert "没有兑现" in blocked.text
    assert "质检日报" in blocked.text
    kept = {"commitment": "commitment:1", "kept": "yes", "commitment_note": "师傅已安排"}
    assert manager.post(f"{path}/commitments", kept).status_code == 303
    assert "师傅已安排" in manager.get(path).text
    fields |= {"explain.commitment:2": "停产两周", "explain.check_in:1": "经理出差"}
    fields["version"] = str(world.application.plans.show(world.plan.id, world.cast.manager).plan.version)
    assert manager.post(f"{path}/closing", fields).headers["location"].endswith("?notice=closed")
    plan = world.application.plans.show(world.plan.id, world.cast.manager).plan
    assert (plan.status, plan.outcome) == (PlanStatus.CLOSED, Outcome.NOT_ACHIEVED)
    html = manager.get(path).text
    assert "未达成" in html
    assert 'action="/plans/' not in html


def test_both_sides_evaluate_goals_never_a_person(world: World) -> None:
    path = f"/plans/{world.plan.id}/evaluations"
    own = {"source": "self", "evaluation": "我觉得有进步", "attainment.g1": "partly"}
    assert world.visitor("employee").post(path, own).status_code == 303
    assert world.visitor("manager").post(path, own).status_code == 403
    lead = {"source": "supervisor", "evaluation": "按日报看", "attainment.g1": "met"}
    assert world.visitor("manager").post(path, lead).status_code == 303
    html = world.visitor("hr").get(f"/plans/{world.plan.id}").text
    assert "我觉得有进步" in html
    assert "按日报看" in html
    assert "部分达成" in html


def test_an_answer_that_does_not_exist_is_refused(world: World) -> None:
    assert world.visitor("employee").post(f"/plans/{world.plan.id}/answers", {"kind": "agreed"}).status_code == 422


def test_the_documents_are_one_click_away(world: World) -> None:
    employee = world.visitor("employee")
    html = employee.get(f"/plans/{world.plan.id}").text
    link = f"/v1/plans/{world.plan.id}/export?format=md"
    assert f'href="{link}"' in html
    assert "目标1" in employee.get(link).text


@pytest.mark.parametrize(("language", "opening"), [("zh", "面谈指引"), ("en", "Conversation guide")])
def test_who_leads_the_talks_finds_the_guide(world: World, language: str, opening: str) -> None:
    manager, path = world.visitor("manager", language), f"/plans/{world.plan.id}/guide"
    assert path in manager.get(f"/plans/{world.plan.id}").text
    assert path not in world.visitor("employee", language).get(f"/plans/{world.plan.id}").text
    html = manager.get(path).text
    assert f"<h1>{opening}</h1>" in html
    assert "<details" in html
    assert "goal:g1" in html
    file = manager.get(f"/v1{path}/export?format=md")
    assert file.status_code == 200
    assert file.text.startswith("# 面谈指引")
    answer = manager.get(f"/v1{path}")
    assert answer.json()["meetings"][0]["kind"] == "first"
