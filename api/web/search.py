"""Search the knowledge base, each role in what it may read."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.finding import Finder, Found
from api.web.form import Typed
from api.web.page import MyPage
from api.web.reasons import reason_of
from coach.errors import CoachError
from coach.readers import principal_of
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.records import Kind

router = APIRouter(include_in_schema=False)

LONGEST = 10_000
SHOWN = 12


@router.get("/search")
def search(
    page: MyPage,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    kind: str = "",
    language: Literal["zh", "en", "any"] = "any",
) -> Response:
    """The form with what was found."""
    readable = principal_of(page.me).kinds
    kinds = [each for each in Kind if each in readable]
    parts: dict[str, Any] = {"q": q, "kind": kind, "wanted": language, "kinds": kinds}
    chosen = frozenset(each for each in kinds if each.value == kind)
    found = Found((), ())
    if q.strip() and kinds:
        try:
            finder = Finder(page.app.knowledge, principal_of(page.me), dt.date.today())
            found = finder.find(q, kinds=chosen or None, language=language, k=SHOWN)
        except (CoachError, KnowledgeBaseError) as error:
            return page.refused("search.html", error, Typed(), found=[], whys=[], notices=(), **parts)
    whys = [reason_of(each) for each in found.passages]
    return page.show("search.html", found=found.passages, whys=whys, notices=found.notices, **parts)
