"""The page for what went wrong."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from api.auth import Caller, find_caller
from api.web.addresses import sign_in_path
from api.web.form import Typed
from api.web.names import Names
from api.web.page import Page
from api.web.problem import say
from coach.errors import CoachError


def error_page(request: Request, status: int, what: str, hint: str) -> Response:
    """What happened and what to do; who is not signed in is sent to sign in, and a lost form's text is given back."""
    if status == 401 and request.method in ("GET", "HEAD"):
        return RedirectResponse(sign_in_path(request), status_code=303)
    caller = _caller(request)
    page = Page(request, request.app.state.application, caller)
    problem = say(status, what, hint, page.language)
    typed = _typed(request)
    return page.show(
        "error.html", status=status, problem=problem, code=status, kept=typed.long_texts(),
        sign_in=sign_in_path(request) if status == 401 else "",
        names=Names(page.app, caller.actor) if caller else None,
    )  # fmt: skip


def _caller(request: Request) -> Caller | None:
    try:
        return find_caller(request, request.app.state.application)
    except CoachError:
        return None


def _typed(request: Request) -> Typed:
    """The form, where it has been read before the refusal."""
    form = getattr(request, "_form", None)
    return Typed(form if isinstance(form, FormData) else None)
