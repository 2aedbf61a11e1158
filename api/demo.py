"""`make demo`: index, draft, review and plan, on the synthetic demo records."""

import datetime as dt
import json
import sys

import click

from api.bootstrap import Application
from api.cli.draft_text import render_text
from api.cli.group import failure
from api.startup import DEMO, add_demo_people, approve_demo_cards, index_demo
from coach.domain.draft import Draft
from coach.domain.gap import GapDescription
from coach.domain.people import Actor
from coach.domain.plan import Plan
from coach.domain.review import ReviewOutcome, Verdict
from coach.errors import CoachError, Conflict, Unavailable
from coach.precedents.askers import asker_of
from knowledge_base.errors import KnowledgeBaseError

MANAGER, REVIEWER = "manager@example.com", "hr@example.com"


def main() -> int:
    """Walk the whole path once in each language; 0 where every step worked."""
    application = Application()
    try:
        _refuse_real_home(application)
        _say("1. 演示人员与知识库 Demo people and knowledge base")
        add_demo_people(application)
        report = index_demo(application)
        _say(f"   {report.indexed} indexed, {report.unchanged} unchanged, {len(report.skipped)} skipped")
        cards = approve_demo_cards(application)
        _say(f"   {len(cards)} 张先例卡由演示 HR 账号批准 pattern cards approved by the demo HR account")
        for number, description in enumerate(_samples(), 2):
            _say(f"{number}. 起草 Draft ({description.role})\n   {description.text}\n")
            _walk(application, description)
        return 0
    except (CoachError, KnowledgeBaseError, OSError) as error:
        return failure(error)
    finally:
        application.close()


def _refuse_real_home(application: Application) -> None:
    if application.users.count() and application.users.find(MANAGER) is None:
        home = str(application.settings.home)
        raise Conflict(f"{home!r} holds real accounts.", "Run the demo with COACH_HOME set to another folder.")


def _samples() -> list[GapDescription]:
    rows = [json.loads(line) for line in (DEMO / "gaps.jsonl").read_text(encoding="utf-8").splitlines() if line]
    chosen = [row for language in ("zh", "en") for row in [r for r in rows if r["lang"] == language][:1]]
    today = dt.date.today()
    return [GapDescription(text=r["text"], role=r["role"], industry=r["industry"], as_of=today) for r in chosen]


def _walk(application: Application, description: GapDescription) -> None:
    manager, reviewer = _actor(application, MANAGER), _actor(application, REVIEWER)
    subject = application.people.reports_of(manager.employee_id or "")[0].employee_id
    asker = asker_of(application.database, manager, subject)
    draft = application.drafter.draft(
        description, progress=lambda station: click.echo(f"   … {station}", err=True), asker=asker
    )
    draft_id = application.drafts.save(draft, description, by=manager, subject_employee_id=subject)
    _say(render_text(draft.model_copy(update={"id": draft_id})))
    plan = _review(application, draft_id, draft, reviewer=reviewer, author=manager)
    _say(f"\n   ✓ 计划已批准 Plan approved: {plan.id}  sha256 {plan.content_sha256[:16]}…\n")


def _review(application: Application, draft_id: str, draft: Draft, *, reviewer: Actor, author: Actor) -> Plan:
    review = application.queue.submit(draft_id, by=author)
    _say(f"\n── 审核 Review {review.id}: {len(review.suggestions)} suggestions, decided by {REVIEWER}")
    for suggestion in review.suggestions:
        review = application.decisions.decide(
            review.id, suggestion.id, verdict=Verdict.ACCEPT, reason="demo: checked against the sources",
            by=reviewer, version=review.version,
        )  # fmt: skip
    reason = "demo: looked at the flags" if draft.gap.flags else "demo"
    plan = application.decisions.complete(
        review.id, outcome=ReviewOutcome.APPROVE, reason=reason, by=reviewer, version=review.version
    )
    if plan is None:
        raise Unavailable("The demo review did not end in a plan.", "Run `make demo` again and report this.")
    return plan


def _actor(application: Application, email: str) -> Actor:
    user = application.users.find(email)
    if user is None:
        raise Unavailable(f"The demo account {email!r} is missing.", "Delete the demo home and run `make demo` again.")
    return user.actor


def _say(text: str) -> None:
    click.echo(text)


if __name__ == "__main__":
    sys.exit(main())
