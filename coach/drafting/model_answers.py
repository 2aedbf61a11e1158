"""The typed answers asked of a chat model. Wording only: no field for a figure, a date, an owner or a title."""

from pydantic import Field

from coach.domain.base import Model

_LINE = 1_000
_LINES = 30


class GoalWording(Model):
    """One goal and its actions."""

    statement: str = Field(max_length=_LINE)
    """The goal."""
    actions: tuple[str, ...] = Field(max_length=_LINES)
    """Its actions, in the order given."""


class Lines(Model):
    """Lines, in the order given."""

    lines: tuple[str, ...] = Field(max_length=_LINES)
    """The lines."""


class ResourceReason(Model):
    """A resource kept."""

    resource_id: str = Field(max_length=8)
    """The alias shown, `r1`, `r2`, ..."""
    why: str = Field(max_length=_LINE)
    """Why it fits."""


class ResourceReasons(Model):
    """The resources kept, best first."""

    resources: tuple[ResourceReason, ...] = Field(max_length=_LINES)
    """Each at most once."""
