import pytest

from coach.domain.job import JobStatus
from coach.storage import jobs
from tests.api.web.visitor import World
from tests.coach.storage.world import TEXT

ATTACK = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


def test_a_gap_becomes_a_job_and_the_job_a_draft(world: World) -> None:
    manager = world.visitor("manager")
    answer = manager.post("/drafts/new", {"text": f"{TEXT}\r\n第二行", "person": "E10", "do": "draft"})
    assert answer.status_code == 303
    path = answer.headers["location"]
    waiting = manager.get(path)
    assert "排队中" in waiting.text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in waiting.text
    job_id = path.rsplit("/", 1)[-1]
    with world.application.database.transaction() as session:
        begun = jobs.begin_job(session, job_id, worker="test")
    assert begun is not None
    payload = begun[1]
    assert payload["subject_employee_id"] == "E10"
    assert payload["description"] == payload["description"] | {"text": f"{TEXT}\n第二行", "role": "操作员"}  # type: ignore[operator]
    with world.application.database.transaction() as session:
        jobs.add_progress(session, job_id, "retrieval")
    assert 'aria-current="step">查找制度' in manager.get(path).text
    with world.application.database.transaction() as session:
        jobs.end_job(session, job_id, JobStatus.DONE, result={"draft_id": world.draft_id})
    assert manager.get(path).headers["location"] == f"/drafts/{world.draft_id}"


def test_a_failed_job_says_why_in_the_language_of_the_page(world: World) -> None:
    manager = world.visitor("manager")
    path = manager.post("/drafts/new", {"text": TEXT, "do": "draft"}).headers["location"]
    job_id = path.rsplit("/", 1)[-1]
    with world.application.database.transaction() as session:
        jobs.end_job(session, job_id, JobStatus.FAILED, problem=("the work stopped before its end", "ask for it again"))
    assert "工作中途停止了" in manager.get(path).text


def test_nobody_sees_the_jobs_of_others(world: World) -> None:
    path = world.visitor("manager").post("/drafts/new", {"text": TEXT, "do": "draft"}).headers["location"]
    assert world.visitor("other_manager").get(path).status_code == 404


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_text_keeps_the_rest(world: World, text: str) -> None:
    fields = {"text": text, "role": "夜班操作员", "industry": "finance", "do": "draft"}
    answer = world.visitor("manager").post("/drafts/new", fields)
    assert answer.status_code == 422
    assert "还没有写内容" in answer.text
    assert 'value="夜班操作员"' in answer.text
    assert '<option value="finance" selected>' in answer.text


def test_somebody_elses_person_is_refused_and_the_text_stays(world: World) -> None:
    answer = world.visitor("manager").post("/drafts/new", {"text": TEXT, "person": "E11", "do": "draft"})
    assert answer.status_code == 404
    assert TEXT in answer.text


def test_the_wording_is_checked_without_a_script(world: World) -> None:
    answer = world.visitor("manager").post("/drafts/new", {"text": TEXT, "do": "check"})
    assert answer.status_code == 200
    assert '<mark class="wording"' in answer.text
    assert f">{TEXT}</textarea>" in answer.text


def test_only_own_reports_are_offered(world: World) -> None:
    html = world.visitor("manager").get("/drafts/new").text
    assert 'value="E10"' in html
    assert 'value="E11"' not in html
    assert 'value="E2"' not in html


def test_what_was_typed_is_shown_as_text(world: World) -> None:
    for fields in ({"text": ATTACK, "do": "check"}, {"text": " ", "role": ATTACK, "do": "draft"}):
        html = world.visitor("manager").post("/drafts/new", fields).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;" in html


def test_a_draft_of_hostile_text_is_shown_as_text(world: World) -> None:
    from coach.domain.gap import GapDescription
    from tests.coach.storage.world import DAY, draft

    hostile = GapDescription(text=TEXT + ATTACK, as_of=DAY)
    draft_id = world.application.drafts.save(draft(), hostile, by=world.cast.manager, subject_employee_id="E10")
    html = world.visitor("manager").get(f"/drafts/{draft_id}").text
    assert "<script>alert" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_the_model_is_offered_only_where_there_is_one(world: World) -> None:
    assert 'name="engine"' not in world.visitor("manager").get("/drafts/new").text


def test_a_write_without_the_token_is_refused(world: World) -> None:
    answer = world.visitor("manager").post("/drafts/new", {"text": TEXT, "do": "draft"}, csrf=False)
    assert answer.status_code == 403
    assert TEXT in answer.text
    for path in ("/logout", f"/drafts/{world.draft_id}/submit", f"/reviews/{world.review.id}",
                 f"/reviews/{world.review.id}/outcome", f"/plans/{world.plan.id}/check-ins", "/admin/users",
                 f"/plans/{world.plan.id}/closing", "/admin/people"):  # fmt: skip
        assert world.visitor("manager").post(path, {"x": "y"}, csrf=False).status_code == 403, path
