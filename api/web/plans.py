"""Plans: the list, and one plan for manager, HR and employee."""

import datetime as dt
from typing import Literal

from fastapi import APIRouter, Response

from api.web.page import MyPage
from api.web.plan_view import plan_parts
from coach.domain.plan import PlanStatus

router = APIRouter(include_in_schema=False)

A_PAGE = 20


@router.get("/plans")
def plans(page: MyPage, after: str | None = None, status: Literal["active", "closed", ""] = "") -> Response:
    """The plans this person may see, newest first."""
    wanted = PlanStatus(status) if status else None
    found = page.app.plans.list(page.me, status=wanted, after=after, limit=A_PAGE + 1)
    more = found[A_PAGE - 1].id if len(found) > A_PAGE else ""
    return page.show("plans.html", plans=found[:A_PAGE], more=more, wanted=status, states=tuple(PlanStatus))


@router.get("/plans/{plan_id}")
def plan(plan_id: str, page: MyPage) -> Response:
    """One plan with everything that happened since."""
    return page.show("plan.html", **plan_parts(page, plan_id))


@router.get("/plans/{plan_id}/guide")
def guide(plan_id: str, page: MyPage) -> Response:
    """The conversation guide, for who leads the talks; the next one is open, the others folded."""
    from coach.plans.guide import guide_for, upcoming

    found = guide_for(page.app.database, plan_id, by=page.me)
    days = [meeting.on for meeting in found.meetings]
    return page.show("guide.html", guide=found, upcoming=upcoming(days, dt.date.today()))
