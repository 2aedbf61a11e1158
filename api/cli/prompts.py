"""`coach prompts`: what a model is told, whose words those are, and whether they would work."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.cli.output import json_option, print_json, table
from coach.domain.base import Language
from coach.errors import InvalidInput

if TYPE_CHECKING:
    from coach.prompting import Prompts

lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of the prompt.")


@click.group("prompts")
def command() -> None:
    """List, show, compare and check the prompts: ours, and yours in COACH_PROMPTS_FOLDER."""


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List every prompt with its inputs, its fingerprint and whose file is used."""
    from coach.prompt_check import entries

    found = entries(_prompts())
    if as_json:
        print_json([asdict(entry) for entry in found])
        return
    table((e.language.value, e.name, e.origin, e.fingerprint[:12], ", ".join(e.inputs), e.description) for e in found)


@command.command("show")
@click.argument("name")
@lang_option
@click.option("--shipped", is_flag=True, help="The one shipped with the product, whatever your folder holds.")
@json_option
def show(name: str, lang: str, shipped: bool, as_json: bool) -> None:
    """Print the text of one prompt or part."""
    from coach.prompting import Prompts

    text = (Prompts() if shipped else _prompts()).source(name, Language(lang))
    if as_json:
        print_json({"name": name, "language": lang, "text": text})
    else:
        click.echo(text, nl=not text.endswith("\n"))


@command.command("diff")
@click.argument("name", required=False)
@lang_option
@json_option
def diff(name: str | None, lang: str, as_json: bool) -> None:
    """Show how your prompts differ from the shipped ones: one prompt, or all of both languages."""
    from coach.prompt_check import difference, entries

    prompts = _prompts()
    wanted = [(name, Language(lang))] if name else [(e.name, e.language) for e in entries(prompts)]
    found = [(n, language, difference(prompts, n, language)) for n, language in wanted]
    if as_json:
        print_json([{"name": n, "language": language, "diff": text} for n, language, text in found if text])
        return
    click.echo("".join(text for *_, text in found) or "No difference from the shipped prompts. 与自带提示词相同。")


@command.command("check")
@json_option
def check(as_json: bool) -> None:
    """Check every prompt as the drafting engine would use it; exit 1 where one would not work."""
    from coach.prompt_check import problems

    found = problems(_prompts())
    if as_json:
        print_json([asdict(problem) for problem in found])
    for problem in found if not as_json else []:
        click.echo(f"{problem.language.value}/{problem.name}: {problem.what}. {problem.hint}")
    if found:
        click.echo("Until these are mended, what they ask for is drafted without a model.", err=True)
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo("All prompts can be used. 全部提示词可用。")


def _prompts() -> "Prompts":
    from coach.prompting import Prompts
    from coach.settings import Settings

    folder = Settings().prompts_folder
    if folder is not None and not folder.is_dir():
        raise InvalidInput(f"COACH_PROMPTS_FOLDER is {str(folder)!r}, which is no folder.", "Correct or unset it.")
    return Prompts(folder)
