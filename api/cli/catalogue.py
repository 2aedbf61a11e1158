"""`coach catalogue`: import a training catalogue, see how good it is, and which needs it does not meet."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from api.bootstrap import Application
from api.cli.catalogue_text import print_columns, print_coverage, print_preview, print_quality, print_unmet
from api.cli.context import LOCAL_OPERATOR, actor, application, as_option
from api.cli.output import json_option, print_json, progress, table
from coach.domain.people import Actor, Role
from coach.errors import Conflict, InvalidInput
from coach.training.marks import NeedState
from coach.training.period import Period, period_of
from knowledge_base.catalogue.fields import Field
from knowledge_base.catalogue.mapping import Mapping

LOCAL_CURATOR = Actor(user_id=LOCAL_OPERATOR.id, roles=frozenset({Role.LND}))
"""Whoever may open the database file may curate its catalogue; a named account with `--as`."""

lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of the remarks.")


def file_options(command: Any) -> Any:
    """What every command over a catalogue file takes."""
    for option in (
        click.argument("file", type=click.Path(path_type=Path)),
        click.option("--source", help="Name of the catalogue the file is an export of (default: the file's name)."),
        click.option("--map", "maps", multiple=True, metavar="FIELD=HEADING", help="Which column holds a field."),
        click.option("--skip", "skips", multiple=True, metavar="HEADING", help="A column to leave out."),
        click.option("--mapping", "saved", default="", help="Begin with a saved mapping."),
        click.option("--save-mapping", "save_as", default="", help="Keep the mapping under a name."),
        click.option("--sheet", default="", help="Sheet of a workbook (default: the likeliest)."),
        click.option("--whole", is_flag=True, help="The file is the whole catalogue: withdraw what is missing."),
        lang_option,
        as_option,
        json_option,
    ):
        command = option(command)
    return command


def period_options(command: Any) -> Any:
    """First and last day of a report."""
    day = click.DateTime(["%Y-%m-%d"])
    first = click.option("--from", "first", type=day, help="First day (default: of the last quarter).")
    return first(click.option("--to", "last", type=day, help="Last day (default: today).")(command))


@click.group("catalogue")
def command() -> None:
    """Training catalogues: preview, import, report, coverage, unmet, mappings."""


@command.command("preview")
@click.option("--columns", "only_columns", is_flag=True, help="Only say what each column seems to hold.")
@file_options
def preview(file: Path, only_columns: bool, as_json: bool, lang: str, **options: Any) -> None:
    """Say what an import of FILE would change; nothing is changed."""
    _must_exist(file)
    with application() as app:
        if only_columns:
            columns = app.local_imports.columns(file, sheet=options["sheet"])
            print_json(columns) if as_json else print_columns(columns)
            return
        plan = _plan(app, file, options)
        print_json(plan.preview) if as_json else print_preview(plan.preview, lang)


@command.command("import")
@click.option("--preview", "preview_id", default="", help="Carry out exactly this preview, or refuse.")
@click.option("--yes", is_flag=True, help="Import without a preview of its own.")
@file_options
def import_(file: Path, preview_id: str, yes: bool, as_json: bool, lang: str, **options: Any) -> None:
    """Import FILE: new and changed records are written, with --whole what is missing is withdrawn."""
    _must_exist(file)
    if not (preview_id or yes):
        raise InvalidInput(
            "Say which preview is meant: --preview ID.", "Get its id from: coach catalogue preview FILE; or give --yes."
        )
    with application() as app:
        plan = _plan(app, file, options)
        if preview_id and plan.preview.id != preview_id:
            raise Conflict(
                "The file, its mapping or the catalogue has changed since this preview.",
                "Look at a new preview, then import that one.",
            )
        done = app.local_imports.carry_out(plan, by=_curator(app, options), told=_show)
        if as_json:
            print_json(done)
        else:
            print_preview(plan.preview, lang, done=True)


@command.command("mappings")
@click.option("--remove", metavar="NAME", help="Forget a mapping.")
@as_option
@json_option
def mappings(remove: str | None, username: str | None, as_json: bool) -> None:
    """List the saved mappings, or forget one."""
    with application() as app:
        by = _curator(app, {"username": username})
        if remove:
            app.catalogue_mappings.remove(remove, by=by)
        found = app.catalogue_mappings.list(by=by)
        if as_json:
            print_json(found)
        else:
            table((m.name, ", ".join(f"{f.value}={h}" for h, f in m.columns.items() if f)) for m in found)


def _plan(app: Application, file: Path, options: dict[str, Any]) -> Any:
    from coach.training.desk import Choice

    by = _curator(app, options)
    choice = Choice(
        source=options["source"] or file.stem,
        corrections=corrections_of(options["maps"], options["skips"]),
        saved=options["saved"],
        whole=options["whole"],
        sheet=options["sheet"],
    )
    plan = app.local_imports.preview(file, choice, by=by)
    if options["save_as"]:
        app.catalogue_mappings.save(options["save_as"], plan.preview.mapping, by=by)
    return plan


def corrections_of(maps: tuple[str, ...], skips: tuple[str, ...]) -> Mapping:
    """`title=课程名称` and headings to leave out, as corrections of a mapping.

    Raises:
        InvalidInput: there is no such field, or no heading.
    """
    corrections: Mapping = dict.fromkeys(skips)
    for each in maps:
        name, _, heading = each.partition("=")
        if name.strip() not in tuple(Field) or not heading.strip():
            known = ", ".join(field.value for field in Field)
            raise InvalidInput(f"{each!r} is no FIELD=HEADING.", f"The fields are: {known}.")
        corrections[heading.strip()] = Field(name.strip())
    return corrections


def _curator(app: Application, options: dict[str, Any]) -> Actor:
    return actor(app, options["username"]) if options.get("username") else LOCAL_CURATOR


def _must_exist(file: Path) -> None:
    if not file.is_file():
        raise InvalidInput(f"There is no file {str(file)!r}.", "Check the path; nothing was read.")


def _show(done: int, total: int) -> None:
    progress(f"{done} of {total} records written")


@command.command("report")
@click.option("--source", default="", help="One catalogue or file only.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Write the rows to a CSV file.")
@as_option
@json_option
def report(source: str, csv_file: Path | None, username: str | None, as_json: bool) -> None:
    """Say what is missing, expired, unclear or doubled in the catalogue."""
    from coach.domain.policy import Act
    from coach.storage.access import require
    from knowledge_base.catalogue.quality import quality
    from knowledge_base.catalogue.sheet import quality_csv

    with application() as app:
        require(_curator(app, {"username": username}), Act.CURATE_CATALOGUE, what="catalogue")
        found = quality(app.database.reading, on=dt.date.today(), source=source)
    if csv_file is not None:
        csv_file.write_bytes(quality_csv(found))
    print_json(found) if as_json else print_quality(found)


@command.command("coverage")
@period_options
@as_option
@json_option
def coverage(first: dt.datetime | None, last: dt.datetime | None, username: str | None, as_json: bool) -> None:
    """Which needs of a period's drafts had a resource, by topic and language."""
    with application() as app:
        found = app.need_reports.coverage(_period(first, last), by=_curator(app, {"username": username}))
    print_json(found) if as_json else print_coverage(found)


