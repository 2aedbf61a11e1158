"""Editing, shortening, translating and comparing versions as pages, in both languages."""

import pytest

from tests.api.web.visitor import World

TOOLS = {
    "zh": ("逐行修改", "精简到一页", "译成英文"),
    "en": ("Edit lines", "Shorten to a page", "Put the plan into English"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_draft_offers_what_can_be_done_with_it(world: World, language: str) -> None:
    html = world.visitor("manager", language).get(f"/drafts/{world.draft_id}").text
    assert [word for word in TOOLS[language] if word not in html] == []
    assert f'action="/drafts/{world.draft_id}/regenerate"' in html


@pytest.mark.parametrize(("language", "marked"), [("zh", "人工修改的内容"), ("en", "Edited by people")])
def test_an_edited_line_is_kept_as_a_new_version_and_compared(world: World, language: str, marked: str) -> None:
    manager = world.visitor("manager", language)
    form = manager.get(f"/drafts/{world.draft_id}/edit").text
    assert 'name="actions.g1.1"' in form
    sent = manager.post(f"/drafts/{world.draft_id}/edit", {"actions.g1.1": "每周和师傅一起看三条记录"})
    place = sent.headers["location"].partition("?")[0]
    shown = manager.get(place).text
    assert marked in shown
    assert "每周和师傅一起看三条记录" in shown
    diff = manager.get(f"{place}/diff").text
    assert "<ins>" in diff
    assert "<del>" in diff
    old = manager.get(f"/drafts/{world.draft_id}").text
    assert f'href="{place}"' in old
    assert f"/drafts/{world.draft_id}/edit" not in old


def test_a_refused_edit_keeps_what_was_typed(world: World) -> None:
    manager = world.visitor("manager", "en")
    sent = manager.post(f"/drafts/{world.draft_id}/edit", {"actions.g1.1": "再不行就辞退"})
    assert sent.status_code == 422
    assert "This line cannot stand" in sent.text
    assert "再不行就辞退" in sent.text


def test_nobody_else_changes_a_draft(world: World) -> None:
    for path in ("edit", "shorten", "translate", "regenerate", "answers"):
        assert world.visitor("hr", "en").post(f"/drafts/{world.draft_id}/{path}").status_code == 404
