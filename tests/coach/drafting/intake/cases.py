"""Texts written for this project with what must be read in them; the schema of `cases/*.json`."""

import datetime as dt
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from coach.domain.gap import Direction, FlagKind, GapDescription, GapStatement, QuestionAbout
from coach.drafting.intake.read import read_gap
from coach.drafting.intake.reading import Reading

AS_OF = dt.date(2026, 11, 22)


class ExpectedGap(BaseModel):
    model_config = ConfigDict(extra="forbid")

    names: tuple[str, ...]
    baseline: float | None
    target: float | None
    unit: str
    direction: Direction
    target_range: tuple[float, float] | None = None

    def names_it(self, statement: GapStatement) -> bool:
        name = (statement.metric or "").casefold().replace("-", " ")
        return any(n.casefold().replace("-", " ") in name for n in self.names)

    def values_agree(self, statement: GapStatement) -> bool:
        mine = (statement.baseline, statement.target, statement.unit, statement.target_range)
        return mine == (self.baseline, self.target, self.unit, self.target_range)


class Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    lang: Literal["zh", "en", "mixed"]
    text: str
    gaps: tuple[ExpectedGap, ...]
    deadline: dt.date | None = None
    ask: tuple[QuestionAbout, ...]
    flags: tuple[FlagKind, ...]
    skip_deadline: bool = False
    """Which of several dates is the plan's is a matter of taste."""
    hard: bool = False
    weak: tuple[str, ...] = ()
    """Known weak points that are not asserted."""


def read(text: str, *, names: tuple[str, ...] = ()) -> Reading:
    return read_gap(GapDescription(text=text, as_of=AS_OF, known_names=names))


def load_cases() -> list[Case]:
    files = sorted((Path(__file__).parent / "cases").glob("*.json"))
    return [Case.model_validate(row) for file in files for row in json.loads(file.read_text("utf-8"))]
