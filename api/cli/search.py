"""`coach search`: one text, or a file of queries into a run file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from api.cli.context import LOCAL_OPERATOR, application
from api.cli.output import json_option, print_json, progress, read_jsonl
from coach.errors import InvalidInput
from knowledge_base.records import Kind, Passage

if TYPE_CHECKING:
    from knowledge_base.base import KnowledgeBase

Search = dict[str, Any]


@click.command("search")
@click.argument("text", required=False)
@click.option("--kind", type=click.Choice([each.value for each in Kind]), help="Only this kind of record.")
@click.option("--lang", type=click.Choice(["zh", "en", "any"]), default="any", help="Only records in this language.")
@click.option("-k", "k", type=click.IntRange(1, 1000), help="How many results (10; 100 with --queries).")
@click.option("--abstain", is_flag=True, help="Answer nothing where nothing fits.")
@click.option("--queries", type=click.Path(path_type=Path), help="JSONL of {id or _id, text}.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the run goes: qid, docid, rank, score.")
@json_option
def command(text: str | None, queries: Path | None, out: Path | None, as_json: bool, **how: Any) -> None:
    """Search past plans, training and policies in both languages."""
    search: Search = {
        "kinds": frozenset({Kind(how["kind"])}) if how["kind"] else None,
        "language": cast(Literal["zh", "en", "any"], how["lang"]),
        "k": how["k"] or (100 if queries else 10),
        "abstain": how["abstain"],
    }
    if (text is None) == (queries is None) or (queries is None) != (out is None):
        raise InvalidInput("Give a TEXT, or --queries Q.jsonl with --out RUN.tsv.", "See: coach search --help.")
    with application() as app:
        if text is not None:
            _print(app.knowledge.search(LOCAL_OPERATOR, text, **search), as_json=as_json)
        elif queries is not None and out is not None:
            count = _run(app.knowledge, queries, out, search)
            if as_json:
                print_json({"queries": count, "out": str(out)})


def _print(passages: list[Passage], *, as_json: bool) -> None:
    if as_json:
        print_json(passages)
        return
    if not passages:
        click.echo("Nothing fits. 没有合适的结果。")
    for rank, passage in enumerate(passages, 1):
        click.echo(
            f"{rank:2}. {passage.title or passage.record_id}  [{passage.kind}, {passage.language}] {passage.score:.3f}"
        )
        click.echo(f"    {' '.join(passage.text.split())[:160]}")
        click.echo(f"    {passage.record_id} · {passage.source}")


def _run(knowledge: "KnowledgeBase", queries: Path, out: Path, search: Search) -> int:
    if not queries.is_file():
        raise InvalidInput(f"There is no file {str(queries)!r}.", "Check the path.")
    count = 0
    with out.open("w", encoding="utf-8") as run:
        for number, row in read_jsonl(queries):
            if isinstance(row, InvalidInput):
                raise row
            query = str(row.get("_id", row.get("id", number)))
            for rank, found in enumerate(knowledge.search(LOCAL_OPERATOR, str(row.get("text", "")), **search), 1):
                run.write(f"{query}\t{found.record_id}\t{rank}\t{found.score:.6f}\n")
            count += 1
            if count % 100 == 0:
                progress(f"{count} queries")
    return count
