"""How good the catalogue is, what it covers, and which needs it does not meet."""

import datetime as dt
from typing import Any

from fastapi import APIRouter, Response

from api.routes.catalogue import asked_period
from api.web.form import Form
from api.web.page import MyPage, SignedPage
from coach.domain.policy import Act
from coach.errors import CoachError, InvalidInput
from coach.storage.access import require
from coach.training.marks import NeedState
from knowledge_base.catalogue.quality import QualityReport, quality
from knowledge_base.catalogue.sheet import quality_csv

router = APIRouter(include_in_schema=False)

ROWS = 200
"""Records, and pairs, a page lists; the download has all."""


@router.get("/catalogue/quality")
def quality_page(page: MyPage, source: str = "") -> Response:
    """What is missing, expired, unclear or doubled."""
    return page.show("catalogue_quality.html", report=_report(page, source), source=source, most=ROWS)


@router.get("/catalogue/quality.csv")
def quality_download(page: MyPage, source: str = "") -> Response:
    """The same as a file for a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="catalogue-report.csv"'}
    return Response(quality_csv(_report(page, source)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/catalogue/quality.json")
def quality_json(page: MyPage, source: str = "") -> Response:
    """The same as JSON."""
    headers = {"Content-Disposition": 'attachment; filename="catalogue-report.json"'}
    return Response(_report(page, source).model_dump_json(indent=1), media_type="application/json", headers=headers)


@router.get("/catalogue/coverage")
def coverage(page: MyPage, first: str = "", last: str = "") -> Response:
    """Which needs of a period had a resource."""
    period = asked_period(_day(first), _day(last))
    return page.show("catalogue_coverage.html", found=page.app.need_reports.coverage(period, by=page.me))


@router.get("/catalogue/unmet")
def unmet(page: MyPage, first: str = "", last: str = "") -> Response:
    """The needs of a period for which drafting found nothing."""
    return page.show("catalogue_unmet.html", **_unmet(page, first, last))


@router.post("/catalogue/unmet")
def mark(form: Form, page: MyPage) -> Response:
    """Note where a need stands."""
    first, last = form.text("first"), form.text("last")
    resource = form.text("resource").strip() or None
    try:
        if form.text("state") not in tuple(NeedState):
            raise InvalidInput("Choose where the need stands.", "Open, being sourced, or solved.")
        page.app.need_marks.mark(form.text("need"), NeedState(form.text("state")), by=page.me, resource_id=resource)
    except CoachError as error:
        return page.refused("catalogue_unmet.html", error, form, **_unmet(page, first, last))
    return page.go("/catalogue/unmet", notice="need_marked")


def _report(page: SignedPage, source: str) -> QualityReport:
    require(page.me, Act.CURATE_CATALOGUE, what="catalogue")
    return quality(page.app.database.reading, on=dt.date.today(), source=source)


def _unmet(page: SignedPage, first: str, last: str) -> dict[str, Any]:
    found = page.app.need_reports.unmet(asked_period(_day(first), _day(last)), by=page.me)
    return {"found": found, "states": list(NeedState)}


def _day(text: str) -> dt.date | None:
    """A day of a form.

    Raises:
        InvalidInput: it is no date.
    """
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidInput("This is no date.", "Write it as 2026-12-31.") from error
