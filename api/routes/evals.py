"""`/v1/evals`: run, read and compare recorded evals."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.runners import EVALS
from api.schemas.jobs import Accepted
from coach.domain.policy import Act
from coach.storage.access import require
from evals.compare import Comparison, compare
from evals.log import EvalLog, find_log, read_log

router = APIRouter(prefix="/v1/evals", tags=["evals"])


class RunIn(BaseModel):
    """What to run."""

    model_config = ConfigDict(extra="forbid")

    task: Literal["draft", "tone", "retrieval"]
    """The task."""
    engine: Literal["auto", "grounded", "model"] = "grounded"
    """Who drafts."""


class RunLine(BaseModel):
    """One line of the list of runs."""

    id: str
    """Log id."""
    task: str
    """The task."""
    engine: str
    """Who drafted."""
    created: str
    """When (UTC)."""
    samples: int
    """How many were run."""


@router.post("/runs", status_code=202)
@repeatable
def run(body: RunIn, me: Me, app: App) -> Accepted:
    """Run a task over its dataset; the answer comes as a job."""
    require(me, Act.RUN_EVALS, what="eval")
    return Accepted(job_id=app.work.enqueue(EVALS, {"task": body.task, "engine": body.engine}, by=me))


@router.get("/runs")
def runs(me: Me, app: App) -> list[RunLine]:
    """Every run, oldest first."""
    require(me, Act.RUN_EVALS, what="eval")
    logs = [read_log(path) for path in sorted(app.settings.eval_logs.glob("*.json"))]
    return [RunLine(id=r.id, task=r.task, engine=r.engine, created=r.created, samples=r.dataset.samples) for r in logs]


@router.get("/runs/{log_id}")
def one(log_id: str, me: Me, app: App) -> EvalLog:
    """One run with every sample."""
    require(me, Act.RUN_EVALS, what="eval")
    return find_log(app.settings.eval_logs, log_id)


@router.get("/comparison")
def comparison(a: str, b: str, me: Me, app: App) -> Comparison:
    """What moved between two runs."""
    require(me, Act.RUN_EVALS, what="eval")
    return compare(find_log(app.settings.eval_logs, a), find_log(app.settings.eval_logs, b))
