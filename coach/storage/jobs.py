"""Jobs in the store: the intent, the progress and the result; every step is guarded by the attempt that takes it."""

import datetime as dt
from collections.abc import Sequence

from pydantic import JsonValue
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from coach.domain.job import FINAL, Job, JobProgress, JobStatus
from coach.storage.clock import new_id, now
from coach.storage.tables import JobProgressRow, JobRow

_OPEN = (JobStatus.QUEUED.value, JobStatus.RUNNING.value)


def add_job(session: Session, kind: str, payload: dict[str, JsonValue], *, by_user_id: str) -> str:
    """Store the intent; return its id."""
    row = JobRow(
        id=new_id(), kind=kind, payload=payload, by_user_id=by_user_id, status=JobStatus.QUEUED.value,
        cancel_requested=False, attempts=0, created_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def find_job(session: Session, job_id: str) -> Job | None:
    """The job, or None."""
    row = session.get(JobRow, job_id, populate_existing=True)
    return _job(row) if row else None


def begin_job(session: Session, job_id: str, *, worker: str) -> tuple[Job, dict[str, JsonValue]] | None:
    """Take a job in hand; return it with its payload, or None where it is over.

    Its `attempts` is the token of this attempt: an older attempt can no longer report or finish.
    """
    moment = now()
    row = session.get(JobRow, job_id, with_for_update=True, populate_existing=True)
    if row is None or row.status in {state.value for state in FINAL}:
        return None
    row.status, row.worker, row.seen_at = JobStatus.RUNNING.value, worker, moment
    row.attempts += 1
    row.started_at = row.started_at or moment
    session.flush()
    return _job(row), row.payload


def hold_job(session: Session, job_id: str, *, attempt: int) -> bool:
    """Lock the job's row until the transaction ends; whether this attempt may still finish it."""
    query = select(JobRow.attempts, JobRow.status).where(JobRow.id == job_id).with_for_update()
    row = session.execute(query).one()
    return (row.attempts, row.status) == (attempt, JobStatus.RUNNING.value)


def end_job(
    session: Session,
    job_id: str,
    status: JobStatus,
    *,
    result: JsonValue = None,
    problem: tuple[str, str] | None = None,
) -> None:
    """Write down how a job ended, unless it is over already.

    Args:
        session: an open writing transaction.
        job_id: the job.
        status: a final one.
        result: what the runner returned.
        problem: what happened and what to do about it, of a failure.
    """
    error, hint = problem or (None, None)
    session.execute(
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.status.in_(_OPEN))
        .values(status=status.value, result=result, error=error, hint=hint, finished_at=now())
        .execution_options(synchronize_session=False)
    )


def request_cancel(session: Session, job_id: str) -> None:
    """Ask a running job to stop; one that was not begun is over at once."""
    open_row = update(JobRow).where(JobRow.id == job_id).execution_options(synchronize_session=False)
    session.execute(open_row.where(JobRow.status.in_(_OPEN)).values(cancel_requested=True))
    waiting = open_row.where(JobRow.status == JobStatus.QUEUED.value)
    session.execute(waiting.values(status=JobStatus.CANCELLED.value, finished_at=now()))


def is_cancel_requested(session: Session, job_id: str) -> bool:
    """Whether somebody asked to stop the job."""
    return bool(session.scalar(select(JobRow.cancel_requested).where(JobRow.id == job_id)))


def add_progress(
    session: Session, job_id: str, message: str, *, done: int | None = None, total: int | None = None
) -> None:
    """Add a line of progress."""
    last = session.scalar(select(func.max(JobProgressRow.number)).where(JobProgressRow.job_id == job_id)) or 0
    session.add(JobProgressRow(job_id=job_id, number=last + 1, message=message, done=done, total=total, at=now()))
    session.flush()


def progress_of(session: Session, job_id: str, *, after: int = 0) -> list[JobProgress]:
    """The lines of progress after that number, in order."""
    query = select(JobProgressRow).where(JobProgressRow.job_id == job_id, JobProgressRow.number > after)
    rows = session.scalars(query.order_by(JobProgressRow.number))
    return [
        JobProgress(number=row.number, message=row.message, done=row.done, total=row.total, at=row.at) for row in rows
    ]


def see_jobs(session: Session, job_ids: Sequence[str], *, worker: str) -> None:
    """Say that this worker is still at these jobs."""
    session.execute(
        update(JobRow)
        .where(JobRow.id.in_(job_ids), JobRow.worker == worker)
        .values(seen_at=now())
        .execution_options(synchronize_session=False)
    )


def waiting_jobs(session: Session) -> list[str]:
    """Ids of the jobs nobody has begun, oldest first."""
    query = select(JobRow.id).where(JobRow.status == JobStatus.QUEUED.value).order_by(JobRow.id)
    return list(session.scalars(query))


def silent_jobs(session: Session, *, before: dt.datetime) -> list[str]:
    """Ids of the jobs in hand whose worker has not been heard of since then, oldest first."""
    query = select(JobRow.id).where(JobRow.status == JobStatus.RUNNING.value, JobRow.seen_at < before)
    return list(session.scalars(query.order_by(JobRow.id)))


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id, kind=row.kind, by_user_id=row.by_user_id, status=JobStatus(row.status),
        cancel_requested=row.cancel_requested, attempts=row.attempts, result=row.result, error=row.error,
        hint=row.hint, created_at=row.created_at, started_at=row.started_at, finished_at=row.finished_at,
    )  # fmt: skip
