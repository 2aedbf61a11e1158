"""`/v1/drafts/{id}/…`: answer what a draft asks, and go from version to version."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.revising import start_redo
from api.schemas.jobs import Accepted
from coach.drafting.revision.answers import MAX_ANSWER
from coach.storage.draft_versions import DraftVersion

router = APIRouter(prefix="/v1/drafts", tags=["drafts"])


class AnswersIn(BaseModel):
    """Answers to the questions of a draft."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=4 * MAX_ANSWER)]] = Field(
        min_length=1, max_length=40
    )
    """Question id ("q1"), or the name of an earlier answer to replace ("target:s1", "deadline") -> the words; "I don't
    know" is an answer."""
    engine: Literal["auto", "grounded", "model"] = "auto"
    """Who drafts."""


@router.post("/{draft_id}/answers", status_code=202)
@repeatable
def answer(draft_id: str, body: AnswersIn, me: Me, app: App) -> Accepted:
    """Answer questions; the draft is made anew as a new version, which comes as a job."""
    return Accepted(job_id=start_redo(app, me, draft_id, body.answers, engine=body.engine))


@router.get("/{draft_id}/versions")
def versions(draft_id: str, me: Me, app: App) -> list[DraftVersion]:
    """Every version of this draft, oldest first."""
    return app.draft_versions.list(draft_id, me)