@command.command("unmet")
@period_options
@click.option("--mark", metavar="KEY", help="Decide about one need, by the key the list shows.")
@click.option("--state", type=click.Choice([state.value for state in NeedState]), help="Where it stands.")
@click.option("--resource", metavar="ID", help="The resource that solves it.")
@as_option
@json_option
def unmet(
    first: dt.datetime | None, last: dt.datetime | None, username: str | None, as_json: bool, **mark: Any
) -> None:
    """List the needs for which drafting found nothing, or decide about one (as a named person)."""
    with application() as app:
        if mark["mark"]:
            if not mark["state"]:
                raise InvalidInput("Say where the need stands: --state.", "One of open, sourcing, solved.")
            by, state = actor(app, username), NeedState(mark["state"])
            done = app.need_marks.mark(mark["mark"], state, by=by, resource_id=mark["resource"])
            print_json(done) if as_json else click.echo(f"{mark['mark']}: {done.state.value}")
            return
        found = app.need_reports.unmet(_period(first, last), by=_curator(app, {"username": username}))
    print_json(found) if as_json else print_unmet(found)


def _period(first: dt.datetime | None, last: dt.datetime | None) -> Period:
    return period_of(first and first.date(), last and last.date(), today=dt.datetime.now(dt.UTC).date())
