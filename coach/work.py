"""The one door to durable execution (DBOS): what was asked for is done once, crash or not.

The intent is a row of `jobs` in the caller's transaction; its id is the workflow's id, so starting twice is starting
once. A sweep starts what a crash left and takes over from workers that fell silent.
"""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from coach.domain.job import Job, JobProgress, JobStatus
from coach.domain.people import Actor
from coach.errors import CoachError, InvalidInput, Unavailable
from coach.runner import Cancelled, JobContext, Runner
from coach.settings import Settings
from coach.storage import jobs
from coach.storage.access import missing
from coach.storage.clock import new_id, now
from coach.storage.engine import open_work_sqlite
from coach.storage.failures import in_our_words
from coach.storage.session import Database
from coach.work_lock import HomeLock
from knowledge_base.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from dbos import DBOSConfig

QUEUE = "coach-jobs"
SCHEMA = "coach_work"
POLL_SECONDS = 0.2
SWEEP_SECONDS = 2.0
SILENT = dt.timedelta(seconds=30)
"""A worker on PostgreSQL that was not heard of for so long is taken for dead."""

_log = logging.getLogger(__name__)
_launched = threading.Lock()
"""DBOS is one per process."""


class Work:
    """Durable work of one installation.

    Args:
        settings: typed environment.
        database: the store.
        concurrency: most jobs this process does at a time.
        silent: how long a worker may be silent before another one takes over its jobs.
    """

    def __init__(
        self, settings: Settings, database: Database, *, concurrency: int = 2, silent: dt.timedelta = SILENT
    ) -> None:
        self._database = database
        self._lock = HomeLock(settings.home / "work.lock")
        self._concurrency = concurrency
        self._silent = silent
        self._worker = "local" if database.is_sqlite else new_id()
        self._runners: dict[str, Runner] = {}
        self._running: set[str] = set()
        self._started: set[str] = set()
        self._closing = threading.Event()
        self._workflow: Callable[[str], None] | None = None
        self._sweeper: threading.Thread | None = None

    def register(self, kind: str, runner: Runner) -> None:
        """Say who does a kind of work; before `launch`."""
        self._runners[kind] = runner

    def enqueue(self, kind: str, payload: dict[str, JsonValue], *, by: Actor) -> str:
        """Ask for work; return the job's id. Inside a `Database.transaction` it is asked for only if that one commits.

        Raises:
            InvalidInput: nobody does this kind of work.
        """
        if kind not in self._runners:
            raise InvalidInput(f"nobody does work of the kind {kind!r}", f"choose from {sorted(self._runners)}")
        with self._database.transaction() as session:
            job_id = jobs.add_job(session, kind, payload, by_user_id=by.user_id)
            self._database.after_commit(lambda: self._start(job_id))
        return job_id

    def job(self, job_id: str, *, by: Actor | None = None) -> Job:
        """The job; with `by` only their own.

        Raises:
            NotFound: there is none, or not for these eyes.
        """
        with self._database.reading() as session:
            found = jobs.find_job(session, job_id)
        if found is None or (by is not None and found.by_user_id != by.user_id):
            raise missing("job")
        return found

    def progress(self, job_id: str, *, by: Actor | None = None, after: int = 0) -> list[JobProgress]:
        """The lines of progress after that number.

        Raises:
            NotFound: there is no such job, or not for these eyes.
        """
        self.job(job_id, by=by)
        with self._database.reading() as session:
            return jobs.progress_of(session, job_id, after=after)

    def cancel(self, job_id: str, *, by: Actor | None = None) -> Job:
        """Ask a job to stop: at once while it waits, at its next line of progress while it runs.

        Raises:
            NotFound: there is no such job, or not for these eyes.
        """
        self.job(job_id, by=by)
        with self._database.transaction() as session:
            jobs.request_cancel(session, job_id)
        return self.job(job_id)

    def wait(self, job_id: str, *, seconds: float = 60) -> Job:
        """The job once it is over, or as it is when the time is up."""
        deadline = time.monotonic() + seconds
        while not (found := self.job(job_id)).is_over and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def launch(self) -> None:
        """Begin to work, in threads of this process, first with what a crash left.

        Raises:
            Unavailable: another process works on this home folder, this one has launched already, or the database
                of the queue cannot be reached.
        """
        if not _launched.acquire(blocking=False):
            raise Unavailable("this process has launched its work already", "use the one that runs")
        try:
            if self._database.is_sqlite:
                self._lock.take()
            with in_our_words(home=self._database.home):
                self._launch_dbos()
        except BaseException:
            self._let_go()
            raise
        self._sweeper = threading.Thread(target=self._sweep_forever, name="coach-sweep", daemon=True)
        self._sweeper.start()

    def sweep(self) -> int:
        """Start the jobs that were asked for and never started, take over from silent workers; return how many."""
        from dbos import DBOS

        with self._database.reading() as session:
            waiting = [each for each in jobs.waiting_jobs(session) if each not in self._started]
            silent = jobs.silent_jobs(session, before=now() - self._silent)
        taken_over = [each for each in silent if each not in self._running]
        for job_id in waiting:
            self._start(job_id)
        for job_id in taken_over:
            status = DBOS.get_workflow_status(job_id)
            if status is None:
                self._start(job_id)
            elif status.status in {"PENDING", "ENQUEUED"}:
                DBOS.resume_workflow(job_id, queue_name=QUEUE)
            else:
                self._fail(job_id, ("the work stopped before its end", "ask for it again"))
        return len(waiting) + len(taken_over)

    def close(self) -> None:
        """Stop working; jobs in hand stop at their next line of progress and are begun again at the next launch."""
        if self._sweeper is None:
            return
        self._closing.set()
        self._sweeper.join(timeout=10)
        self._sweeper = None
        deadline = time.monotonic() + 5
        while self._running and time.monotonic() < deadline:
            time.sleep(0.02)
        self._let_go()

    def _let_go(self) -> None:
        from dbos import DBOS

        DBOS.destroy(destroy_registry=True)
        self._workflow = None
        self._lock.release()
        _launched.release()

    def _launch_dbos(self) -> None:
        from dbos import DBOS

        self._closing.clear()
        DBOS(config=self._config())

        def do(job_id: str) -> None:
            """One step, which may run again after a crash."""
            DBOS.run_step({"name": "run"}, self._run, job_id)

        self._workflow = DBOS.workflow(name="coach_job")(do)
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_SECONDS, on_conflict="always_update"
        )

    def _config(self) -> "DBOSConfig":
        config: DBOSConfig = {
            "name": "growth-coach", "application_version": "1", "executor_id": self._worker, "log_level": "ERROR",
        }  # fmt: skip
        if self._database.is_sqlite:
            path = self._database.home / "work.db"
            engine = open_work_sqlite(path)
            return {**config, "system_database_url": f"sqlite:///{path}", "system_database_engine": engine}
        return {**config, "system_database_url": self._database.url, "dbos_system_schema": SCHEMA}

    def _start(self, job_id: str) -> None:
        """Hand a job to the queue; where that fails the sweep tries again."""
        if self._workflow is None or self._closing.is_set():
            return
        from dbos import DBOS, SetWorkflowID

        try:
            with SetWorkflowID(job_id):
                DBOS.enqueue_workflow(QUEUE, self._workflow, job_id)
            self._started.add(job_id)
        except Exception:  # noqa: BLE001 - the intent is stored; a fault of the queue must not undo what was committed
            _log.warning("job %s could not be queued yet; the sweep will try again", job_id)

    def _run(self, job_id: str) -> None:
        with self._database.transaction() as session:
            begun = jobs.begin_job(session, job_id, worker=self._worker)
        if begun is None:
            return
        job, payload = begun
        self._running.add(job_id)
        try:
            self._run_to_the_end(job, JobContext(self._database, job_id, payload, closing=self._closing))
        except Cancelled:
            with self._database.transaction() as session:
                jobs.end_job(session, job_id, JobStatus.CANCELLED)
        except (CoachError, KnowledgeBaseError) as error:
            self._fail(job_id, (error.what, error.hint))
        except Exception as error:  # noqa: BLE001 - the edge of a job: whatever a runner raises must not lose it
            _log.exception("job %s of kind %r failed", job_id, job.kind)
            self._fail(job_id, (f"the work failed unexpectedly ({type(error).__name__})", "report it with the log"))
        finally:
            self._running.discard(job_id)

    def _run_to_the_end(self, job: Job, context: JobContext) -> None:
        if job.cancel_requested:
            raise Cancelled
        runner = self._runners.get(job.kind)
        if runner is None:
            raise Unavailable(f"nobody does work of the kind {job.kind!r} here", "start the version that asked for it")
        outcome: Any = runner(context)
        with self._database.transaction() as session:
            if not jobs.hold_job(session, job.id, attempt=job.attempts):
                return
            result = outcome() if callable(outcome) else outcome
            jobs.end_job(session, job.id, JobStatus.DONE, result=result)

    def _fail(self, job_id: str, problem: tuple[str, str]) -> None:
        with self._database.transaction() as session:
            jobs.end_job(session, job_id, JobStatus.FAILED, problem=problem)

    def _sweep_forever(self) -> None:
        while not self._closing.is_set():
            try:
                if self._running:
                    with self._database.transaction() as session:
                        jobs.see_jobs(session, sorted(self._running), worker=self._worker)
                self.sweep()
            except Exception:  # noqa: BLE001 - the edge of a thread: the next round tries again
                _log.warning("the sweep of waiting jobs failed; it will be repeated", exc_info=True)
            self._closing.wait(SWEEP_SECONDS)
