"""`coach restore`: a backup into an empty home."""

import shutil
import zipfile
from pathlib import Path

import click

from api.cli.backup import STORE
from api.cli.context import application
from api.cli.output import json_option, print_json, progress
from coach.errors import InvalidInput
from coach.settings import Settings


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Restore a backup into a COACH_HOME that holds nothing yet, and rebuild the indexes."""
    home = Settings().home
    target = home / STORE
    if target.exists():
        raise InvalidInput(f"{str(home)!r} holds a store already.", "Set COACH_HOME to an empty folder.")
    _unpack(file, target)
    progress("Rebuilding the indexes ...")
    with application() as app:
        app.knowledge.rebuild()
        records = len(app.knowledge.ids())
    print_json({"home": str(home), "records": records}) if as_json else click.echo(f"{records} records in {home}")


def _unpack(file: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive, archive.open(STORE) as packed:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = target.with_suffix(".part")
            with part.open("wb") as out:
                shutil.copyfileobj(packed, out)
            part.replace(target)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise InvalidInput(f"{str(file)!r} is no backup of this product.", "Check the path.") from error
