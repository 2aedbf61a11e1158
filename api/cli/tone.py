"""`coach tone`: wording of one text or of a batch."""

from pathlib import Path
from typing import Any

import click

from api.cli.output import json_option, jsonl_writer, print_json, read_jsonl, read_text
from coach.domain.base import Language
from coach.domain.wording import ToneReport
from coach.errors import CoachError, InvalidInput


@click.command("tone")
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the text from a file.")
@click.option("--lang", type=click.Choice(["auto", "zh", "en"]), default="auto", help="Language of the text.")
@click.option("--batch", type=click.Path(path_type=Path), help="JSONL of {id, text}.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the rows of a batch go.")
@json_option
def command(text: str | None, file: Path | None, as_json: bool, **how: Any) -> None:
    """Find wording that hurts, with spans and reasons, and offer other words and a full rewrite."""
    if how["batch"] is not None:
        _batch(how["batch"], how["out"])
        return
    report = _check(read_text(text, file), how["lang"])
    if as_json:
        print_json(report)
    else:
        _print(report)


def _check(text: str, lang: str) -> ToneReport:
    from coach.tone.check import check_tone

    return check_tone(text, language=None if lang == "auto" else Language(lang))


def _print(report: ToneReport) -> None:
    if not report.problem:
        click.echo("Nothing to change. 无需修改。")
        return
    for item in report.suggestions:
        click.echo(f"{item.start}-{item.end} {item.category} ({item.severity}): {item.text}")
        click.echo(f"    {item.reason}")
        click.echo(f"    → {item.replacement or '(leave out / 删去)'}")
    click.echo(f"\n{report.rewrite}")


def _batch(source: Path, out: Path | None) -> None:
    if out is None or not source.is_file():
        raise InvalidInput("A batch needs --batch IN.jsonl (a file) and --out OUT.jsonl.", "Check both paths.")
    with jsonl_writer(out) as write:
        for number, row in read_jsonl(source):
            if isinstance(row, InvalidInput):
                write({"id": f"line-{number}", "error": row.what})
                continue
            lang = row.get("lang") if row.get("lang") in ("zh", "en") else "auto"
            try:
                report = _check(str(row.get("text", "")), str(lang)).model_dump(mode="json")
            except CoachError as error:
                report = {"error": error.what}
            write({"id": row.get("id", str(number)), **report})
