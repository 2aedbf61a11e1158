"""What durable jobs do: draft, index, run evals. Each may run twice after a crash; what it stores, it stores once."""

from pathlib import Path
from typing import Any

from pydantic import JsonValue

from api.bootstrap import Application
from coach.domain.gap import GapDescription
from coach.domain.people import Actor
from coach.drafting.revision.versions import redone
from coach.precedents.askers import asker_of
from coach.runner import Cancelled, Finish, JobContext
from coach.storage.clock import now
from coach.training.imports import IMPORT as CATALOGUE_IMPORT
from knowledge_base.records import Kind

DRAFT, INDEX, EVALS = "draft", "index", "evals"
RENEWAL = "renewal"


def register(application: Application) -> None:
    """Tell the durable work who does what; before it is launched."""
    application.work.register(DRAFT, lambda job: _draft(application, job))
    application.work.register(INDEX, lambda job: _index(application, job))
    application.work.register(RENEWAL, lambda job: _renew(application, job))
    application.work.register(EVALS, lambda job: _evals(application, job))
    application.work.register(CATALOGUE_IMPORT, lambda job: _catalogue_import(application, job))


def draft_payload(
    description: GapDescription, *, engine: str, by: Actor, subject_employee_id: str | None
) -> dict[str, JsonValue]:
    """What a draft job needs to know."""
    return {
        "description": description.model_dump(mode="json"),
        "engine": engine,
        "by": by.model_dump(mode="json"),
        "subject_employee_id": subject_employee_id,
    }


def _draft(application: Application, job: JobContext) -> Finish:
    payload: dict[str, Any] = job.payload
    description = GapDescription.model_validate(payload["description"])
    by = Actor.model_validate(payload["by"])
    known = description.model_copy(update={"known_names": application.people.names()})
    subject = payload["subject_employee_id"]
    asker = asker_of(application.database, by, subject)
    earlier = payload.get("supersedes")
    before = application.draft_versions.open(earlier, by).draft if earlier else None
    draft = application.drafter.draft(known, engine=payload["engine"], progress=job.progress, asker=asker)
    if before is not None:
        made = redone(draft, before, description, parts=payload["parts"], by=by.user_id, at=now())
        draft = application.drafter.scored(made)

    def store() -> JsonValue:
        kept = application.drafts.save(draft, description, by=by, subject_employee_id=subject, supersedes=earlier)
        return {"draft_id": kept}

    return store


def _catalogue_import(application: Application, job: JobContext) -> Finish:
    return application.catalogue_imports.run(job)


def _index(application: Application, job: JobContext) -> JsonValue:
    payload: dict[str, Any] = job.payload
    kind = Kind(payload["kind"]) if payload["kind"] else None
    path = Path(payload["path"])
    report = application.knowledge.index(
        [path], kind=kind, progress=lambda step: job.progress("index", done=step.done, total=step.records)
    )
    path.unlink(missing_ok=True)
    application.precedents.refresh()
    return report.model_dump(mode="json")


def _renew(application: Application, job: JobContext) -> JsonValue:
    """Renew the index; a job that is cancelled throws the renewal away, one that is interrupted goes on later."""
    try:
        report = application.knowledge.renew(
            lambda step: job.progress(f"renewal {step.embedder}", done=step.done, total=step.total)
        )
    except Cancelled:
        application.knowledge.cancel_renewal()
        raise
    return report.model_dump(mode="json")


def _evals(application: Application, job: JobContext) -> JsonValue:
    from evals.log import write_log
    from evals.runner import run_task
    from evals.samples import load_dataset
    from evals.tasks import Parts, task_named

    payload: dict[str, Any] = job.payload
    parts = Parts(lambda: application.drafter, lambda: application.knowledge, engine=payload["engine"])
    task = task_named(payload["task"], parts)
    log = run_task(
        task,
        load_dataset(task.dataset),
        fingerprint=application.knowledge.fingerprint() if task.uses_knowledge else "",
        told=lambda done, total: job.progress(task.name, done=done, total=total),
    )
    write_log(log, application.settings.eval_logs)
    return {"log_id": log.id}
