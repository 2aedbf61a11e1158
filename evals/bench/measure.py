"""Small measuring tools and the line a benchmark prints."""

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measured figure."""

    name: str
    """What was measured."""
    value: float
    """The figure."""
    unit: str
    """Its unit."""
    target: str = ""
    """What it should be, as words; empty for peers."""
    passed: bool | None = None
    """Whether it is; None for peers."""

    def __str__(self) -> str:
        """The line of the table."""
        mark = {True: "pass", False: "MISS", None: ""}[self.passed]
        return f"{self.name:52} {self.value:10.3f} {self.unit:12} {self.target:34} {mark}"


def below(name: str, value: float, unit: str, limit: float) -> Line:
    """A figure that should stay under a limit."""
    return Line(name, value, unit, f"under {limit:g} {unit}", value < limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Line:
    """A figure that should reach a limit."""
    return Line(name, value, unit, f"at least {limit:g} {unit}", value >= limit)


def times(act: Callable[[], object], repeats: int) -> list[float]:
    """Wall seconds of each of `repeats` calls."""
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def median_ms(values: Sequence[float]) -> float:
    """Median of seconds, in milliseconds."""
    return statistics.median(values) * 1000


def child_cpu_seconds(command: Sequence[str], repeats: int) -> float:
    """Median CPU seconds (user and system) of a command."""
    spent = []
    for _ in range(repeats):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent)
