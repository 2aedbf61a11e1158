"""The marks of a SMART check; the rules live beside them."""

from coach.domain.base import Model


class Mark(Model):
    """One criterion: met or not, and why."""

    met: bool
    """Whether the criterion is met."""
    reason: str
    """Why, and where it is not met, what to add."""


class SmartMarks(Model):
    """The five criteria of a SMART goal."""

    specific: Mark
    """Names one observable thing to change."""
    measurable: Mark
    """Has a metric with a target and a data source."""
    achievable: Mark
    """The target can be reached from the baseline in the time."""
    relevant: Mark
    """Answers a gap the manager described."""
    time_bound: Mark
    """Has a deadline."""

    @property
    def all_met(self) -> bool:
        """True where no criterion is open."""
        return all(getattr(self, name).met for name in type(self).model_fields)
