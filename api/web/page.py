"""One page for one request: who looks, in which language, and how the answer is made."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.auth import Caller
from api.bootstrap import Application
from api.dependencies import App, MaybeSigned, Signed
from api.errors import status_of
from api.web import language as choice
from api.web.form import Typed
from api.web.names import Names
from api.web.problem import Problem, problem_of
from api.web.rendering import render
from api.web.terms import TERMS
from coach.domain.base import Language
from coach.domain.people import Actor


class Page:
    """What a page needs to be shown.

    Args:
        request: the request.
        app: the parts of the product.
        caller: who looks; None where nobody is signed in.
    """

    def __init__(self, request: Request, app: Application, caller: Caller | None) -> None:
        self.request = request
        self.app = app
        self.caller = caller
        self.language = choice.language_of(request, caller)

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """The page of a template."""
        html = render(template, self.language, **{**self._common(), **context})
        response = HTMLResponse(html, status_code=status)
        response.headers["Content-Language"] = "zh-CN" if self.language is Language.ZH else "en"
        if choice.chosen(self.request):
            response.set_cookie(
                choice.COOKIE, self.language.value, max_age=choice.COOKIE_SECONDS, httponly=True, samesite="lax",
                secure=self.app.settings.secure_cookies, path="/",
            )  # fmt: skip
        return response

    def go(self, path: str, *, notice: str | None = None, at: str = "") -> Response:
        """Send the browser on after a form, with one of the notices of `api.web.terms`, to a place on the page."""
        query = f"?{urlencode({'notice': notice})}" if notice else ""
        return RedirectResponse(f"{path}{query}{'#' + at if at else ''}", status_code=303)

    def refused(self, template: str, error: Exception, typed: Typed, **context: Any) -> Response:
        """The form again, with what went wrong and everything that was typed."""
        problem = problem_of(error, self.language)
        return self.show(template, status=status_of(error), problem=problem, typed=typed, **context)

    def _common(self) -> dict[str, Any]:
        notice = self.request.query_params.get("notice", "")
        nothing: Problem | None = None
        return {
            "path": self.request.url.path if self.request.method == "GET" else "",
            "query": [pair for pair in self.request.query_params.multi_items() if pair[0] not in ("lang", "notice")],
            "user": self.caller.user if self.caller else None,
            "csrf": self.caller.csrf if self.caller else "",
            "notice": notice if notice in TERMS["notice"] else "",
            "problem": nothing,
            "typed": Typed(),
            "demo": self.app.settings.demo,
        }


class SignedPage(Page):
    """The page of somebody who is signed in."""

    def __init__(self, request: Request, app: Application, caller: Caller) -> None:
        super().__init__(request, app, caller)
        self.me: Actor = caller.actor
        self.names = Names(app, self.me)

    def _common(self) -> dict[str, Any]:
        return {**super()._common(), "names": self.names}


def page_of(request: Request, app: App, caller: MaybeSigned) -> Page:
    """A page anybody may look at."""
    return Page(request, app, caller)


def signed_page_of(request: Request, app: App, caller: Signed) -> SignedPage:
    """A page for who is signed in; a form must carry its CSRF token."""
    return SignedPage(request, app, caller)


OpenPage = Annotated[Page, Depends(page_of)]
MyPage = Annotated[SignedPage, Depends(signed_page_of)]
