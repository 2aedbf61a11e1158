"""A process of its own that works until it is killed: `python -m tests.coach.work.child URL HOME JOB_ID`."""

import datetime as dt
import sys
import time
from pathlib import Path

from pydantic import JsonValue

from coach.runner import Finish, JobContext, Runner
from coach.settings import Settings
from coach.storage.audit import SYSTEM, record
from coach.storage.session import Database
from coach.work import Work

SILENT = dt.timedelta(seconds=4)
"""Twice the sweep's interval: a living worker is heard of in time."""


def slow_runner(database: Database, home: Path) -> Runner:
    """A runner that notes each run, waits for the file `go`, and stores one effect when it ends."""

    def run(context: JobContext) -> Finish:
        with (home / "runs").open("a", encoding="ascii") as file:
            file.write("run\n")
        while not (home / "go").exists():
            context.check()
            time.sleep(0.02)

        def finish() -> JsonValue:
            with database.transaction() as session:
                record(session, SYSTEM, "test.effect", ("job", context.job_id))
            return "finished"

        return finish

    return run


def main(url: str, home: Path, job_id: str) -> None:
    database = Database(url, home=home)
    work = Work(Settings(home=home), database, silent=SILENT)
    work.register("slow", slow_runner(database, home))
    work.launch()
    work.wait(job_id, seconds=30)
    work.close()
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
