"""`coach people`: the staff list."""

from pathlib import Path

import click

from api.cli.context import application
from api.cli.output import json_option, print_json


@click.group("people")
def command() -> None:
    """Import people and reporting lines."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def import_(file: Path, as_json: bool) -> None:
    """Import a CSV of employee_id, name, email, role_title, manager_id, unit, lang."""
    with application() as app:
        report = app.people.import_csv(file)
        if as_json:
            print_json(report)
            return
        click.echo(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged")
        for item in report.skipped:
            click.echo(f"  skipped {item}")
