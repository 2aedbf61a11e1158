"""`coach backup`: the whole embedded store in one file."""

import sqlite3
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
    from sqlalchemy import text

    if file.exists():
        raise InvalidInput(f"{str(file)!r} exists already.", "Choose another name; nothing was overwritten.")
    with application() as app:
        if not app.database.is_sqlite:
            raise InvalidInput("This store is PostgreSQL.", "Back it up with pg_dump; the indexes are rebuilt from it.")
        copy = app.settings.home / f"backup-{file.stem}.db"
        copy.unlink(missing_ok=True)
        with app.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM INTO :path"), {"path": str(copy)})
    try:
        _check(copy)
        part = file.with_suffix(file.suffix + ".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, STORE)
        part.replace(file)
    finally:
        copy.unlink(missing_ok=True)
    size = file.stat().st_size
    print_json({"file": str(file), "bytes": size}) if as_json else click.echo(f"{file}: {size} bytes")


def _check(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        raise InvalidInput(f"The copy of the store is damaged: {answer}.", "Check the disk; keep the last good backup.")
