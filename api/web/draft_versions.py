"""Answering what a draft asks, and its versions, as pages."""

from typing import Any

from fastapi import APIRouter, Response

from api.revising import start_redo
from api.web.drafts import parts_of
from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from coach.errors import CoachError

router = APIRouter(include_in_schema=False)
ANSWER, UNKNOWN = "answer-", "unknown-"


@router.post("/drafts/{draft_id}/answers")
def answers(draft_id: str, form: Form, page: MyPage) -> Response:
    """Answer questions and have the draft made anew."""
    try:
        job_id = start_redo(page.app, page.me, draft_id, _answers(form, page))
    except CoachError as error:
        return again(page, draft_id, error, form)
    return page.go(f"/drafts/jobs/{job_id}")


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
