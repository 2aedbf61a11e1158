"""Every page of every role in both languages, and what must hold on all of them."""

import re

import pytest

from coach.domain.people import Role
from tests.api.web.visitor import Forms, World

OPEN = ("/login", "/forgot", "/reset/abc", "/about-ai")
PAGES: dict[Role, tuple[str, ...]] = {
    Role.MANAGER: ("/", "/drafts", "/drafts/new", "/drafts/{draft}", "/reviews", "/reviews/{review}", "/plans",
                   "/plans?status=active", "/plans/{plan}", "/plans/{plan}/guide", "/search", "/wording", "/about-ai"),
    Role.HR: ("/", "/drafts", "/drafts/new", "/reviews", "/reviews/{review}", "/plans", "/plans/{plan}", "/search",
              "/precedents", "/admin/people"),
    Role.LND: ("/", "/catalogue", "/catalogue/quality", "/catalogue/coverage", "/catalogue/unmet", "/search"),
    Role.EMPLOYEE: ("/", "/plans", "/plans/{plan}", "/search"),
    Role.ADMIN: ("/", "/admin/users", "/admin/people", "/search"),
}  # fmt: skip
REFUSED: dict[Role, tuple[str, ...]] = {
    Role.MANAGER: ("/admin/users", "/admin/people"),
    Role.HR: ("/admin/users",),
    Role.LND: ("/drafts/new", "/drafts/{draft}", "/reviews/{review}", "/plans/{plan}", "/admin/users"),
    Role.EMPLOYEE: (
        "/drafts/new",
        "/drafts/{draft}",
        "/reviews/{review}",
        "/plans/{plan}/guide",
        "/admin/users",
        "/admin/people",
    ),
    Role.ADMIN: ("/drafts/new", "/drafts/{draft}", "/reviews/{review}", "/plans/{plan}"),
}
HAN = re.compile(r"[\u3400-\u9fff]")


def filled(path: str, world: World) -> str:
    return path.format(draft=world.draft_id, review=world.review.id, plan=world.plan.id)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_is_shown_in_both_languages(world: World, role: Role, language: str) -> None:
    visitor = world.visitor(role, language)
    for path in PAGES[role]:
        answer = visitor.get(filled(path, world))
        assert answer.status_code == 200, (path, answer.text[-400:])
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in answer.text
        assert ("退出" in answer.text) is (language == "zh"), path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_for_nobody_in_particular(world: World, language: str) -> None:
    for path in OPEN:
        answer = world.stranger(language).get(path)
        assert answer.status_code == 200
        chrome = answer.text.replace("中文", "")
        assert bool(HAN.search(chrome)) is (language == "zh"), path


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_nothing_else(world: World, role: Role) -> None:
    for path in REFUSED[role]:
        answer = world.visitor(role).get(filled(path, world))
        assert answer.status_code in (403, 404), (path, answer.status_code)
        assert "粗心" not in answer.text
        assert "王小明" not in answer.text


def test_a_manager_sees_nothing_of_another_managers_people(world: World) -> None:
    other = world.visitor("other_manager")
    for path in ("/drafts/{draft}", "/reviews/{review}", "/plans/{plan}"):
        assert other.get(filled(path, world)).status_code == 404
    for path in ("/", "/drafts", "/reviews", "/plans", "/drafts/new"):
        assert "王小明" not in other.get(path).text


@pytest.mark.parametrize("role", list(Role))
def test_every_form_that_writes_carries_the_token(world: World, role: Role) -> None:
    visitor = world.visitor(role)
    seen = 0
    for path in PAGES[role]:
        forms = Forms(visitor.get(filled(path, world)).text).forms
        assert all("csrf" in fields for _, fields in forms), path
        seen += len(forms)
    assert seen >= len(PAGES[role])


@pytest.mark.parametrize("role", list(Role))
def test_pages_have_no_inline_script_or_style_and_ask_nobody_else(world: World, role: Role) -> None:
    for path in PAGES[role]:
        html = world.visitor(role).get(filled(path, world)).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html), path
        assert not re.search(r"<script(?![^>]*src=)", html), path
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', html) == [], path


def test_every_field_has_a_label(world: World) -> None:
    for role, path in ((Role.MANAGER, "/drafts/new"), (Role.HR, "/reviews/{review}"), (Role.MANAGER, "/plans/{plan}")):
        html = world.visitor(role).get(filled(path, world)).text
        labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
        for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
            if re.search(r'type="(hidden|radio|checkbox)"', tag) or "aria-label=" in tag:
                continue
            found = re.search(r' id="([^"]+)"', tag)
            assert found, tag
            assert found.group(1) in labelled, tag


def test_ids_on_a_page_are_unique(world: World) -> None:
    for role, path in ((Role.HR, "/reviews/{review}"), (Role.MANAGER, "/plans/{plan}"), (Role.ADMIN, "/admin/users")):
        ids = re.findall(r' id="([^"]+)"', world.visitor(role).get(filled(path, world)).text)
        assert len(ids) == len(set(ids)), path


def test_an_unknown_page_is_said_kindly_in_both_languages(world: World) -> None:
    assert "没有这个页面" in world.visitor("hr").get("/nowhere").text
    answer = world.stranger("en").get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
