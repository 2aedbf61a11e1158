"""Durable work on both databases."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from pydantic import JsonValue

from coach.domain.job import Job, JobStatus
from coach.domain.people import Actor, Role
from coach.errors import InvalidInput, NotFound, Unavailable
from coach.runner import JobContext
from coach.settings import Settings
from coach.storage.session import Database
from coach.work import Work

ME = Actor(user_id="me", roles=frozenset({Role.MANAGER}))
OTHER = Actor(user_id="other", roles=frozenset({Role.ADMIN}))


def echo(context: JobContext) -> JsonValue:
    for number in range(1, 4):
        context.progress("counting", done=number, total=3)
    return {"said": context.payload["say"]}


def refuse(_context: JobContext) -> JsonValue:
    raise InvalidInput("this cannot be read", "send text")


def crash(_context: JobContext) -> JsonValue:
    raise ZeroDivisionError


def never_ending(context: JobContext) -> JsonValue:
    context.progress("begun")
    while True:
        context.check()
        time.sleep(0.01)


RUNNERS = {"echo": echo, "refuse": refuse, "crash": crash, "never_ending": never_ending}


def _work(database: Database) -> Work:
    work = Work(Settings(home=database.home), database)
    for kind, runner in RUNNERS.items():
        work.register(kind, runner)
    return work


@pytest.fixture
def work(database: Database) -> Iterator[Work]:
    running = _work(database)
    running.launch()
    yield running
    running.close()


def _until_running(work: Work, job_id: str) -> Job:
    deadline = time.monotonic() + 10
    while work.job(job_id).status is JobStatus.QUEUED and time.monotonic() < deadline:
        time.sleep(0.02)
    return work.job(job_id)


def test_jobs_end_with_their_result_or_their_reason(work: Work) -> None:
    good, bad, broken = (work.enqueue(kind, {"say": "你好"}, by=ME) for kind in ("echo", "refuse", "crash"))

    done = work.wait(good, seconds=10)
    assert (done.status, done.result, done.attempts) == (JobStatus.DONE, {"said": "你好"}, 1)
    lines = work.progress(good, by=ME)
    assert (lines[0].number, lines[0].done, lines[-1].done) == (1, 1, 3)
    assert work.progress(good, after=lines[-1].number) == []

    failed = work.wait(bad, seconds=10)
    assert (failed.status, failed.error, failed.hint) == (JobStatus.FAILED, "this cannot be read", "send text")
    assert "ZeroDivisionError" in (work.wait(broken, seconds=10).error or "")
    with pytest.raises(NotFound):
        work.job(good, by=OTHER)
    with pytest.raises(InvalidInput, match="'sing'"):
        work.enqueue("sing", {}, by=ME)


def test_a_job_is_cancelled_while_it_runs(work: Work) -> None:
    job_id = work.enqueue("never_ending", {}, by=ME)
    assert _until_running(work, job_id).status is JobStatus.RUNNING
    work.cancel(job_id, by=ME)
    assert work.wait(job_id, seconds=10).status is JobStatus.CANCELLED


def test_work_asked_for_in_an_undone_transaction_is_never_done(work: Work, database: Database) -> None:
    asked: list[str] = []

    def ask_and_fail() -> None:
        with database.transaction():
            asked.append(work.enqueue("echo", {"say": 1}, by=ME))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    with pytest.raises(NotFound):
        work.job(asked[0])


def test_the_sweep_starts_what_a_process_without_a_queue_asked_for(database: Database) -> None:
    asking, working = _work(database), _work(database)
    job_id = asking.enqueue("echo", {"say": 1}, by=ME)
    cancelled = asking.enqueue("echo", {"say": 2}, by=ME)
    assert asking.cancel(cancelled).status is JobStatus.CANCELLED
    working.launch()
    try:
        assert asking.wait(job_id, seconds=10).status is JobStatus.DONE
        assert asking.job(cancelled).attempts == 0
    finally:
        working.close()


def test_closing_leaves_a_job_in_hand_for_the_next_start(database: Database) -> None:
    first = _work(database)
    first.launch()
    job_id = first.enqueue("never_ending", {}, by=ME)
    _until_running(first, job_id)
    first.close()
    assert first.job(job_id).status is JobStatus.RUNNING

    second = Work(Settings(home=database.home), database, silent=dt.timedelta(seconds=1))
    second.register("never_ending", lambda _context: "rested")
    second.launch()
    try:
        done = second.wait(job_id, seconds=15)
        assert (done.status, done.result, done.attempts) == (JobStatus.DONE, "rested", 2)
    finally:
        second.close()


def test_a_process_launches_its_work_once(work: Work, database: Database) -> None:
    with pytest.raises(Unavailable, match="already"):
        _work(database).launch()
