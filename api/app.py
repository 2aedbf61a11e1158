"""The web application: routes, pages, headers, and what happens at start and stop."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles

from api.bootstrap import Application
from api.errors import install_error_handlers, problem
from coach import __version__

STATIC = Path(__file__).with_name("web") / "static"
LARGEST_BODY = 12_000_000
"""Bytes of one request: an upload of 10 MB with its form around it (RELIABILITY 11)."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

log = logging.getLogger("coach.api")


def create_app(application: Application) -> FastAPI:
    """The web application over the parts of one product.

    Args:
        application: opened by the caller, who also closes it.
    """
    app = FastAPI(
        title="Growth Coach 成长教练",
        version=__version__,
        summary="Improvement plans that are fair, useful and hold up.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.application = application
    app.middleware("http")(_guard)
    install_error_handlers(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in (*_v1_routers(), *_page_routers()):
        app.include_router(router)
    return app


def _v1_routers() -> list[APIRouter]:
    from api.routes import (
        accounts,
        catalogue,
        draft_versions,
        drafts,
        evals,
        index,
        jobs,
        knowledge,
        meta,
        plans,
        precedents,
        reviews,
        wording,
    )

    first = (meta, accounts, wording, knowledge, index, catalogue, drafts, draft_versions, jobs)
    rooms = (*first, reviews, plans, evals, precedents)
    return [room.router for room in rooms]


def _page_routers() -> list[APIRouter]:
    from api.web import routers

    return routers()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the store and the durable work before the first request, close them after the last."""
    from api.startup import start

    await run_in_threadpool(start, app.state.application)
    yield


async def _guard(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse what is too large, and send the headers that keep a browser from doing others' bidding."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        return problem(413, "The request is too large.", "Send at most 10 MB at a time.")
    response = await go_on(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
