"""In and out: sign in, sign out, set a password with a link."""

from fastapi import APIRouter, Response

from api.auth import clear_session, set_session
from api.web.addresses import HOME, refuse_other_sites, safe_next
from api.web.form import Form
from api.web.page import MyPage, OpenPage
from coach.errors import CoachError, InvalidInput
from coach.storage.passwords import SHORTEST

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login(page: OpenPage, next: str = HOME) -> Response:
    """The form to sign in."""
    goal = safe_next(next)
    return page.go(goal) if page.caller else page.show("login.html", goal=goal)


@router.post("/login")
def sign_in(form: Form, page: OpenPage) -> Response:
    """Sign in, and go on to the page that was asked for."""
    refuse_other_sites(page.request)
    goal = safe_next(form.text("next"))
    try:
        user = page.app.users.check_password(form.text("email"), form.text("password"))
    except CoachError as error:
        return page.refused("login.html", error, form, goal=goal)
    answer = page.go(goal)
    set_session(answer, page.app.sessions.start(user), secure=page.app.settings.secure_cookies)
    return answer


@router.post("/logout")
def sign_out(page: MyPage) -> Response:
    """Sign out of this browser."""
    if page.caller and page.caller.secret:
        page.app.sessions.end(page.caller.secret)
    answer = page.go("/login", notice="signed_out")
    clear_session(answer)
    return answer


@router.get("/forgot")
def forgot(page: OpenPage) -> Response:
    """What to do without a password."""
    return page.show("forgot.html")


@router.get("/reset/{token}")
def reset(token: str, page: OpenPage) -> Response:
    """The form to set a password with a link."""
    return page.show("reset.html", token=token, shortest=SHORTEST)


@router.post("/reset/{token}")
def finish_reset(token: str, form: Form, page: OpenPage) -> Response:
    """Set the password; the link works once."""
    refuse_other_sites(page.request)
    try:
        if form.text("password") != form.text("again"):
            raise InvalidInput("The two passwords differ.", "Type the same one twice.")
        page.app.users.finish_reset(token, form.text("password"))
    except CoachError as error:
        return page.refused("reset.html", error, form, token=token, shortest=SHORTEST)
    return page.go("/login", notice="password_set")
