"""Search the knowledge base, each role in what it may read."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from api.routes.knowledge import principal_of
from api.web.form import Typed
from api.web.page import MyPage
from coach.errors import CoachError
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.records import Kind, Passage

router = APIRouter(include_in_schema=False)

LONGEST = 2_000
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
    found: list[Passage] = []
    if q.strip() and kinds:
        try:
            principal = principal_of(page.me)
            found = page.app.knowledge.search(principal, q, kinds=chosen or None, language=language, k=SHOWN)
        except (CoachError, KnowledgeBaseError) as error:
            return page.refused("search.html", error, Typed(), found=[], **parts)
    return page.show("search.html", found=found, **parts)
