"""The shape of a score: one scorer serves offline runs and live drafts alike."""

from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

Judged_contra = TypeVar("Judged_contra", contravariant=True)


class Score(BaseModel):
    """One figure about one thing. An unscored thing has value None, which is not zero."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """The scorer's name."""
    value: float | None
    """From 0 to 1, higher is better; None where the question does not arise."""
    explanation: str
    """Why this value, in plain words."""


class Scorer(Protocol[Judged_contra]):
    """Judges one thing; deterministic unless its name says otherwise."""

    @property
    def name(self) -> str:
        """Name under which the score is stored."""
        ...

    def score(self, judged: Judged_contra) -> Score:
        """Return the score of `judged`; never raises on a valid input."""
        ...
