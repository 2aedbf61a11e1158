"""Describe a gap, and watch the draft arrive."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from api.routes.drafts import DraftIn, start_draft
from api.web.form import Form, Typed
from api.web.marks import marked
from api.web.page import MyPage, SignedPage
from api.web.problem import say
from api.web.terms import ENGINES, INDUSTRIES, STATIONS
from coach.domain.base import Language
from coach.domain.job import JobStatus
from coach.domain.people import Actor, Person
from coach.domain.policy import Act, Facts, may
from coach.errors import CoachError, InvalidInput
from coach.storage.access import require
from coach.storage.drafts import StoredDraft

router = APIRouter(include_in_schema=False)

LONGEST = 100_000


@router.get("/drafts/new")
def describe(page: MyPage, draft: str = "") -> Response:
    """The form; with `?draft=` it begins with what an earlier draft was made from."""
    require(page.me, Act.WRITE_DRAFT, what="draft")
    typed = _again(page.app.drafts.get(draft, page.me)) if draft else Typed()
    return page.show("draft_new.html", typed=typed, **_choices(page))


@router.post("/drafts/new")
def start(form: Form, page: MyPage) -> Response:
    """Begin to draft; or only check the wording, for a browser without scripts."""
    try:
        if form.text("do") == "check":
            return page.show("draft_new.html", typed=form, **_checked(form), **_choices(page))
        job_id = start_draft(page.app, page.me, _wanted(page, form))
    except CoachError as error:
        return page.refused("draft_new.html", error, form, **_choices(page))
    return page.go(f"/drafts/jobs/{job_id}")


@router.get("/drafts/jobs/{job_id}")
def arriving(job_id: str, page: MyPage) -> Response:
    """How far the draft is; once it is there, the draft."""
    job = page.app.work.job(job_id, by=page.me)
    result = job.result if isinstance(job.result, dict) else {}
    if job.status is JobStatus.DONE and result.get("draft_id"):
        return page.go(f"/drafts/{result['draft_id']}")
    lines = page.app.work.progress(job_id, by=page.me)
    reached = max((STATIONS.index(each.message) for each in lines if each.message in STATIONS), default=-1)
    said = say(422, job.error or "", job.hint or "", page.language)
    return page.show("job.html", job=job, reached=reached, stations=STATIONS, said=said)


def people_of(page: SignedPage, me: Actor) -> list[Person]:
    """Whom a draft may be about."""

    def ours(each: Person) -> bool:
        facts = Facts(subject_employee_id=each.employee_id, subject_manager_id=each.manager_id)
        return may(me, Act.WRITE_DRAFT, facts)

    return [each for each in page.app.people.list(me) if ours(each)]


def _again(stored: StoredDraft) -> Typed:
    said = stored.description
    fields = {"text": said.text, "person": stored.subject_employee_id, "role": said.role, "industry": said.industry}
    return Typed(FormData([(name, value) for name, value in fields.items() if value]))


def _choices(page: SignedPage) -> dict[str, Any]:
    endpoint = page.app.settings.llm_base_url
    return {
        "people": people_of(page, page.me),
        "industries": INDUSTRIES,
        "engines": ENGINES if endpoint else (),
        "endpoint": (urlsplit(endpoint).hostname or endpoint) if endpoint else "",
    }


def _wanted(page: SignedPage, form: Typed) -> DraftIn:
    """The description as typed.

    Raises:
        InvalidInput: no text, or too much of it.
    """
    text = form.text("text")
    if len(text) > LONGEST:
        raise InvalidInput(f"The text has {len(text)} characters; {LONGEST} are the most.", "Shorten it.")
    person = form.text("person") or None
    role = form.text("role").strip() or next(
        (each.role_title for each in people_of(page, page.me) if each.employee_id == person and each.role_title), ""
    )
    language, engine = form.text("language"), form.text("engine")
    return DraftIn.model_validate(
        {
            "text": text,
            "language": language if language in tuple(Language) else None,
            "role": role[:200] or None,
            "industry": form.text("industry") if form.text("industry") in INDUSTRIES else None,
            "engine": engine if engine in ENGINES else "auto",
            "subject_employee_id": person,
        }
    )


def _checked(form: Typed) -> dict[str, Any]:
    from coach.tone.check import check_tone

    text = form.text("text")[:LONGEST]
    if not text.strip():
        raise InvalidInput("There is no text.", "Describe what is going wrong, with dates and figures where you can.")
    report = check_tone(text)
    return {"checked": report, "segments": marked(text, report.suggestions)}
