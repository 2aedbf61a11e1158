"""A worker is killed in the middle of a job, and the job is finished once."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from coach.domain.job import JobStatus
from coach.domain.people import Actor, Role
from coach.settings import Settings
from coach.storage.session import Database
from coach.storage.tables import AuditRow
from coach.work import Work
from tests.coach.work.child import slow_runner

ME = Actor(user_id="me", roles=frozenset({Role.MANAGER}))
KILLS = 2


def _child(database: Database, job_id: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.coach.work.child", database.url, str(database.home), job_id]
    return subprocess.Popen(command, cwd=Path(__file__).parents[3])


def _runs(home: Path) -> int:
    return len((home / "runs").read_text().splitlines()) if (home / "runs").exists() else 0


def test_a_killed_job_is_begun_again_and_finished_once(database: Database) -> None:
    work = Work(Settings(home=database.home), database)
    work.register("slow", slow_runner(database, database.home))
    job_id = work.enqueue("slow", {}, by=ME)
    kills = KILLS if database.is_sqlite else 1
    for kill in range(1, kills + 1):
        child = _child(database, job_id)
        deadline = time.monotonic() + 45
        while _runs(database.home) < kill and time.monotonic() < deadline:
            assert child.poll() is None
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        child.wait()
    (database.home / "go").touch()
    assert _child(database, job_id).wait(timeout=60) == 0

    job = work.job(job_id)
    assert (job.status, job.result, job.attempts) == (JobStatus.DONE, "finished", kills + 1)
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(AuditRow.action == "test.effect")) == 1
