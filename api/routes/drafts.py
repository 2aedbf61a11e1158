"""`/v1/drafts`: describe a gap, get a draft."""

import datetime as dt
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.runners import DRAFT, draft_payload
from api.schemas.jobs import Accepted
from api.schemas.page import Cursor, Limit, Page, page_of
from coach.domain.base import Language
from coach.domain.gap import GapDescription
from coach.domain.people import Actor
from coach.errors import InvalidInput
from coach.storage.drafts import DraftSummary, StoredDraft

router = APIRouter(prefix="/v1/drafts", tags=["drafts"])


class DraftIn(BaseModel):
    """A gap description."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=100_000)
    """What is going wrong, in the manager's words."""
    language: Language | None = None
    """Language of the draft; null means that of the text."""
    role: str | None = Field(default=None, max_length=200)
    """The role of the employee."""
    industry: str | None = Field(default=None, max_length=200)
    """The industry."""
    as_of: dt.date | None = None
    """The day durations count from; null means today."""
    engine: Literal["auto", "grounded", "model"] = "auto"
    """Who drafts."""
    subject_employee_id: str | None = Field(default=None, max_length=100)
    """The person it is about: one of the caller's own reports."""


@router.post("", status_code=202)
@repeatable
def draft(body: DraftIn, me: Me, app: App) -> Accepted:
    """Draft a plan: the answer comes as a job."""
    return Accepted(job_id=start_draft(app, me, body))


def start_draft(app: App, me: Actor, body: DraftIn) -> str:
    """Ask for a draft; return the id of the job.

    Raises:
        InvalidInput: there is no text.
        NotAllowed: the caller may not write drafts.
        NotFound: the person is not one of the caller's.
    """
    if not body.text.strip():
        raise InvalidInput("There is no text.", "Describe what is going wrong, with dates and figures where you can.")
    app.drafts.require_subject(me, body.subject_employee_id)
    description = GapDescription(
        text=body.text,
        language=body.language,
        role=body.role,
        industry=body.industry,
        as_of=body.as_of or dt.date.today(),
    )
    payload = draft_payload(description, engine=body.engine, by=me, subject_employee_id=body.subject_employee_id)
    return app.work.enqueue(DRAFT, payload, by=me)


@router.get("")
def drafts(me: Me, app: App, cursor: Cursor = None, limit: Limit = 50) -> Page[DraftSummary]:
    """The drafts the caller may see, newest first."""
    found = app.drafts.list(me, after=cursor, limit=limit + 1)
    return page_of(found, lambda row: row.id, cursor=None, limit=limit)


@router.get("/{draft_id}")
def one(draft_id: str, me: Me, app: App) -> StoredDraft:
    """One draft with its description, sources, checks and scores."""
    return app.drafts.get(draft_id, me)
