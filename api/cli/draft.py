"""`coach draft`: one gap description, or a batch."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.context import LOCAL_AUTHOR, actor, application
from api.cli.output import json_option, jsonl_writer, print_json, progress, read_jsonl, read_text
from coach.domain.base import Language
from coach.domain.draft import Draft
from coach.domain.gap import GapDescription
from coach.errors import CoachError, InvalidInput
from knowledge_base.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from api.bootstrap import Application
    from knowledge_base.records import Asker

VERSION_COMMANDS = ("versions", "edit", "regenerate", "shorten", "translate", "diff")
"""First words that go to `api.cli.draft_versions`."""
BATCH_FIELDS = ("id", "text", "lang", "role", "industry", "as_of")
"""All that a batch row may say; anything else is not read."""


class _DraftCommand(click.Command):
    """`coach draft` itself, and behind its first word the commands on versions of a draft."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args and args[0] in VERSION_COMMANDS:
            from api.cli.draft_versions import COMMANDS

            return COMMANDS[args[0]].make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command("draft", cls=_DraftCommand)
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the description from a file.")
@click.option("--batch", type=click.Path(path_type=Path), help="JSONL of {id, text, lang?, role?, industry?, as_of?}.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the rows of a batch go.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day durations count from (today).")
@click.option("--lang", type=click.Choice(["auto", "zh", "en"]), default="auto", help="Language of the draft.")
@click.option("--role", help="The role of the employee.")
@click.option("--industry", help="The industry.")
@click.option("--engine", type=click.Choice(["auto", "grounded", "model"]), default="auto", help="Who drafts.")
@click.option("--redo", "redo", metavar="DRAFT_ID", help="Draft again with answers to the questions of this draft.")
@click.option("--answer", "answers", multiple=True, metavar="q1=WORDS", help="An answer, with --redo; repeat it.")
@click.option(
    "--as",
    "username",
    envvar="COACH_USER",
    help="Address of the author, to send it to review; patterns of their own team are left out.",
)
@json_option
def command(text: str | None, file: Path | None, as_json: bool, **how: Any) -> None:
    """Draft an improvement plan: goals, actions, resources, support, check-ins, each with its sources.

    \b
    Versions of a draft: coach draft --redo DRAFT_ID --answer q1="4%"
                         coach draft versions|edit|regenerate|shorten|translate DRAFT_ID
                         coach draft diff DRAFT_ID DRAFT_ID
    """
    today = how["as_of"].date() if how["as_of"] else dt.date.today()
    if how["redo"] is not None:
        _redo(how, as_json=as_json)
        return
    if how["batch"] is not None:
        _batch(how["batch"], how["out"], how | {"today": today})
        return
    row = {"text": read_text(text, file), "lang": how["lang"], "role": how["role"], "industry": how["industry"]}
    description = describe(row, today=today)
    with application() as app:
        known = description.model_copy(update={"known_names": app.people.names()})
        draft = app.drafter.draft(known, engine=how["engine"], progress=progress, asker=_asker(app, how["username"]))
        draft = _store(app, draft, description, username=how["username"])
        if as_json:
            print_json(draft)
        else:
            from api.cli.draft_text import render_text

            click.echo(render_text(draft))


def _redo(how: dict[str, Any], *, as_json: bool) -> None:
    from api.cli.draft_versions import shown
    from api.revising import redo_now

    with application() as app:
        by = actor(app, how["username"]) if how["username"] else LOCAL_AUTHOR
        given = answers_of(how["answers"])
        shown(redo_now(app, by, how["redo"], given, engine=how["engine"], progress=progress), as_json=as_json)


def answers_of(said: tuple[str, ...]) -> dict[str, str]:
    """The answers of `--answer q1=WORDS`.

    Raises:
        InvalidInput: one has no question in front of a "=".
    """
    given = {}
    for each in said:
        name, sign, words = each.partition("=")
        if not sign or not name.strip():
            raise InvalidInput("An answer needs its question.", 'Write it as --answer q1="4%".')
        given[name.strip()] = words
    return given


def describe(row: dict[str, Any], *, today: dt.date) -> GapDescription:
    """The gap description of a row; only `BATCH_FIELDS` are read.

    Raises:
        InvalidInput: the row has no text, or a date that is none.
    """
    text, as_of = row.get("text"), row.get("as_of")
    if not isinstance(text, str):
        raise InvalidInput("The row has no text.", "Each row needs a field text with the description.")
    try:
        day = dt.date.fromisoformat(as_of) if as_of else today
    except (TypeError, ValueError):
        raise InvalidInput(f"as_of is no date: {as_of!r}.", "Write it as YYYY-MM-DD.") from None
    language = Language(row["lang"]) if row.get("lang") in ("zh", "en") else None
    role, industry = (str(row[name]) if row.get(name) else None for name in ("role", "industry"))
    return GapDescription(text=text, language=language, role=role, industry=industry, as_of=day)


def _store(app: "Application", draft: Draft, description: GapDescription, *, username: str | None) -> Draft:
    """Keep the draft and its scores; without a named user it is kept as the local operator's."""
    by = actor(app, username) if username else LOCAL_AUTHOR
    draft_id = app.drafts.save(draft, description, by=by, subject_employee_id=None)
    return draft.model_copy(update={"id": draft_id})


def _asker(app: "Application", username: str | None) -> "Asker | None":
    """Whose past plans no precedent may need; None where nobody is named, hence nobody's team is known."""
    from coach.precedents.askers import asker_of

    return asker_of(app.database, actor(app, username), None) if username else None


def _batch(source: Path, out: Path | None, how: dict[str, Any]) -> None:
    if out is None or not source.is_file():
        raise InvalidInput("A batch needs --batch GAPS.jsonl (a file) and --out DRAFTS.jsonl.", "Check both paths.")
    with application() as app, jsonl_writer(out) as write:
        for number, row in read_jsonl(source):
            write(_batch_row(app, number, row, how))
            progress(f"{number} drafted")


def _batch_row(app: "Application", number: int, row: Any, how: dict[str, Any]) -> dict[str, Any]:
    """One row in, one row out, whatever the row holds."""
    if isinstance(row, InvalidInput):
        return {"id": f"line-{number}", "error": row.what}
    known = {name: row[name] for name in BATCH_FIELDS if name in row}
    row_id = known.get("id", str(number))
    try:
        description = describe(known, today=how["today"])
        named = description.model_copy(update={"known_names": app.people.names()})
        draft = app.drafter.draft(named, engine=how["engine"], asker=_asker(app, how["username"]))
        draft = _store(app, draft, description, username=how["username"])
    except (CoachError, KnowledgeBaseError) as error:
        return {"id": row_id, "error": " ".join(f"{error.what} {error.hint}".split())}
    except Exception as error:  # noqa: BLE001 - the edge of a row: a defect in one must not lose the rest
        return {"id": row_id, "error": f"Unexpected {type(error).__name__}. Report it with the text that caused it."}
    return {"id": row_id, "draft": draft}
