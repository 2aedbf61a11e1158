"""`/v1/jobs`: where long work stands, by polling or as a stream."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.jobs import JobView

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

LOOK_SECONDS = 0.3
LONGEST_STREAM_SECONDS = 600
"""A browser reconnects by itself; nothing waits for ever."""


@router.get("/{job_id}")
def job(job_id: str, me: Me, app: App) -> JobView:
    """Where a job stands."""
    return JobView(job=app.work.job(job_id, by=me), progress=app.work.progress(job_id, by=me))


@router.delete("/{job_id}", status_code=202)
@repeatable
def cancel(job_id: str, me: Me, app: App) -> JobView:
    """Ask a job to stop."""
    return JobView(job=app.work.cancel(job_id, by=me), progress=app.work.progress(job_id, by=me))


@router.get("/{job_id}/events", response_class=EventSourceResponse)
async def events(job_id: str, request: Request, me: Me, app: App) -> AsyncIterator[ServerSentEvent]:
    """Progress as server-sent events: `progress` lines, then one `end` with the job."""
    seen = 0
    for _ in range(int(LONGEST_STREAM_SECONDS / LOOK_SECONDS)):
        found = await run_in_threadpool(app.work.job, job_id, by=me)
        for line in await run_in_threadpool(app.work.progress, job_id, by=me, after=seen):
            seen = line.number
            yield ServerSentEvent(data=line.model_dump(mode="json"), event="progress", id=str(seen))
        if found.is_over:
            yield ServerSentEvent(data=found.model_dump(mode="json"), event="end")
            return
        if await request.is_disconnected():
            return
        await asyncio.sleep(LOOK_SECONDS)
