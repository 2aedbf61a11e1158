"""`coach tone`: wording of one text or of a batch."""

import re
from pathlib import Path
from typing import Any

import click

from api.cli.output import json_option, jsonl_writer, print_json, read_jsonl, read_text
from coach.domain.base import Language
from coach.domain.wording import Register, ToneReport
from coach.errors import CoachError, InvalidInput


@click.command("tone")
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the text from a file.")
@click.option("--lang", type=click.Choice(["auto", "zh", "en"]), default="auto", help="Language of the text.")
@click.option("--batch", type=click.Path(path_type=Path), help="JSONL of {id, text}.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the rows of a batch go.")
@click.option("--register", type=click.Choice(["auto", "formal", "spoken"]), help="How the words offered should sound.")
@click.option("--apply", "apply_", metavar="1,3", help="Print the text with these changes only; 'none' or 'all'.")
@json_option
def command(text: str | None, file: Path | None, as_json: bool, **how: Any) -> None:
    """Find wording that hurts, with spans and reasons, and offer other words and a full rewrite."""
    if how["batch"] is not None:
        _batch(how["batch"], how["out"])
        return
    if how["register"] or how["apply_"] is not None:
        _revise(read_text(text, file), how, as_json)
        return
    report = _check(read_text(text, file), how["lang"])
    if as_json:
        print_json(report)
    else:
        _print(report)


def _check(text: str, lang: str) -> ToneReport:
    from coach.tone.check import check_tone

    return check_tone(text, language=None if lang == "auto" else Language(lang))


def _revise(text: str, how: dict[str, Any], as_json: bool) -> None:
    from coach.tone.revision import revise

    made = revise(
        text,
        language=None if how["lang"] == "auto" else Language(how["lang"]),
        register=Register(how["register"] or "auto"),
        accepted=_chosen(how["apply_"]),
    )
    if as_json:
        print_json(made)
        return
    for edit in made.edits:
        click.echo(f"[{'x' if edit.accepted else ' '}] {edit.id}. {edit.before} → {edit.after or '(leave out / 删去)'}")
    if made.balance:
        click.echo(f"\n{made.balance.explanation}")
    click.echo(f"\n{made.rewrite}")


def _chosen(given: str | None) -> tuple[int, ...] | None:
    if given is None or given.strip() == "all":
        return None
    numbers = [] if given.strip() == "none" else re.split(r"[,，\s]+", given.strip())
    if not all(number.isdecimal() for number in numbers):
        raise InvalidInput(f"{given!r} are no numbers of changes.", "Write them as 1,3, or 'all' or 'none'.")
    return tuple(map(int, numbers))


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
