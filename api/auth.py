"""Who is asking: a session cookie with a CSRF token, or an API key."""

import hashlib
import hmac
from dataclasses import dataclass

from fastapi import Request, Response

from api.bootstrap import Application
from coach.domain.people import Actor, User
from coach.errors import NotAllowed, NotSignedIn
from coach.storage.api_keys import Scope

COOKIE = "coach_session"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE_SECONDS = 12 * 3600
"""As long as a session can last at all (coach.storage.sessions.ABSOLUTE)."""


@dataclass(frozen=True)
class Caller:
    """The account behind a request, and how it proved itself."""

    user: User
    """The account."""
    secret: str | None
    """The session secret of a browser; None for an API key."""

    @property
    def actor(self) -> Actor:
        """Who acts, as services take it."""
        return self.user.actor

    @property
    def csrf(self) -> str:
        """The token a form of this session must send back; empty for an API key."""
        return csrf_token(self.secret) if self.secret else ""


def csrf_token(secret: str) -> str:
    """A token only the holder of the session can know; the secret cannot be told from it."""
    return hashlib.sha256(f"csrf:{secret}".encode()).hexdigest()


def find_caller(request: Request, application: Application) -> Caller | None:
    """The caller of a request; None where nobody is signed in.

    Raises:
        NotSignedIn: an API key was sent and does not work.
        NotAllowed: the key may only read.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        user, scopes = application.api_keys.find(token.strip())
        if request.method not in SAFE and Scope.WRITE not in scopes:
            raise NotAllowed("This key may only read.", "Make a key with the scope write.")
        return Caller(user=user, secret=None)
    secret = request.cookies.get(COOKIE)
    user_or_none = application.sessions.find(secret) if secret else None
    return Caller(user=user_or_none, secret=secret) if user_or_none else None


async def check_csrf(request: Request, caller: Caller) -> None:
    """Refuse a write that another site made a browser send.

    Raises:
        NotAllowed: the token is missing or wrong.
    """
    if request.method in SAFE or caller.secret is None:
        return
    sent = request.headers.get(CSRF_HEADER)
    if sent is None and "form" in request.headers.get("content-type", ""):
        field = (await request.form()).get(CSRF_FIELD)
        sent = field if isinstance(field, str) else None
    if sent is None or not hmac.compare_digest(sent.encode(), caller.csrf.encode()):
        raise NotAllowed("This page is too old, or the request came from elsewhere.", "Load the page again and retry.")


def require_caller(caller: Caller | None) -> Caller:
    """The caller, or the error that asks to sign in.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    if caller is None:
        raise NotSignedIn("You are not signed in.", "Sign in, or send an API key as a bearer token.")
    return caller


def set_session(response: Response, secret: str, *, secure: bool) -> None:
    """Put the session into the browser: not readable by scripts, not sent along from other sites."""
    response.set_cookie(COOKIE, secret, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")


def clear_session(response: Response) -> None:
    """Take the session out of the browser."""
    response.delete_cookie(COOKIE, path="/")
