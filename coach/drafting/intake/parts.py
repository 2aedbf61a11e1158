"""The types of what each quantity stands for."""

from dataclasses import dataclass
from enum import StrEnum

from coach.drafting.intake.bounds import Bound
from coach.drafting.intake.quantities import Quantity


class Role(StrEnum):
    """The part a quantity plays."""

    BASELINE = "baseline"
    STANDARD = "standard"
    CONTEXT = "context"


@dataclass(frozen=True)
class Part:
    """A quantity with the part it plays."""

    quantity: Quantity
    """The quantity."""
    role: Role
    """Its part."""
    why: str
    """The words that decided, or the rule's name."""
    bound: Bound | None = None
    """Of a standard: most or least, by its own wording."""
    strong: bool = False
    """Whether explicit words decided, not the default."""
    qualifier: bool = False
    """A time limit that names the metric ("within 48 hours"): a standard only where a time stands against it."""
    past: bool = False
    """An earlier figure, given for comparison."""
