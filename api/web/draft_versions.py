"""Answering what a draft asks, and its versions, as pages."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api import revising
from api.web.drafts import parts_of
from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from coach.domain.base import Language
from coach.domain.draft import Owner
from coach.drafting.revision.edit import Change
from coach.drafting.revision.lines import lines_of
from coach.errors import CoachError, InvalidInput
from coach.storage.drafts import StoredDraft

router = APIRouter(include_in_schema=False)
ANSWER, UNKNOWN = "answer-", "unknown-"


@router.post("/drafts/{draft_id}/answers")
def answers(draft_id: str, form: Form, page: MyPage) -> Response:
    """Answer questions and have the draft made anew."""
    try:
        job_id = revising.start_redo(page.app, page.me, draft_id, _answers(form, page))
    except CoachError as error:
        return again(page, draft_id, error, form)
    return page.go(f"/drafts/jobs/{job_id}")


@router.get("/drafts/{draft_id}/edit")
def edit_form(draft_id: str, page: MyPage) -> Response:
    """Every line of the plan in a field."""
    stored = page.app.draft_versions.open(draft_id, page.me)
    return page.show("draft_edit.html", **_lines(stored))


@router.post("/drafts/{draft_id}/edit")
def edit(draft_id: str, form: Form, page: MyPage) -> Response:
    """Keep what was changed as a new version."""
    stored = page.app.drafts.get(draft_id, page.me)
    try:
        made = revising.edit(page.app, page.me, draft_id, _changes(form, stored))
    except CoachError as error:
        return page.refused("draft_edit.html", error, form, **_lines(stored))
    return page.go(f"/drafts/{made.id}", notice="version_made")


@router.post("/drafts/{draft_id}/shorten")
def shorten(draft_id: str, form: Form, page: MyPage) -> Response:
    """Bring the plan to about a page."""
    return _made(page, draft_id, form, lambda: revising.shorten(page.app, page.me, draft_id))


@router.post("/drafts/{draft_id}/translate")
def translate(draft_id: str, form: Form, page: MyPage) -> Response:
    """The plan in the other language."""
    wanted = Language.EN if form.text("to") == "en" else Language.ZH
    return _made(page, draft_id, form, lambda: revising.translate(page.app, page.me, draft_id, wanted))


@router.post("/drafts/{draft_id}/regenerate")
def regenerate(draft_id: str, form: Form, page: MyPage) -> Response:
    """One goal written anew."""
    return _made(page, draft_id, form, lambda: revising.regenerate(page.app, page.me, draft_id, form.text("goal")))


@router.get("/drafts/{draft_id}/diff")
def diff(draft_id: str, page: MyPage, other: Annotated[str, Query(alias="with")] = "") -> Response:
    """Two versions side by side in one text; without `with` against the version before."""
    stored = page.app.drafts.get(draft_id, page.me)
    earlier = other or stored.supersedes or stored.id
    found = revising.difference(page.app, page.me, earlier, draft_id)
    versions = page.app.draft_versions.list(draft_id, page.me)
    return page.show("draft_diff.html", stored=stored, found=found, versions=versions, earlier=earlier)


def _made(page: SignedPage, draft_id: str, form: Typed, make: Callable[[], StoredDraft]) -> Response:
    try:
        made = make()
    except CoachError as error:
        return again(page, draft_id, error, form)
    return page.go(f"/drafts/{made.id}", notice="version_made")


def _lines(stored: StoredDraft) -> dict[str, Any]:
    titles = {resource.resource_id: resource.title for resource in stored.draft.resources}
    return {"stored": stored, "draft": stored.draft, "lines": list(lines_of(stored.draft)), "titles": titles,
            "owners": (Owner.EMPLOYEE, Owner.MANAGER, Owner.MENTOR, Owner.LND, Owner.HR)}  # fmt: skip


def _changes(form: Typed, stored: StoredDraft) -> list[Change]:
    """What differs from the version shown: fields changed, boxes ticked, lines added."""
    changes = []
    for line in lines_of(stored.draft):
        if form.text(f"drop-{line.key}"):
            changes.append(Change(line=line.key, text=None))
        elif line.section != "resources" and " ".join(form.text(line.key, line.text).split()) != line.text:
            changes.append(Change(line=line.key, text=form.text(line.key)))
    for place in [*(f"actions.{goal.id}" for goal in stored.draft.goals), "commitments"]:
        if form.text(f"new-{place}").strip():
            changes.append(_added(form, place))
    return changes


def _added(form: Typed, place: str) -> Change:
    due = form.text(f"due-{place}")
    try:
        day = dt.date.fromisoformat(due) if due else None
    except ValueError:
        raise InvalidInput("A day is not a date.", "Write it as YYYY-MM-DD.") from None
    owner = form.text(f"owner-{place}")
    known = Owner(owner) if owner in tuple(Owner) else None
    return Change(line=place, text=form.text(f"new-{place}"), owner=known, due=day)


def again(page: SignedPage, draft_id: str, error: CoachError, form: Typed) -> Response:
    """The draft again with what went wrong, and what was typed."""
    stored = page.app.drafts.get(draft_id, page.me)
    return page.refused("draft.html", error, form, **parts_of(page, stored))


def _answers(form: Typed, page: SignedPage) -> dict[str, str]:
    """Question -> words; a ticked "nobody knows" is an answer in the page's language."""
    given: dict[str, Any] = {}
    for name in form.names():
        if name.startswith(ANSWER) and form.text(name).strip():
            given[name.removeprefix(ANSWER)] = form.text(name)
        elif name.startswith(UNKNOWN) and not form.text(ANSWER + name.removeprefix(UNKNOWN)).strip():
            given[name.removeprefix(UNKNOWN)] = "不知道" if page.language == "zh" else "I don't know"
    return given
