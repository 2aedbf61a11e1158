"""The queue, and a review: every suggestion decided by a named person with a reason."""

from fastapi import APIRouter, Response

from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from api.web.review_view import review_parts
from api.web.verdicts import rulings
from api.web.words import words
from coach.domain.review import ReviewOutcome
from coach.errors import CoachError, InvalidInput

router = APIRouter(include_in_schema=False)

A_PAGE = 30
NOTICE = {ReviewOutcome.RETURN: "returned", ReviewOutcome.ESCALATE: "escalated"}


@router.get("/reviews")
def reviews(page: MyPage, after: str | None = None) -> Response:
    """The reviews this person may see: those that wait first on the page, the rest below."""
    found = page.app.queue.list(page.me, after=after, limit=A_PAGE + 1)
    more = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    return page.show("reviews.html", reviews=found[:A_PAGE], more=more)


@router.get("/reviews/{review_id}")
def review(review_id: str, page: MyPage) -> Response:
    """One review with every suggestion."""
    return page.show("review.html", **review_parts(page, review_id))


@router.post("/reviews/{review_id}")
def decide(review_id: str, form: Form, page: MyPage) -> Response:
    """Save every decision of the form, one by one; the first that is refused stops, what was typed stays."""
    try:
        saved = _save(page, review_id, form)
    except CoachError as error:
        return page.refused("review.html", error, form, **review_parts(page, review_id))
    return page.go(f"/reviews/{review_id}", notice="decided" if saved else "nothing_chosen", at="suggestions")


@router.post("/reviews/{review_id}/outcome")
def complete(review_id: str, form: Form, page: MyPage) -> Response:
    """Save what is still in the form, then approve, return or escalate."""
    try:
        _save(page, review_id, form)
        chosen = form.text("outcome")
        if chosen not in tuple(ReviewOutcome):
            raise InvalidInput("No outcome was chosen.", "Choose one of the three.")
        outcome = ReviewOutcome(chosen)
        version = page.app.queue.show(review_id, page.me).version
        why = form.text("outcome_reason")
        plan = page.app.decisions.complete(review_id, outcome=outcome, reason=why, by=page.me, version=version)
    except CoachError as error:
        return page.refused("review.html", error, form, **review_parts(page, review_id))
    if plan is not None:
        return page.go(f"/plans/{plan.id}", notice="approved")
    return page.go(f"/reviews/{review_id}", notice=NOTICE[outcome])


def _save(page: SignedPage, review_id: str, form: Typed) -> int:
    """Take the decisions of the form; return how many."""
    current = page.app.queue.show(review_id, page.me)
    wanted = rulings(form, current, words(page.language))
    seen = form.text("version")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else -1
    for ruling in wanted:
        version = page.app.decisions.decide(
            review_id, ruling.suggestion_id, verdict=ruling.verdict, reason=ruling.reason, by=page.me,
            version=version, text=ruling.text, changes=ruling.changes,
        ).version  # fmt: skip
    return len(wanted)
