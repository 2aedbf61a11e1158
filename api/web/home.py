"""The first page after signing in, by role; and the notice about AI."""

from typing import Any

from fastapi import APIRouter, Response

from api.web.page import MyPage, OpenPage, SignedPage
from coach.domain.people import Role
from coach.domain.review import OPEN_STATES
from coach.storage.drafts import DraftSummary

router = APIRouter(include_in_schema=False)

LINES = 8
"""Lines of each list on the first page."""


@router.get("/")
def home(page: MyPage) -> Response:
    """What waits for this person."""
    me = page.me
    parts: dict[str, Any] = {"drafts": [], "reviews": [], "plans": [], "index_outdated": False}
    if me.roles & {Role.MANAGER, Role.HR}:
        parts["drafts"] = draft_lines(page, page.app.drafts.list(me, limit=LINES))
        parts["reviews"] = [each for each in page.app.queue.list(me) if each.state in OPEN_STATES][:LINES]
    if me.roles & {Role.MANAGER, Role.HR, Role.EMPLOYEE}:
        parts["plans"] = page.app.plans.list(me, limit=LINES)
    if me.roles & {Role.ADMIN, Role.LND}:
        state = page.app.knowledge.state()
        parts["index_outdated"] = state.outdated or state.search == "words"
    return page.show("home.html", **parts)


@router.get("/about-ai")
def about_ai(page: OpenPage) -> Response:
    """How the product uses AI, for everybody it concerns."""
    settings = page.app.settings
    return page.show("about_ai.html", model=settings.llm_model if settings.llm_base_url else None)


def draft_lines(page: SignedPage, drafts: list[DraftSummary]) -> list[dict[str, Any]]:
    """Each draft with its first goal, and whether it was sent."""
    stored = ((each, page.app.drafts.get(each.id, page.me)) for each in drafts)
    return [
        {
            "id": each.id,
            "person": each.subject_employee_id,
            "title": full.draft.goals[0].statement if full.draft.goals else full.description.text[:120],
            "lang": full.draft.language.value,
            "goals": len(full.draft.goals),
            "route": full.draft.route.to,
            "submitted": each.submitted,
            "created_at": each.created_at,
        }
        for each, full in stored
    ]
