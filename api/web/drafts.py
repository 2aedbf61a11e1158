"""A draft as its author and reviewers see it, and the step to review."""

from typing import Any

from fastapi import APIRouter, Response

from api.web.form import Form
from api.web.home import draft_lines
from api.web.marks import marked
from api.web.page import MyPage, SignedPage
from api.web.reasons import not_offered, why_of
from api.web.sources import sources_of
from coach.domain.policy import Act, Facts, may
from coach.domain.review import OPEN_STATES, ReviewState, ReviewSummary
from coach.drafting.revision.answers import key_of
from coach.errors import CoachError
from coach.storage.drafts import StoredDraft

router = APIRouter(include_in_schema=False)

A_PAGE = 20


@router.get("/drafts")
def drafts(page: MyPage, after: str | None = None) -> Response:
    """The drafts this person may see, newest first."""
    found = page.app.drafts.list(page.me, after=after, limit=A_PAGE + 1)
    more = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    return page.show("drafts.html", drafts=draft_lines(page, found[:A_PAGE]), more=more)


@router.get("/drafts/{draft_id}")
def draft(draft_id: str, page: MyPage) -> Response:
    """One draft with everything behind it."""
    return page.show("draft.html", **parts_of(page, page.app.drafts.get(draft_id, page.me)))


@router.post("/drafts/{draft_id}/submit")
def submit(draft_id: str, form: Form, page: MyPage) -> Response:
    """Send it to review."""
    try:
        review = page.app.queue.submit(draft_id, by=page.me)
    except CoachError as error:
        stored = page.app.drafts.get(draft_id, page.me)
        return page.refused("draft.html", error, form, **parts_of(page, stored))
    return page.go(f"/reviews/{review.id}", notice="submitted")


def parts_of(page: SignedPage, stored: StoredDraft) -> dict[str, Any]:
    """What the page of a draft shows."""
    reviews = [each for each in page.app.queue.list(page.me, limit=500) if each.draft_id == stored.id]
    draft = stored.draft
    return {
        "stored": stored,
        "draft": draft,
        "sources": sources_of(draft),
        "text_parts": marked(stored.description.text, draft.wording, draft.gap.flags, draft.resources),
        "whys": {(each.for_goal, each.resource_id): why_of(each) for each in draft.resources},
        "not_offered": not_offered(page.app.knowledge.resource, draft.resources),
        "reviews": reviews,
        "returned": [page.app.queue.show(each.id, page.me) for each in reviews if each.state is ReviewState.RETURNED],
        **versions_of(page, stored),
        "may_submit": _may_submit(page, stored, reviews),
    }


def versions_of(page: SignedPage, stored: StoredDraft) -> dict[str, Any]:
    """The versions of a draft, whether this one may still be changed, and what was answered so far."""
    chain = page.app.draft_versions.list(stored.id, page.me)
    try:
        page.app.draft_versions.open(stored.id, page.me)
        may_revise = True
    except CoachError:
        may_revise = False
    return {
        "versions": chain,
        "newer": chain[-1].id if chain[-1].id != stored.id else None,
        "may_revise": may_revise,
        "given": [(key_of(each), each) for each in stored.description.answers],
        "revision": stored.draft.revision,
    }


def _may_submit(page: SignedPage, stored: StoredDraft, reviews: list[ReviewSummary]) -> bool:
    person = page.names.known(stored.subject_employee_id)
    facts = Facts(
        author_user_id=stored.author_user_id,
        subject_employee_id=stored.subject_employee_id,
        subject_manager_id=person.manager_id if person else None,
        submitted=bool(reviews),
    )
    taken = any(each.state in OPEN_STATES or each.state is ReviewState.APPROVED for each in reviews)
    newest = page.app.draft_versions.newest(stored.id, page.me) == stored.id
    return newest and not taken and may(page.me, Act.SUBMIT_DRAFT, facts)
