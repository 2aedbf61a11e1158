"""Import a catalogue: upload, mapping, preview, done."""

from typing import Any

from fastapi import APIRouter, Response

from api.routes.catalogue import sent_bytes
from api.web.form import Form, Typed
from api.web.page import MyPage, SignedPage
from api.web.problem import say
from coach.domain.job import JobStatus
from coach.domain.policy import Act
from coach.errors import CoachError, InvalidInput
from coach.storage.access import require
from coach.training.desk import Choice
from coach.training.imports import Look
from knowledge_base.catalogue.changes import ChangeKind, Preview
from knowledge_base.catalogue.fields import Field, words
from knowledge_base.catalogue.mapping import Mapping
from knowledge_base.catalogue.rows import said
from knowledge_base.errors import KnowledgeBaseError

router = APIRouter(include_in_schema=False)

LEAVE_OUT = "-"
"""What a select sends for a column that is left out."""
ROWS = 20
"""Changes of one kind a page lists."""


@router.get("/catalogue")
def begin(page: MyPage) -> Response:
    """The form to hand in a file."""
    require(page.me, Act.CURATE_CATALOGUE, what="catalogue")
    return page.show("catalogue.html", mappings=page.app.catalogue_mappings.list(by=page.me))


@router.post("/catalogue")
def upload(form: Form, page: MyPage) -> Response:
    """Take a file in and go on to its columns."""
    require(page.me, Act.CURATE_CATALOGUE, what="catalogue")
    sent = form.file("file")
    try:
        if sent is None:
            raise InvalidInput("No file was chosen.", "Choose a CSV, XLSX or JSON-lines file.")
        look = page.app.catalogue_imports.upload(sent.filename or "", sent_bytes(sent.file), by=page.me)
    except (CoachError, KnowledgeBaseError) as error:
        return page.refused("catalogue.html", error, form, mappings=page.app.catalogue_mappings.list(by=page.me))
    return page.go(f"/catalogue/uploads/{look.upload.id}")


@router.get("/catalogue/uploads/{upload_id}")
def columns(upload_id: str, page: MyPage) -> Response:
    """Which column holds what; guessed, to be corrected."""
    look = page.app.catalogue_imports.look(upload_id, by=page.me)
    return page.show("catalogue_columns.html", **_columns(page, look))


@router.post("/catalogue/uploads/{upload_id}")
def choose(upload_id: str, form: Form, page: MyPage) -> Response:
    """Take the mapping, keep it under a name where asked to, and go on to the preview."""
    look = page.app.catalogue_imports.look(upload_id, by=page.me)
    saved = form.text("saved")
    choice = Choice(
        source=form.text("source"),
        corrections={} if saved else _chosen(form, look),
        saved=saved,
        whole=form.text("whole") == "yes",
        sheet=form.text("sheet"),
    )
    try:
        preview = page.app.catalogue_imports.preview(upload_id, choice, by=page.me)
        if form.text("save_as").strip():
            page.app.catalogue_mappings.save(form.text("save_as"), preview.mapping, by=page.me)
    except (CoachError, KnowledgeBaseError) as error:
        return page.refused("catalogue_columns.html", error, form, **_columns(page, look))
    return page.go(f"/catalogue/uploads/{upload_id}/preview")


@router.get("/catalogue/uploads/{upload_id}/preview")
def preview(upload_id: str, page: MyPage) -> Response:
    """What the import would change."""
    found = page.app.catalogue_imports.again(upload_id, by=page.me)
    return page.show("catalogue_preview.html", upload_id=upload_id, **_preview(page, found))


@router.post("/catalogue/uploads/{upload_id}/import")
def carry_out(upload_id: str, form: Form, page: MyPage) -> Response:
    """Ask for exactly the import that was looked at."""
    try:
        page.app.catalogue_imports.start(upload_id, form.text("preview_id"), by=page.me, work=page.app.work)
    except CoachError as error:
        found = page.app.catalogue_imports.find(upload_id, by=page.me)
        if found.state != "waiting":
            return page.go(f"/catalogue/uploads/{upload_id}/done")
        fresh = page.app.catalogue_imports.again(upload_id, by=page.me)
        return page.refused("catalogue_preview.html", error, form, upload_id=upload_id, **_preview(page, fresh))
    return page.go(f"/catalogue/uploads/{upload_id}/done")


@router.get("/catalogue/uploads/{upload_id}/done")
def done(upload_id: str, page: MyPage) -> Response:
    """How far the import is, and what it did."""
    found = page.app.catalogue_imports.find(upload_id, by=page.me)
    if found.job_id is None:
        return page.go(f"/catalogue/uploads/{upload_id}")
    job = page.app.work.job(found.job_id, by=page.me)
    lines = page.app.work.progress(found.job_id, by=page.me)
    problem = say(422, job.error or "", job.hint or "", page.language)
    return page.show(
        "catalogue_done.html", upload=found, job=job, last=lines[-1] if lines else None, said=problem,
        failed=job.status in (JobStatus.FAILED, JobStatus.CANCELLED), kinds=list(ChangeKind),
    )  # fmt: skip


def _columns(page: SignedPage, look: Look) -> dict[str, Any]:
    saved = page.app.catalogue_mappings.list(by=page.me)
    return {"look": look, "fields": list(Field), "saved": saved, "leave_out": LEAVE_OUT}


def _chosen(form: Typed, look: Look) -> Mapping:
    """What each select says; one that says nothing leaves its guess."""
    chosen: Mapping = {}
    for at, column in enumerate(look.columns):
        wanted = form.text(f"column{at}")
        if wanted == LEAVE_OUT:
            chosen[column.heading] = None
        elif wanted in tuple(Field):
            chosen[column.heading] = Field(wanted)
    return chosen


def _preview(page: SignedPage, found: Preview) -> dict[str, Any]:
    language = page.language.value
    sentences = {code: getattr(said_, language) for code, said_ in words().troubles.items()}
    by_kind = {kind: [each for each in found.changes if each.kind is kind][:ROWS] for kind in ChangeKind}
    refused = [(each.row, said(each.trouble, language)) for each in by_kind[ChangeKind.REFUSED] if each.trouble]
    return {"preview": found, "by_kind": by_kind, "refused": refused, "sentences": sentences, "kinds": list(ChangeKind)}
