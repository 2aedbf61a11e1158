"""`/v1/precedents`, `DELETE /v1/records/...`: pattern cards for HR to decide on, and forgetting."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.page import Cursor, Limit, Page, page_of
from coach.domain.precedent import CardRelease, CardVerdict, Forgotten, RefreshReport

router = APIRouter(prefix="/v1", tags=["precedents"])

Status = Literal["proposed", "approved", "rejected", "superseded", "withdrawn"]


class CardDecision(BaseModel):
    """What HR says about a release."""

    model_config = ConfigDict(extra="forbid")

    verdict: CardVerdict
    """Approve, reject or withdraw."""
    reason: str = Field(max_length=2_000)
    """Why."""
    fingerprint: str | None = Field(default=None, max_length=64)
    """Of the content that was looked at."""


@router.get("/precedents")
def releases(
    me: Me, app: App, status: Status | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Page[CardRelease]:
    """The pattern cards, newest first; for HR."""
    return page_of(app.precedents.list(me, status=status), lambda each: each.id, cursor=cursor, limit=limit)


@router.post("/precedents/refresh")
@repeatable
def refresh(me: Me, app: App) -> RefreshReport:
    """Compute the cards anew from the past plans of today; for HR."""
    return app.precedents.refresh(me)


@router.get("/precedents/{release}")
def one(release: str, me: Me, app: App) -> CardRelease:
    """One release in both languages; for HR."""
    return app.precedents.show(release, me)


@router.post("/precedents/{release}/decision")
@repeatable
def decide(release: str, body: CardDecision, me: Me, app: App) -> CardRelease:
    """Approve or reject a proposed release, or withdraw an approved one; for HR."""
    return app.precedents.decide(release, body.verdict, reason=body.reason, by=me, fingerprint=body.fingerprint)


@router.delete("/records/{record_id:path}")
@repeatable
def forget(record_id: str, me: Me, app: App) -> Forgotten:
    """Delete a record everywhere, files included; HR any, L&D those of the catalogue. 0 where there is none."""
    return app.memory.forget([record_id], by=me)
