"""`/admin/index`: what the index is built with, and the button that renews it."""

from fastapi import APIRouter, Response

from api.runners import RENEWAL
from api.web.page import MyPage
from coach.domain.policy import Act
from coach.storage.access import require

router = APIRouter(include_in_schema=False)


@router.get("/admin/index")
def index_page(page: MyPage) -> Response:
    """The state of the index, and how far a renewal has come."""
    require(page.me, Act.INDEX_RECORDS, what="index")
    return page.show("index.html", state=page.app.knowledge.state())


@router.post("/admin/index/renewal")
def renew(page: MyPage) -> Response:
    """Begin a renewal, or take one up that was left half-way."""
    require(page.me, Act.INDEX_RECORDS, what="index")
    page.app.work.enqueue(RENEWAL, {}, by=page.me)
    return page.go("/admin/index", notice="renewal_begun")


@router.post("/admin/index/cancel")
def cancel(page: MyPage) -> Response:
    """Throw a renewal away."""
    require(page.me, Act.INDEX_RECORDS, what="index")
    page.app.knowledge.cancel_renewal()
    return page.go("/admin/index", notice="renewal_cancelled")
