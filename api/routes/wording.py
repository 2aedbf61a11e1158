"""`/v1/tone` and `/v1/smart`: checks of a text, nothing stored."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import Me
from coach.domain.base import Language
from coach.domain.smart import SmartMarks
from coach.domain.wording import Register, Revision

router = APIRouter(prefix="/v1", tags=["wording"])
LONGEST = 100_000


class TextIn(BaseModel):
    """A text to check."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=LONGEST)
    """The text."""
    language: Language | None = None
    """Its language; null means found out."""
    register_: Register = Field(default=Register.AUTO, alias="register")
    """How the words offered should sound; `auto`: as the text does."""
    apply: tuple[int, ...] | None = Field(default=None, max_length=5_000)
    """Ids of the edits the rewrite is to hold; null: all of them, to be shown."""


class GoalIn(BaseModel):
    """A goal statement to check."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=5_000)
    """The statement."""
    as_of: dt.date | None = None
    """The day durations count from; null means today."""


@router.post("/tone")
def tone(body: TextIn, _me: Me) -> Revision:
    """Find wording that hurts and offer another: the changes tracked, those that a person accepted applied."""
    from coach.tone.revision import revise

    return revise(body.text, language=body.language, register=body.register_, accepted=body.apply)


@router.post("/smart")
def smart(body: GoalIn, _me: Me) -> SmartMarks:
    """Check one goal against SMART."""
    from coach.drafting.goal_check import check_statement

    return check_statement(body.text, as_of=body.as_of or dt.date.today())
