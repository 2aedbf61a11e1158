"""What happens before the first request: accounts, durable work, demo records."""

import json
from pathlib import Path

import click
from pydantic import JsonValue, SecretStr

import knowledge_base
from api.bootstrap import Application
from api.index_notice import index_notice
from coach.domain.base import Language
from coach.domain.people import Actor, NewUser, Role
from coach.domain.precedent import CardVerdict
from coach.errors import Conflict
from coach.tone.check import warm_up
from knowledge_base.records import IndexReport

DEMO = Path(knowledge_base.__file__).with_name("demo")
DEMO_RECORDS = "demo"
"""The job that indexes the demo records; the server answers meanwhile."""
SYSTEM = Actor(user_id="system", roles=frozenset())
DEMO_HR = "hr@example.com"
FIRST_ADMIN = "admin@localhost.localdomain"


def start(application: Application) -> None:
    """Make the first account, launch durable work, and in a demo begin to fill the store. Safe to repeat."""
    if application.settings.demo:
        add_demo_people(application)
    elif application.users.count() == 0:
        _add_first_admin(application)
    _launch_work(application)
    if said := index_notice(application.knowledge.state()):
        click.echo(said, err=True)
    warm_up()
    if application.settings.demo:
        application.work.enqueue(DEMO_RECORDS, {}, by=SYSTEM)


def _add_first_admin(application: Application) -> None:
    """An administrator without a password, and the one-time token that sets one: printed here and nowhere else."""
    roles = frozenset({Role.ADMIN})
    application.users.add(NewUser(email=FIRST_ADMIN, name="Administrator", roles=roles, locale=Language.ZH))
    token = application.users.start_reset(FIRST_ADMIN)
    click.echo(f"First start: set the password of {FIRST_ADMIN} at /reset/{token} (within one hour).", err=True)


def add_demo_people(application: Application) -> None:
    """The synthetic staff list and its sign-ins."""
    application.people.import_csv(DEMO / "people.csv")
    for row in json.loads((DEMO / "users.json").read_text(encoding="utf-8")):
        try:
            application.users.add(_demo_user(row))
        except Conflict:
            continue


def _demo_user(row: dict[str, object]) -> NewUser:
    return NewUser(
        email=f"{row['username']}@example.com",
        name=str(row["name"]),
        roles=frozenset(Role(str(role)) for role in row["roles"]),  # type: ignore[attr-defined]
        employee_id=str(row["employee_id"]) if row.get("employee_id") else None,
        locale=Language(str(row.get("lang", Language.ZH))),
        password=SecretStr(str(row["password"])),
    )


def index_demo(application: Application) -> IndexReport:
    """The synthetic plans, training resources and policies; unchanged ones cost nothing."""
    return application.knowledge.index([DEMO / "plans.jsonl", DEMO / "training.jsonl", DEMO / "policies"])


DEMO_REASON = "demo: approved while the demonstration was set up; nobody has read it"


def approve_demo_cards(application: Application) -> list[str]:
    """Have the demo HR account approve the pattern cards of the demo plans, and say so in the record.

    A real store has none until somebody of HR has looked at them.
    """
    hr = application.users.find(DEMO_HR)
    if hr is None:
        return []
    application.precedents.refresh(hr.actor)
    waiting = application.precedents.list(hr.actor, status="proposed")
    return [
        application.precedents.decide(each.id, CardVerdict.APPROVE, reason=DEMO_REASON, by=hr.actor).id
        for each in reversed(waiting)
    ]


def _fill_demo(application: Application) -> JsonValue:
    report = index_demo(application)
    return {**report.model_dump(mode="json"), "cards": approve_demo_cards(application)}


def _launch_work(application: Application) -> None:
    from api.runners import register

    register(application)
    application.work.register(DEMO_RECORDS, lambda _job: _fill_demo(application))
    application.work.launch()
