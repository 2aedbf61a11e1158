"""`coach plan`: approved plans, as a named person."""

import datetime as dt
from pathlib import Path
from typing import Literal

import click

from api.cli.context import actor, application, as_option
from api.cli.output import json_option, print_json, table
from coach.domain.checkin import EvaluationSource
from coach.domain.plan import Outcome
from coach.errors import InvalidInput


@click.group("plan")
def command() -> None:
    """Plans: list, show, export, guide, checkin, evaluate, close."""


@command.command("list")
@as_option
@json_option
def list_(username: str | None, as_json: bool) -> None:
    """List the plans this person may see."""
    with application() as app:
        plans = app.plans.list(actor(app, username))
        if as_json:
            print_json(plans)
        else:
            table((p.id, p.status, p.deadline, " | ".join(p.goals)) for p in plans)


@command.command("show")
@click.argument("plan_id")
@as_option
@json_option
def show(plan_id: str, username: str | None, as_json: bool) -> None:
    """Show a plan with everything that happened since."""
    from coach.plans.export import export_plan

    with application() as app:
        history = app.plans.show(plan_id, by=actor(app, username))
        print_json(history) if as_json else click.echo(export_plan(history, form="md").decode("utf-8"))


@command.command("export")
@click.argument("plan_id")
@click.option("--format", "form", type=click.Choice(["md", "docx"]), default="md", help="Markdown or Word.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the document goes.")
@as_option
@json_option
def export(plan_id: str, form: Literal["md", "docx"], out: Path, username: str | None, as_json: bool) -> None:
    """Write a plan as a document, with the hash of its content; who exported it is recorded."""
    from coach.plans.export import export_for

    with application() as app:
        out.write_bytes(export_for(app.database, plan_id, form=form, by=actor(app, username)))
    print_json({"out": str(out)}) if as_json else click.echo(str(out))


@command.command("guide")
@click.argument("plan_id")
@click.option("--format", "form", type=click.Choice(["md", "docx"]), default="md", help="Markdown or Word.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the document goes (printed where none is given).")
@as_option
@json_option
def guide(plan_id: str, form: Literal["md", "docx"], out: Path | None, username: str | None, as_json: bool) -> None:
    """Prepare the talks of a plan: openings, facts, questions, likely reactions, what not to say."""
    from coach.plans.guide import guide_for
    from coach.plans.guide_document import guide_document

    with application() as app:
        found = guide_for(app.database, plan_id, by=actor(app, username))
    if out is not None:
        out.write_bytes(guide_document(found, form=form))
    elif form == "docx" and not as_json:
        raise InvalidInput("A Word file needs --out FILE.docx.", "Or leave --format out to read the guide here.")
    if as_json:
        print_json(found)
    else:
        click.echo(str(out) if out is not None else guide_document(found, form="md").decode("utf-8"))


@command.command("checkin")
@click.argument("plan_id")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it took place (today).")
@click.option("--note", required=True, help="What was said and agreed.")
@as_option
@json_option
def checkin(plan_id: str, on: dt.datetime | None, note: str, username: str | None, as_json: bool) -> None:
    """Record a one-to-one or review that took place."""
    day = on.date() if on else dt.date.today()
    with application() as app:
        history = app.plans.checkin(plan_id, on=day, note=note, by=actor(app, username))
        print_json(history) if as_json else click.echo(f"{len(history.check_ins)} check-ins recorded")


@command.command("evaluate")
@click.argument("plan_id")
@click.argument("source", type=click.Choice([each.value for each in EvaluationSource]))
@click.option("--text", required=True, help="In your own words, about the goals.")
@as_option
@json_option
def evaluate(plan_id: str, source: str, text: str, username: str | None, as_json: bool) -> None:
    """Record one side's view of the result: supervisor, self or peer."""
    with application() as app:
        app.plans.evaluate(plan_id, source=EvaluationSource(source), text=text, by=actor(app, username))
        print_json({"plan": plan_id, "source": source}) if as_json else click.echo("recorded")


@command.command("close")
@click.argument("plan_id")
@click.argument("outcome", type=click.Choice([each.value for each in Outcome]))
@click.option("--reason", required=True, help="Why that outcome.")
@click.option("--explain", "explained", multiple=True, metavar="ID=WHY", help="Why the employer did not keep this.")
@as_option
@json_option
def close(  # noqa: PLR0913 - one parameter an option
    plan_id: str, outcome: str, reason: str, explained: tuple[str, ...], username: str | None, as_json: bool
) -> None:
    """End a plan; its lesson joins the knowledge base, redacted."""
    from api.lessons import remember

    explanations = dict(item.partition("=")[::2] for item in explained)
    with application() as app:
        by = actor(app, username)
        version = app.plans.show(plan_id, by=by).plan.version
        history = app.plans.close(
            plan_id, outcome=Outcome(outcome), reason=reason, by=by, version=version, explanations=explanations
        )
        remember(app, history)
        print_json(history) if as_json else click.echo(f"plan {plan_id} closed: {outcome}")
