"""What routes ask for by type."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Request

from api.auth import Caller, check_csrf, find_caller, require_caller
from api.bootstrap import Application
from coach.domain.people import Actor


def application_of(request: Request) -> Application:
    """The application this server runs."""
    application: Application = request.app.state.application
    return application


App = Annotated[Application, Depends(application_of)]


def caller_or_none(request: Request, app: App) -> Caller | None:
    """Whoever asks, if anybody known does."""
    return find_caller(request, app)


async def caller_of(
    request: Request, found: Annotated[Caller | None, Depends(caller_or_none)]
) -> AsyncIterator[Caller]:
    """Whoever asks; a write of a browser must carry its CSRF token."""
    caller = require_caller(found)
    await check_csrf(request, caller)
    yield caller


Signed = Annotated[Caller, Depends(caller_of)]
MaybeSigned = Annotated[Caller | None, Depends(caller_or_none)]


def actor_of(caller: Signed) -> Actor:
    """Who acts."""
    return caller.actor


Me = Annotated[Actor, Depends(actor_of)]
IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=8, max_length=200, description="Repeat a write safely under this key."),
]
