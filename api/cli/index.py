"""`coach index`: put records into the knowledge base, check it, rebuild it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli import index_renewal
from api.cli.context import application
from api.cli.output import json_option, print_json, progress
from coach.errors import InvalidInput
from knowledge_base.records import IndexReport, Kind

if TYPE_CHECKING:
    from api.bootstrap import Application
    from knowledge_base.base import KnowledgeBase
    from knowledge_base.ingest import IndexProgress


@click.command("index")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice([*(each.value for each in Kind), "auto"]), default="auto", help="What the files hold."
)
@click.option("--ids", is_flag=True, help="Print the ids in the index, one a line.")
@click.option("--verify", is_flag=True, help="Compare the vector and word indexes with the database.")
@click.option("--rebuild", is_flag=True, help="Rebuild both indexes from the database, without embedding again.")
@click.option("--renew", is_flag=True, help="Make the index anew for the embedder of the settings; searches go on.")
@click.option("--cancel-renewal", is_flag=True, help="Throw away a renewal under way or left half-way.")
@click.option("--state", is_flag=True, help="Say what the index is built with and whether it is what is asked for.")
@json_option
def command(paths: tuple[Path, ...], kind: str, as_json: bool, **modes: bool) -> None:
    """Index files and folders: jsonl csv xlsx json md txt docx pdf html.

    Unchanged content is skipped, so an interrupted run is taken up where it stopped by running it again.
    """
    chosen = [name for name, wanted in modes.items() if wanted]
    if len(chosen) + bool(paths) != 1:
        raise InvalidInput(
            "Give PATHs, or one of --ids, --verify, --rebuild, --renew, --state.",
            "See: coach index --help.",
        )
    only = None if kind == "auto" else Kind(kind)
    with application() as app:
        if paths:
            report = _index(app.knowledge, paths, only, as_json=as_json)
            if any(each.kind is Kind.PLAN for each in report.assumed):
                _propose_cards(app)
        else:
            _MODES[chosen[0]](app.knowledge, only, as_json)


def _index(knowledge: "KnowledgeBase", paths: tuple[Path, ...], kind: Kind | None, *, as_json: bool) -> IndexReport:
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise InvalidInput(f"There is no {missing[0]!r}.", "Check the path; nothing was indexed.")
    report = knowledge.index(paths, kind=kind, progress=_show)
    if as_json:
        print_json(report)
    else:
        _print_report(report)
    return report


def _propose_cards(app: "Application") -> None:
    """What past plans have in common changes with them; HR decides what of it drafting may see."""
    cards = app.precedents.refresh()
    if cards.proposed or cards.withdrawn:
        progress(
            f"Pattern cards: {len(cards.proposed)} wait for HR, {len(cards.withdrawn)} are out of use. "
            "See: coach precedents list --as ADDRESS."
        )


_BECAUSE = {
    "demanded": "as asked",
    "said": "as the rows say",
    "content": "from the content",
    "name": "from the name of file or folder",
    "default": "nothing says otherwise",
}


def _show(step: "IndexProgress") -> None:
    progress(f"{step.done} of {step.records} records, {step.skipped} skipped ({step.rate:.0f}/s)")


def _print_report(report: IndexReport) -> None:
    counts = f"{report.indexed} indexed, {report.unchanged} unchanged, {len(report.skipped)} skipped"
    click.echo(f"{counts} in {report.seconds:.1f} s")
    for each in report.assumed:
        click.echo(f"  {each.path}: {each.records} as {each.kind} ({_BECAUSE[each.because]})")
    if any(each.because in ("content", "name", "default") for each in report.assumed):
        click.echo("  To change it: --kind plan|training|policy, a kind column, or `kind: policy` above a text.")
    for item in report.skipped:
        click.echo(f"  skipped {item.path}: {item.reason}")


def _ids(knowledge: "KnowledgeBase", kind: Kind | None, as_json: bool) -> None:
    ids = knowledge.ids(kind)
    if as_json:
        print_json(ids)
    else:
        for record_id in ids:
            click.echo(record_id)


def _verify(knowledge: "KnowledgeBase", _kind: Kind | None, as_json: bool) -> None:
    report = knowledge.verify()
    if as_json:
        print_json(report)
    else:
        click.echo("The indexes agree with the database." if report.ok else f"The indexes differ: {report}")
    if not report.ok:
        raise click.exceptions.Exit(1)


def _rebuild(knowledge: "KnowledgeBase", _kind: Kind | None, as_json: bool) -> None:
    report = knowledge.rebuild()
    if as_json:
        print_json(report)
    else:
        click.echo(f"Rebuilt: {report}")


_MODES = {
    "ids": _ids, "verify": _verify, "rebuild": _rebuild,
    "renew": index_renewal.renew, "cancel_renewal": index_renewal.cancel, "state": index_renewal.state,
}  # fmt: skip
