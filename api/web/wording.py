"""A whole text with its changes tracked: a person accepts or rejects each, and copies the result."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Response

from api.routes.wording import LONGEST
from api.web.form import Form, Typed
from api.web.page import MyPage
from coach.domain.base import Language
from coach.domain.wording import Register
from coach.errors import CoachError, InvalidInput

router = APIRouter(include_in_schema=False)


@router.get("/wording")
def empty(page: MyPage) -> Response:
    """The form."""
    return page.show("wording.html", typed=Typed(), **_CHOICES)


@router.post("/wording")
def revised(form: Form, page: MyPage) -> Response:
    """The text with what was chosen; nothing is stored."""
    try:
        return page.show("wording.html", typed=form, **_revised(form), **_CHOICES)
    except CoachError as error:
        return page.refused("wording.html", error, form, **_CHOICES)


_CHOICES: dict[str, Any] = {"registers": tuple(Register), "languages": ("auto", *Language)}


def _revised(form: Typed) -> dict[str, Any]:
    from coach.tone.revision import revise

    text, register, language = form.text("text"), form.text("register"), form.text("language")
    if not text.strip():
        raise InvalidInput("There is no text.", "Describe what is going wrong, with dates and figures where you can.")
    if len(text) > LONGEST:
        raise InvalidInput(f"The text has {len(text)} characters; {LONGEST} are the most.", "Shorten it.")
    made = revise(
        text,
        language=Language(language) if language in tuple(Language) else None,
        register=Register(register) if register in tuple(Register) else Register.AUTO,
        accepted=_accepted(form, text),
    )
    return {"made": made, "mark": _mark(text)}


def _accepted(form: Typed, text: str) -> tuple[int, ...] | None:
    """What was ticked; nothing at first, and nothing where the text was changed: numbers would mean other words."""
    if form.text("do") == "all":
        return None
    if form.text("do") != "apply" or form.text("mark") != _mark(text):
        return ()
    return tuple(int(each) for each in form.all("accept") if each.isdecimal())


def _mark(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
