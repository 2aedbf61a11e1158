"""Errors at the HTTP edge: `application/problem+json` under /v1, a plain page elsewhere."""

import json
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from coach.errors import CoachError, Conflict, Corrupt, InvalidInput, NotAllowed, NotFound, NotSignedIn, Unavailable
from knowledge_base.errors import BadQuery, BadRecord, KnowledgeBaseError, StoreCorrupt, StoreUnavailable

PROBLEM = "application/problem+json"
STATUS: dict[type[Exception], int] = {
    InvalidInput: 422, NotFound: 404, NotAllowed: 403, NotSignedIn: 401, Conflict: 409, Unavailable: 503, Corrupt: 500,
    BadRecord: 422, BadQuery: 422, StoreUnavailable: 503, StoreCorrupt: 500,
}  # fmt: skip
"""Error type -> HTTP status; a subclass takes that of its nearest base."""

log = logging.getLogger("coach.api")


def status_of(error: Exception) -> int:
    """The HTTP status of an error of either tree; 500 for anything else."""
    return next((STATUS[base] for base in type(error).__mro__ if base in STATUS), 500)


def problem(status: int, what: str, hint: str = "", **more: Any) -> Response:
    """An RFC 9457 answer: what happened (`title`), what to do (`detail`)."""
    body = {"type": "about:blank", "title": what, "status": status, "detail": hint, **more}
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, media_type=PROBLEM)


def install_error_handlers(app: FastAPI) -> None:
    """Answer every error in the form its reader expects."""
    for kind in (CoachError, KnowledgeBaseError):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _answer(request: Request, status: int, what: str, hint: str, **more: Any) -> Response:
    if request.url.path.startswith("/v1") or request.url.path == "/openapi.json":
        return problem(status, what, hint, **more)
    from api.web.pages import error_page

    return error_page(request, status, what, hint)


async def _known(request: Request, error: Exception) -> Response:
    return _answer(request, status_of(error), getattr(error, "what", str(error)), getattr(error, "hint", ""))


async def _invalid(request: Request, error: Exception) -> Response:
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    fields = [{"where": ".".join(str(part) for part in item["loc"]), "what": item["msg"]} for item in problems]
    hint = "; ".join(f"{field['where']}: {field['what']}" for field in fields[:5])
    return _answer(request, 422, "The request does not have the form that is expected.", hint, fields=fields)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    answer = _answer(request, status, HTTPStatus(status).phrase, "")
    if isinstance(error, HTTPException):
        answer.headers.update(error.headers or {})
    return answer


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected %s at %s %s", type(error).__name__, request.method, request.scope.get("route"))
    return _answer(request, 500, "Something went wrong on our side.", "Try again; nothing you sent was half-done.")
