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


@click.command("edit")
@click.argument("draft_id")
@click.option("--line", "lines", multiple=True, metavar="NAME=WORDS", help="New words: actions.g1.2=… or goals.g1=…")
@click.option("--drop", multiple=True, metavar="NAME", help="Take a line out: actions.g1.3 or resources.g1.1.")
@click.option("--list", "only_list", is_flag=True, help="Show the names of all lines and change nothing.")
@as_option
@json_option
def edit(  # noqa: PLR0913 - one parameter an option
    draft_id: str, lines: tuple[str, ...], drop: tuple[str, ...], only_list: bool, username: str | None, as_json: bool
) -> None:
    """Change, add (a name without its number) or take out lines; the result is a new version."""
    from api import revising
    from api.cli.draft import answers_of
    from coach.drafting.revision.edit import Change
    from coach.drafting.revision.lines import lines_of

    with application() as app:
        by = author(app, username)
        if only_list:
            for line in lines_of(app.drafts.get(draft_id, by).draft):
                click.echo(f"{line.key}  {line.text}")
            return
        changes = [Change(line=name, text=words) for name, words in answers_of(lines).items()]
        changes += [Change(line=name, text=None) for name in drop]
        shown(revising.edit(app, by, draft_id, changes), as_json=as_json)


@click.command("regenerate")
@click.argument("draft_id")
@click.option("--goal", required=True, help="The goal to write anew: g1, g2 or g3.")
@click.option("--engine", type=click.Choice(["auto", "grounded", "model"]), default="auto", help="Who writes.")
@as_option
@json_option
def regenerate(draft_id: str, goal: str, engine: Any, username: str | None, as_json: bool) -> None:
    """Write one goal anew and keep every other line."""
    from api import revising

    with application() as app:
        made = revising.regenerate(app, author(app, username), draft_id, goal, engine=engine)
        shown(made, as_json=as_json)


@click.command("shorten")
@click.argument("draft_id")
@as_option
@json_option
def shorten(draft_id: str, username: str | None, as_json: bool) -> None:
    """Bring a plan to about a page; what the employer owes and every warning stay."""
    from api import revising

    with application() as app:
        shown(revising.shorten(app, author(app, username), draft_id), as_json=as_json)


@click.command("translate")
@click.argument("draft_id")
@click.option("--to", "language", type=click.Choice(["zh", "en"]), required=True, help="The language wanted.")
@as_option
@json_option
def translate(draft_id: str, language: str, username: str | None, as_json: bool) -> None:
    """Bring a plan into the other language; figures, dates and names stay as they are."""
    from api import revising
    from coach.domain.base import Language

    with application() as app:
        shown(revising.translate(app, author(app, username), draft_id, Language(language)), as_json=as_json)


@click.command("diff")
@click.argument("one")
@click.argument("two")
@as_option
@json_option
def diff(one: str, two: str, username: str | None, as_json: bool) -> None:
    """Two versions line by line: what was added, taken out or changed, and who wrote it."""
    from api import revising

    with application() as app:
        found = revising.difference(app, author(app, username), one, two)
    if as_json:
        print_json(found)
        return
    for each in found.changed:
        where = " ".join(filter(None, (each.section, each.goal)))
        if each.before is not None:
            click.echo(f"- {where}: {each.before}")
        if each.after is not None:
            click.echo(f"+ {where}: {each.after}  [{each.author}]")


COMMANDS: dict[str, click.Command] = {
    each.name or "": each for each in (versions, edit, regenerate, shorten, translate, diff)
}
"""First word -> command."""
