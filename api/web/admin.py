"""Accounts and the staff list."""

import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Response

from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from coach.domain.base import Language
from coach.domain.people import NewUser, Role, User
from coach.domain.policy import Act
from coach.errors import CoachError, InvalidInput
from coach.storage.access import require
from coach.storage.people_csv import HEADERS

router = APIRouter(include_in_schema=False)

LARGEST = 10_000_000
"""Bytes of a staff list sent through the page."""


@router.get("/admin/users")
def users(page: MyPage) -> Response:
    """Every account, and the form for another."""
    return page.show("users.html", **_accounts(page))


@router.post("/admin/users")
def add_user(form: Form, page: MyPage) -> Response:
    """Make an account; the link to set its password is shown this once, so the answer is the page itself."""
    try:
        user = page.app.users.add(_new_user(form), by=page.me)
    except CoachError as error:
        return page.refused("users.html", error, form, **_accounts(page))
    return _with_link(page, user)


@router.post("/admin/users/{user_id}/link")
def make_link(user_id: str, page: MyPage) -> Response:
    """Another one-time link to set a password."""
    user = next((each for each in page.app.users.list(page.me) if each.id == user_id), None)
    return _with_link(page, user) if user else page.go("/admin/users")


@router.post("/admin/users/{user_id}")
def change_user(user_id: str, form: Form, page: MyPage) -> Response:
    """Switch an account off or on."""
    try:
        page.app.users.change(user_id, by=page.me, disabled=form.text("disabled") == "yes")
    except CoachError as error:
        return page.refused("users.html", error, form, **_accounts(page))
    return page.go("/admin/users", notice="user_changed")


@router.get("/admin/people")
def people(page: MyPage) -> Response:
    """The staff list as far as it is for these eyes, and the form to import one."""
    require(page.me, Act.IMPORT_PEOPLE, what="person")
    return page.show("people.html", **_staff(page))


@router.post("/admin/people")
def import_people(form: Form, page: MyPage) -> Response:
    """Import a CSV and show what became of each row; doing it twice changes nothing."""
    require(page.me, Act.IMPORT_PEOPLE, what="person")
    try:
        report = _import(page, form)
    except CoachError as error:
        return page.refused("people.html", error, form, **_staff(page))
    return page.show("people.html", **{**_staff(page), "report": report})


def _accounts(page: SignedPage) -> dict[str, Any]:
    return {"users": page.app.users.list(page.me), "roles": list(Role), "link": "", "link_for": None}


def _with_link(page: SignedPage, user: User) -> Response:
    token = page.app.users.start_reset(user.email)
    link = str(page.request.url_for("reset", token=token)) if token else ""
    return page.show("users.html", **{**_accounts(page), "link": link, "link_for": user})


def _new_user(form: Typed) -> NewUser:
    known = tuple(Role)
    return NewUser(
        email=form.text("email"),
        name=form.text("name"),
        roles=frozenset(Role(each) for each in form.all("roles") if each in known),
        locale=Language.EN if form.text("locale") == "en" else Language.ZH,
        employee_id=form.text("employee_id").strip() or None,
    )


def _staff(page: SignedPage) -> dict[str, Any]:
    return {"people": page.app.people.list(page.me), "columns": list(HEADERS), "report": None}


def _import(page: SignedPage, form: Typed) -> object:
    sent = form.file("file")
    body = sent.file.read(LARGEST + 1) if sent else b""
    if not body:
        raise InvalidInput("No file was chosen.", "Choose a CSV file.")
    if len(body) > LARGEST:
        raise InvalidInput("The file is too large.", "Send at most 10 MB at a time.")
    with tempfile.TemporaryDirectory(dir=page.app.settings.home) as folder:
        path = Path(folder) / "people.csv"
        path.write_bytes(body)
        return page.app.people.import_csv(path, by=page.me)
