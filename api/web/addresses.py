"""Addresses a page may send a browser to, and where a request came from."""

from urllib.parse import quote, urlsplit

from fastapi import Request

from coach.errors import NotAllowed

HOME = "/"
NOWHERE = ("/login", "/logout", "/reset", "/forgot", "/v1", "/static")
"""Not places to go on to after signing in."""


def safe_next(wanted: str | None) -> str:
    """The path to go on to after signing in: on this site only, else home."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    if "\\" in wanted or any(ord(char) < 33 or ord(char) == 127 for char in wanted):
        return HOME
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or any(parts.path == each or parts.path.startswith(f"{each}/") for each in NOWHERE):
        return HOME
    return wanted


def sign_in_path(request: Request) -> str:
    """Where to sign in and come back to the page asked for; after a lost POST, to the page with the form."""
    here = request.url.path
    if request.method == "GET" and request.url.query:
        here += f"?{request.url.query}"
    elif request.method != "GET":
        here = urlsplit(request.headers.get("referer", "")).path
    goal = safe_next(here)
    return "/login" if goal == HOME else f"/login?next={quote(goal, safe='/')}"


def refuse_other_sites(request: Request) -> None:
    """Refuse a form without a session (sign-in, reset) that another site made a browser send.

    Raises:
        NotAllowed: the browser says so.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    elsewhere = site not in ("same-origin", "none") if site else False
    if site is None and origin is not None:
        elsewhere = urlsplit(origin).netloc != request.headers.get("host", "")
    if elsewhere:
        raise NotAllowed("This page is too old, or the request came from elsewhere.", "Load the page again and retry.")
