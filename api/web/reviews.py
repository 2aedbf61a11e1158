"""The queue, and a review: every suggestion decided by a named person with a reason."""

from fastapi import APIRouter, Response

from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from api.web.review_view import review_parts
from api.web.verdicts import Ruling, rulings
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
    saving = _Saving(page, review_id, form)
    try:
        saving.save()
    except CoachError as error:
        return saving.refused(error)
    return page.go(f"/reviews/{review_id}", notice="decided" if saving.saved else "nothing_chosen", at="suggestions")


@router.post("/reviews/{review_id}/outcome")
def complete(review_id: str, form: Form, page: MyPage) -> Response:
    """Save what is still in the form, then approve, return or escalate."""
    saving = _Saving(page, review_id, form)
    try:
        version = saving.save()
        outcome, why = _outcome(form), form.text("outcome_reason")
        plan = page.app.decisions.complete(review_id, outcome=outcome, reason=why, by=page.me, version=version)
    except CoachError as error:
        return saving.refused(error)
    if plan is not None:
        return page.go(f"/plans/{plan.id}", notice="approved")
    return page.go(f"/reviews/{review_id}", notice=NOTICE[outcome])


def _outcome(form: Typed) -> ReviewOutcome:
    chosen = form.text("outcome")
    if chosen not in tuple(ReviewOutcome):
        raise InvalidInput("No outcome was chosen.", "Choose one of the three.")
    return ReviewOutcome(chosen)


class _Saving:
    """The decisions of one form on their way into the store.

    Args:
        page: who decides.
        review_id: the review.
        form: what was sent.
    """

    def __init__(self, page: SignedPage, review_id: str, form: Typed) -> None:
        self._page, self._review_id, self._form = page, review_id, form
        self.saved: list[str] = []
        self._failed = ""

    def save(self) -> int:
        """Take the decisions in order; return the version of the review afterwards.

        Raises:
            CoachError: one of them was refused; those before it stand.
        """
        seen = self._form.text("version")
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else -1
        for ruling in self._wanted():
            self._failed = ruling.suggestion_id
            version = self._page.app.decisions.decide(
                self._review_id, ruling.suggestion_id, verdict=ruling.verdict, reason=ruling.reason,
                by=self._page.me, version=version, text=ruling.text, changes=ruling.changes,
            ).version  # fmt: skip
            self.saved.append(ruling.suggestion_id)
        self._failed = ""
        return version

    def refused(self, error: Exception) -> Response:
        """The review as it is now, with what was typed and not saved."""
        typed = (name.removeprefix("verdict.") for name in self._form.names() if name.startswith("verdict."))
        unsaved = frozenset(typed) - frozenset(self.saved)
        parts = review_parts(self._page, self._review_id, failed=self._failed, unsaved=unsaved)
        return self._page.refused("review.html", error, self._form, **parts)

    def _wanted(self) -> list[Ruling]:
        current = self._page.app.queue.show(self._review_id, self._page.me)
        return rulings(self._form, current, words(self._page.language))
