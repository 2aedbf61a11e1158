"""`coach draft versions`: from version to version of a draft."""

from typing import Any

import click

from api.cli.context import LOCAL_AUTHOR, actor, application
from api.cli.output import json_option, print_json
from coach.domain.people import Actor
from coach.storage.drafts import StoredDraft

as_option = click.option("--as", "username", envvar="COACH_USER", help="Address of the author.")


def shown(stored: StoredDraft, *, as_json: bool) -> None:
    """Print a version as `coach draft` prints a draft."""
    if as_json:
        print_json(stored.draft)
        return
    from api.cli.draft_text import render_text

    click.echo(render_text(stored.draft))


def author(app: Any, username: str | None) -> Actor:
    """The named author; the local operator where nobody is named."""
    return actor(app, username) if username else LOCAL_AUTHOR


@click.command("versions")
@click.argument("draft_id")
@as_option
@json_option
def versions(draft_id: str, username: str | None, as_json: bool) -> None:
    """List every version of a draft, oldest first."""
    with application() as app:
        found = app.draft_versions.list(draft_id, author(app, username))
    if as_json:
        print_json(found)
        return
    for each in found:
        click.echo(f"{each.number}  {each.id}  {each.kind or 'draft'}  {each.by}  {each.at:%Y-%m-%d %H:%M}")


COMMANDS: dict[str, click.Command] = {"versions": versions}
"""First word -> command."""
