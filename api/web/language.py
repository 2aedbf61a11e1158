"""Which of the two languages a page is shown in."""

from fastapi import Request

from api.auth import Caller
from coach.domain.base import Language

COOKIE = "coach_lang"
COOKIE_SECONDS = 365 * 24 * 3600
PARAMETER = "lang"


def chosen(request: Request) -> Language | None:
    """The language asked for in the address (`?lang=en`); None where none, or one we do not have."""
    return _known(request.query_params.get(PARAMETER))


def language_of(request: Request, caller: Caller | None) -> Language:
    """The address decides, then the cookie of an earlier choice, the account, the browser; else Chinese."""
    wanted = chosen(request) or _known(request.cookies.get(COOKIE))
    if wanted is not None:
        return wanted
    return caller.user.locale if caller else _accepted(request.headers.get("accept-language", ""))


def _accepted(header: str) -> Language:
    tags = (part.split(";")[0].strip().lower()[:2] for part in header.split(","))
    return next((known for tag in tags if (known := _known(tag))), Language.ZH)


def _known(value: str | None) -> Language | None:
    return Language(value) if value in tuple(Language) else None
