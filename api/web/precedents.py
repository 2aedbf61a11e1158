"""Pattern cards for HR: what waits, what drafts use, and a decision with its reason."""

from typing import Any

from fastapi import APIRouter, Response

from api.web.form import Form
from api.web.page import MyPage, SignedPage
from coach.domain.base import Language
from coach.domain.precedent import CardRelease, CardVerdict
from coach.errors import CoachError, InvalidInput

router = APIRouter(include_in_schema=False)

OLD = 20
"""Releases out of use that are shown."""


@router.get("/precedents")
def precedents(page: MyPage) -> Response:
    """The cards, computed anew: those that wait for a decision first."""
    page.app.precedents.refresh(page.me)
    return page.show("precedents.html", **_cards(page))


@router.post("/precedents")
def decide(form: Form, page: MyPage) -> Response:
    """Decide on one release; the content that was looked at is sent along."""
    try:
        page.app.precedents.decide(
            form.text("release"), _verdict(form.text("verdict")), reason=form.text("reason"), by=page.me,
            fingerprint=form.text("fingerprint") or None,
        )  # fmt: skip
    except CoachError as error:
        return page.refused("precedents.html", error, form, **_cards(page))
    return page.go("/precedents", notice="card_decided")


def _verdict(chosen: str) -> CardVerdict:
    if chosen not in tuple(CardVerdict):
        raise InvalidInput("Choose one of the answers.", "")
    return CardVerdict(chosen)


def _cards(page: SignedPage) -> dict[str, Any]:
    every = page.app.precedents.list(page.me)
    return {
        "waiting": [_line(each, page) for each in every if each.status == "proposed"],
        "used": [_line(each, page) for each in every if each.status == "approved"],
        "old": [_line(each, page) for each in every if each.status not in ("proposed", "approved")][:OLD],
    }


def _line(card: CardRelease, page: SignedPage) -> dict[str, Any]:
    """A release in the language of the page, with the other language's text below."""
    here, there = ("zh", "en") if page.language is Language.ZH else ("en", "zh")
    return {
        "card": card, "title": getattr(card, f"title_{here}"), "text": getattr(card, f"text_{here}"),
        "other": getattr(card, f"text_{there}"), "other_language": there,
    }  # fmt: skip
