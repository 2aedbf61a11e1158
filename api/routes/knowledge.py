"""`/v1/search`, `/v1/resources`: what the organisation remembers, for those who may read it."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.dependencies import App, Me
from api.finding import Finder
from coach.errors import NotFound
from coach.readers import principal_of, shown_to
from knowledge_base.matches import ExplainedPassage
from knowledge_base.records import Kind, Record

router = APIRouter(prefix="/v1", tags=["knowledge"])


@router.get("/search")
def search(  # noqa: PLR0913 - one parameter a filter of the query string
    q: Annotated[str, Query(max_length=10_000, description="What is looked for.")],
    me: Me,
    app: App,
    response: Response,
    kind: Kind | None = None,
    lang: Literal["zh", "en", "any"] = "any",
    k: Annotated[int, Query(ge=1, le=100)] = 10,
    expired: Annotated[bool, Query(description="Show training that is no longer valid, too.")] = False,
) -> list[ExplainedPassage]:
    """Search training and policies, and past plans for HR, in both languages; each result says which words met.

    The header `X-Coach-Notice` names what should be said besides: `query-condensed` (a text of over 2,000 characters is
    compared by its most telling sentences), `expired-left-out`, `no-words`.
    """
    kinds = frozenset({kind}) if kind else None
    finder = Finder(app.knowledge, principal_of(me), dt.date.today(), expired=expired)
    found = finder.find(q, kinds=kinds, language=lang, k=k)
    if found.notices:
        response.headers["X-Coach-Notice"] = ", ".join(found.notices)
    return list(found.passages)


@router.get("/resources/{record_id:path}")
def resource(record_id: str, me: Me, app: App) -> Record:
    """One record of the catalogue."""
    found = shown_to(me, app.knowledge.resource(record_id))
    if found is None:
        raise NotFound("There is no such resource.", "Search the catalogue for it.")
    return found
