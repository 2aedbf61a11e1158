"""Somebody with a browser, as tests see them."""

from html.parser import HTMLParser
from typing import NamedTuple

from fastapi.testclient import TestClient
from httpx2 import Response

from api.auth import COOKIE, csrf_token
from api.bootstrap import Application
from api.web.language import COOKIE as LANGUAGE_COOKIE
from coach.domain.people import Actor, Role
from coach.domain.plan import Plan
from coach.domain.review import Review
from tests.coach.storage.world import Cast

PEOPLE: dict[Role, str] = {
    Role.MANAGER: "manager", Role.HR: "hr", Role.LND: "lnd", Role.EMPLOYEE: "employee", Role.ADMIN: "admin",
}  # fmt: skip
"""Role -> whose account of the small world has it."""


class Visitor:
    """A browser with nobody's, or somebody's, session; redirects are not followed."""

    def __init__(self, client: TestClient, *, secret: str | None = None, language: str = "zh") -> None:
        self.client = client
        self.secret = secret
        self.language = language

    @classmethod
    def signed_in(cls, client: TestClient, application: Application, actor: Actor, language: str = "zh") -> "Visitor":
        return cls(client, secret=application.sessions.start(application.users.get(actor.user_id)), language=language)

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers={**self._headers(), **headers}, follow_redirects=False)

    def post(self, path: str, fields: dict[str, str] | None = None, *, csrf: bool = True, **more: object) -> Response:
        data = dict(fields or {})
        if csrf and self.secret:
            data["csrf"] = csrf_token(self.secret)
        return self.client.post(path, data=data, headers=self._headers(), follow_redirects=False, **more)  # type: ignore[arg-type]

    def _headers(self) -> dict[str, str]:
        cookies = [f"{LANGUAGE_COOKIE}={self.language}"] + ([f"{COOKIE}={self.secret}"] if self.secret else [])
        return {"cookie": "; ".join(cookies)}


class World(NamedTuple):
    """A product with one draft in review and one plan under way, both about E10."""

    application: Application
    client: TestClient
    cast: Cast
    draft_id: str
    review: Review
    plan: Plan

    def visitor(self, who: str | Role, language: str = "zh") -> Visitor:
        name = PEOPLE[who] if isinstance(who, Role) else who
        return Visitor.signed_in(self.client, self.application, getattr(self.cast, name), language)

    def stranger(self, language: str = "zh") -> Visitor:
        return Visitor(self.client, language=language)


class Forms(HTMLParser):
    """The POST forms of a page, each with the names of its fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, set[str]]] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = given.get("method") == "post"
            if self._open:
                self.forms.append((given.get("action") or "", set()))
        elif self._open and given.get("name"):
            self.forms[-1][1].add(str(given["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
