"""`coach audit`: is the record unbroken?"""

from pathlib import Path

import click

from api.cli.context import application
from api.cli.output import json_option, print_json
from coach.errors import InvalidInput


@click.command("audit")
@click.argument("action", type=click.Choice(["verify", "export"]))
@click.option("--out", type=click.Path(path_type=Path), help="Where an export goes (JSONL).")
@json_option
def command(action: str, out: Path | None, as_json: bool) -> None:
    """Verify the hash chain of the audit log, or export it."""
    from coach.review.record import export_audit, verify_audit

    with application() as app:
        if action == "export":
            if out is None:
                raise InvalidInput("An export needs --out FILE.", "For example: coach audit export --out audit.jsonl.")
            count = export_audit(app.database, out)
            print_json({"entries": count, "out": str(out)}) if as_json else click.echo(f"{count} entries in {out}")
            return
        report = verify_audit(app.database)
        if as_json:
            print_json(report)
        else:
            click.echo(f"{report.entries} entries, unbroken. head {report.head}" if report.ok else "It is broken:")
            for problem in report.problems:
                click.echo(f"  {problem}")
        if not report.ok:
            raise click.exceptions.Exit(1)
