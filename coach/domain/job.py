"""A piece of durable work, as anybody may see it."""

import datetime as dt
from enum import StrEnum

from pydantic import JsonValue

from coach.domain.base import Model


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINAL = frozenset({JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED})
"""States a job never leaves."""


class Job(Model):
    """A piece of durable work."""

    id: str
    """Sorts by time of asking; also the id of its workflow."""
    kind: str
    """Which runner does it."""
    by_user_id: str
    """Account that asked for it."""
    status: JobStatus
    """Where it stands."""
    cancel_requested: bool
    """Whether somebody asked to stop it."""
    attempts: int
    """How often it was begun; more than once after a crash."""
    result: JsonValue = None
    """What the runner returned, once done."""
    error: str | None = None
    """What went wrong, once failed."""
    hint: str | None = None
    """What to do about it."""
    created_at: dt.datetime
    """When it was asked for (UTC)."""
    started_at: dt.datetime | None = None
    """When it was first begun (UTC)."""
    finished_at: dt.datetime | None = None
    """When it ended (UTC)."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in FINAL


class JobProgress(Model):
    """One line of a job's progress."""

    number: int
    """1, 2, 3 ...; ask for what follows the last one seen."""
    message: str
    """What is being done, in a few words."""
    done: int | None = None
    """How many of `total`."""
    total: int | None = None
    """How many there are."""
    at: dt.datetime
    """When (UTC)."""
