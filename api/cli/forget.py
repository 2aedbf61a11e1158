"""`coach forget`: delete records from SQL, words, vectors and caches, and clean the files."""

import click

from api.cli.context import actor, application, as_option
from api.cli.output import json_option, print_json


@click.command("forget")
@click.argument("record_ids", nargs=-1, required=True)
@click.option("--keep-files", is_flag=True, help="Leave the bytes in the files for a later forget.")
@as_option
@json_option
def command(record_ids: tuple[str, ...], keep_files: bool, username: str | None, as_json: bool) -> None:
    """Delete records everywhere. Pattern cards they stood behind are checked at once."""
    with application() as app:
        done = app.memory.forget(record_ids, by=actor(app, username), clean_files=not keep_files)
        if as_json:
            print_json(done)
            return
        click.echo(f"{done.records} deleted in {done.seconds:.1f} s")
        for release in done.withdrawn:
            click.echo(f"  pattern card withdrawn: {release}")
