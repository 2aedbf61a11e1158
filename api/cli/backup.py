"""`coach backup`: the whole embedded store in one file."""

import zipfile
from pathlib import Path

import click

from api.cli.context import application
from api.cli.output import json_option, print_json
from coach.errors import InvalidInput

STORE = "coach.db"


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Write everything to FILE (zip); the vector and word indexes are rebuilt from it."""
    from coach.storage.copying import copy_store

    if file.exists():
        raise InvalidInput(f"{str(file)!r} exists already.", "Choose another name; nothing was overwritten.")
    with application() as app:
        copy = app.settings.home / f"backup-{file.stem}.db"
        copy_store(app.database, copy)
    try:
        part = file.with_suffix(file.suffix + ".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, STORE)
        part.replace(file)
    finally:
        copy.unlink(missing_ok=True)
    size = file.stat().st_size
    print_json({"file": str(file), "bytes": size}) if as_json else click.echo(f"{file}: {size} bytes")
