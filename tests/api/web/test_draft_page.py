from api.web.marks import marked
from api.web.sources import sources_of
from coach.domain.draft import RouteTo
from tests.api.web.visitor import World
from tests.coach.storage.world import TEXT, description, draft, protected_flag


def test_the_draft_shows_everything_behind_it(world: World) -> None:
    html = world.visitor("manager").get(f"/drafts/{world.draft_id}").text
    for part in ("目标1：三个月内", "5%", "2%", "质检日报", "标准操作课", "没有合适的", "安排师傅", "第一周",
                 "操作中有几次漏看步骤", "质量制度", "每条都有来源", "内置规则", "提交审核"):  # fmt: skip
        assert part in html, part
    assert '<mark class="wording" title="说的是人，不是事">他总是粗心<sup>1</sup></mark>' in html
    assert 'href="#source-1"' in html
    assert 'id="source-1"' in html


def test_hr_first_is_said_before_anything_else(world: World) -> None:
    warned = draft(route=RouteTo.HR_FIRST, flags=(protected_flag(),))
    draft_id = world.application.drafts.save(warned, description(), by=world.cast.manager, subject_employee_id="E10")
    html = world.visitor("manager", "en").get(f"/drafts/{draft_id}").text
    assert html.index("Talk to HR first") < html.index("目标1")
    assert "Protected facts" in html


def test_a_draft_without_goals_says_what_to_do(world: World) -> None:
    draft_id = world.application.drafts.save(
        draft(goals=0), description(), by=world.cast.manager, subject_employee_id="E10"
    )
    assert "No goal yet" in world.visitor("manager", "en").get(f"/drafts/{draft_id}").text


def test_a_draft_is_sent_once(world: World) -> None:
    manager = world.visitor("manager", "en")
    sent = manager.post(f"/drafts/{world.draft_id}/submit")
    assert sent.headers["location"].startswith("/reviews/")
    again = manager.post(f"/drafts/{world.draft_id}/submit")
    assert again.status_code == 409
    assert "This draft is in review already" in again.text
    assert "Send to review</button>" not in manager.get(f"/drafts/{world.draft_id}").text


def test_marks_cut_the_text_without_losing_a_character() -> None:
    wording, flag = draft().wording, protected_flag()
    stretches = marked(TEXT, wording, (flag,))
    assert "".join(each.text for each in stretches) == TEXT
    assert [(each.kind, each.text) for each in stretches if each.kind] == [
        ("wording", "他总是粗心"),
        ("flag", "三个月"),
    ]


def test_marks_that_overlap_or_lie_outside_are_left_out() -> None:
    one = draft().wording[0]
    overlapping = one.model_copy(update={"start": 2, "end": 9})
    outside = one.model_copy(update={"start": 500, "end": 510})
    stretches = marked(TEXT, (one, overlapping, outside))
    assert "".join(each.text for each in stretches) == TEXT
    assert [each.number for each in stretches if each.kind] == [1]


def test_cited_sources_come_first() -> None:
    plain = draft()
    other = plain.evidence[0].model_copy(update={"id": "other"})
    sources = sources_of(plain.model_copy(update={"evidence": (other, *plain.evidence)}))
    assert [(number, item.id) for number, item in sources.cited] == [(1, "p#0")]
    assert [(number, item.id) for number, item in sources.others] == [(2, "other")]


def test_drafting_again_begins_with_the_earlier_text(world: World) -> None:
    manager = world.visitor("manager")
    assert f'href="/drafts/new?draft={world.draft_id}"' in manager.get(f"/drafts/{world.draft_id}").text
    html = manager.get(f"/drafts/new?draft={world.draft_id}").text
    assert f">{TEXT}</textarea>" in html
    assert '<option value="E10" selected>' in html
    assert world.visitor("other_manager").get(f"/drafts/new?draft={world.draft_id}").status_code == 404
