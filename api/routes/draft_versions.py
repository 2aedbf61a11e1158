"""`/v1/drafts/{id}/…`: answer what a draft asks, and go from version to version."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api import revising
from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.jobs import Accepted
from coach.domain.base import Language
from coach.drafting.revision.answers import MAX_ANSWER
from coach.drafting.revision.compare import Comparison
from coach.drafting.revision.edit import Change
from coach.storage.draft_versions import DraftVersion
from coach.storage.drafts import StoredDraft

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
    return Accepted(job_id=revising.start_redo(app, me, draft_id, body.answers, engine=body.engine))


@router.get("/{draft_id}/versions")
def versions(draft_id: str, me: Me, app: App) -> list[DraftVersion]:
    """Every version of this draft, oldest first."""
    return app.draft_versions.list(draft_id, me)


class EditsIn(BaseModel):
    """A person's changes to a draft."""

    model_config = ConfigDict(extra="forbid")

    edits: list[Change] = Field(min_length=1, max_length=100)
    """Lines by name: "goals.g1", "milestones.g1.2", "actions.g1.3", "commitments.1", "check_ins.4", "resources.g1.1";
    `text` null takes a line out; "actions.g1" or "commitments" with a text adds one."""


class GoalIn(BaseModel):
    """A goal to write anew."""

    model_config = ConfigDict(extra="forbid")

    goal: str = Field(max_length=20)
    """Its id: "g1"."""
    engine: Literal["auto", "grounded", "model"] = "auto"
    """Who writes."""


@router.post("/{draft_id}/edits", status_code=201)
@repeatable
def edits(draft_id: str, body: EditsIn, me: Me, app: App) -> StoredDraft:
    """Change, add or take out lines: the answer is the new version."""
    return revising.edit(app, me, draft_id, body.edits)


@router.post("/{draft_id}/regenerations", status_code=201)
@repeatable
def regeneration(draft_id: str, body: GoalIn, me: Me, app: App) -> StoredDraft:
    """Write one goal anew and keep the rest letter for letter: the answer is the new version."""
    return revising.regenerate(app, me, draft_id, body.goal, engine=body.engine)


@router.post("/{draft_id}/shortenings", status_code=201)
@repeatable
def shortening(draft_id: str, me: Me, app: App) -> StoredDraft:
    """Bring the plan to about a page: the answer is the new version."""
    return revising.shorten(app, me, draft_id)


class LanguageIn(BaseModel):
    """The language a plan is wanted in."""

    model_config = ConfigDict(extra="forbid")

    language: Language
    """zh or en."""


@router.post("/{draft_id}/translations", status_code=201)
@repeatable
def translation(draft_id: str, body: LanguageIn, me: Me, app: App) -> StoredDraft:
    """The plan in the other language, figures and dates untouched: the answer is the new version."""
    return revising.translate(app, me, draft_id, body.language)


@router.get("/{draft_id}/diff")
def diff(draft_id: str, other: Annotated[str, Query(alias="with", max_length=40)], me: Me, app: App) -> Comparison:
    """This draft against another, line by line."""
    return revising.difference(app, me, draft_id, other)
