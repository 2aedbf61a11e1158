"""`coach smart`: the SMART check of one goal statement."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from api.cli.output import json_option, print_json, read_text


@click.command("smart")
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the goal from a file.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day durations count from (today).")
@json_option
def command(text: str | None, file: Path | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Say for each SMART criterion whether a goal meets it, why, and what to add."""
    from coach.drafting.goal_check import check_statement

    day = as_of.date() if as_of else dt.date.today()
    marks: Any = check_statement(read_text(text, file), as_of=day)
    if as_json:
        print_json(marks)
        return
    for name, mark in marks:
        click.echo(f"{'✓' if mark.met else '✗'} {name}: {mark.reason}")
