"""`/v1/index`: what the index is built with, and its renewal for another embedder."""

from fastapi import APIRouter

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.runners import RENEWAL
from api.schemas.jobs import Accepted
from coach.domain.policy import Act
from coach.storage.access import require
from knowledge_base.state import IndexState

router = APIRouter(prefix="/v1/index", tags=["knowledge"])


@router.get("")
def state(me: Me, app: App) -> IndexState:
    """Say what the index is built with, what the settings ask for, and how far a renewal has come."""
    require(me, Act.INDEX_RECORDS, what="index")
    return app.knowledge.state()


@router.post("/renewal", status_code=202)
@repeatable
def renew(me: Me, app: App) -> Accepted:
    """Make the index anew for the embedder of the settings, as a job; searches go on with the index as it is."""
    require(me, Act.INDEX_RECORDS, what="index")
    return Accepted(job_id=app.work.enqueue(RENEWAL, {}, by=me))


@router.delete("/renewal")
@repeatable
def cancel(me: Me, app: App) -> IndexState:
    """Throw away a renewal under way or left half-way; its job ends with that reason."""
    require(me, Act.INDEX_RECORDS, what="index")
    app.knowledge.cancel_renewal()
    return app.knowledge.state()
