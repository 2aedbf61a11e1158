"""Answers of everything that takes longer than a request."""

from pydantic import BaseModel

from coach.domain.job import Job, JobProgress


class Accepted(BaseModel):
    """The work was accepted and goes on without the caller."""

    job_id: str
    """Poll `/v1/jobs/{job_id}` or stream `/v1/jobs/{job_id}/events`."""


class JobView(BaseModel):
    """A job with its progress so far."""

    job: Job
    """Where it stands, and its result or error."""
    progress: list[JobProgress]
    """What was done so far."""
