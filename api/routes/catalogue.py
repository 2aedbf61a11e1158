"""`/v1/catalogue`: imports of training catalogues, how good they are, and which needs they do not meet."""

import datetime as dt
from typing import Annotated, BinaryIO, Literal

from fastapi import APIRouter, Query, Response, UploadFile

from api.dependencies import App, Me
from api.repeatable import repeatable
from api.schemas.catalogue import ImportIn, MappingIn, MarkIn, PreviewIn
from api.schemas.jobs import Accepted
from coach.domain.policy import Act
from coach.errors import InvalidInput
from coach.storage.access import require
from coach.training.coverage import Coverage, UnmetNeeds
from coach.training.desk import Choice
from coach.training.imports import Look
from coach.training.mappings import SavedMapping
from coach.training.marks import NeedMark
from coach.training.period import Period, period_of
from coach.training.uploads import LARGEST, Upload
from knowledge_base.catalogue.changes import Preview
from knowledge_base.catalogue.quality import QualityReport, quality
from knowledge_base.catalogue.sheet import quality_csv

router = APIRouter(prefix="/v1/catalogue", tags=["catalogue"])

First = Annotated[dt.date | None, Query(alias="from", description="First day; by default that of the last quarter.")]
Last = Annotated[dt.date | None, Query(alias="to", description="Last day; by default today.")]


@router.post("/uploads", status_code=201)
def upload(file: UploadFile, me: Me, app: App) -> Look:
    """Hand in a CSV, XLSX or JSON-lines file of at most 10 MB; the answer says what each column seems to hold."""
    return app.catalogue_imports.upload(file.filename or "", sent_bytes(file.file), by=me)


@router.get("/uploads/{upload_id}")
def one_upload(upload_id: str, me: Me, app: App) -> Upload:
    """Where an upload stands."""
    return app.catalogue_imports.find(upload_id, by=me)


@router.post("/uploads/{upload_id}/preview")
@repeatable
def preview(upload_id: str, body: PreviewIn, me: Me, app: App) -> Preview:
    """Say what an import would change; nothing is changed."""
    choice = Choice(source=body.source, corrections=body.mapping, saved=body.saved, whole=body.whole, sheet=body.sheet)
    return app.catalogue_imports.preview(upload_id, choice, by=me)


@router.post("/uploads/{upload_id}/import", status_code=202)
@repeatable
def start_import(upload_id: str, body: ImportIn, me: Me, app: App) -> Accepted:
    """Carry out exactly the preview that was looked at, as a job; 409 where file or catalogue has changed since."""
    return Accepted(job_id=app.catalogue_imports.start(upload_id, body.preview_id, by=me, work=app.work))


@router.get("/mappings")
def mappings(me: Me, app: App) -> list[SavedMapping]:
    """The saved mappings."""
    return app.catalogue_mappings.list(by=me)


@router.put("/mappings/{name}")
@repeatable
def save_mapping(name: str, body: MappingIn, me: Me, app: App) -> SavedMapping:
    """Keep a mapping under a name; one of the same name is replaced."""
    return app.catalogue_mappings.save(name, dict(body.columns), by=me)


@router.delete("/mappings/{name}", status_code=204)
@repeatable
def remove_mapping(name: str, me: Me, app: App) -> None:
    """Forget a mapping."""
    app.catalogue_mappings.remove(name, by=me)


@router.get("/report", response_model=QualityReport)
def report(
    me: Me,
    app: App,
    source: Annotated[str, Query(max_length=300)] = "",
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> QualityReport | Response:
    """What is missing, expired, unclear or doubled in the catalogue."""
    require(me, Act.CURATE_CATALOGUE, what="catalogue")
    found = quality(app.database.reading, on=dt.date.today(), source=source)
    if form == "json":
        return found
    headers = {"Content-Disposition": 'attachment; filename="catalogue-report.csv"'}
    return Response(quality_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/coverage")
def coverage(me: Me, app: App, first: First = None, last: Last = None) -> Coverage:
    """Which needs of a period's drafts had a resource, by topic and language."""
    return app.need_reports.coverage(asked_period(first, last), by=me)


@router.get("/unmet")
def unmet(me: Me, app: App, first: First = None, last: Last = None) -> UnmetNeeds:
    """The needs of a period for which drafting found nothing, grouped; groups of few people are not counted."""
    return app.need_reports.unmet(asked_period(first, last), by=me)


@router.post("/unmet/{need}/mark", status_code=201)
@repeatable
def mark(need: str, body: MarkIn, me: Me, app: App) -> NeedMark:
    """Note that an unmet need is being sourced, solved by a resource, or open again."""
    return app.need_marks.mark(need, body.state, by=me, resource_id=body.resource_id)


def asked_period(first: dt.date | None, last: dt.date | None) -> Period:
    """The period of a request."""
    return period_of(first, last, today=dt.datetime.now(dt.UTC).date())


def sent_bytes(file: BinaryIO) -> bytes:
    """The bytes of an upload, no more of it read than is allowed.

    Raises:
        InvalidInput: it is too large.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InvalidInput("The file is too large.", "Send at most 10 MB at a time.")
    return content
