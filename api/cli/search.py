"""`coach search`: one text, or a file of queries into a run file."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from api.cli.context import LOCAL_OPERATOR, application
from api.cli.output import json_option, print_json, progress
from api.cli.queries import one_line, read_queries
from coach.errors import InvalidInput
from knowledge_base.records import Kind

if TYPE_CHECKING:
    from api.finding import Finder, Found
    from knowledge_base.matches import ExplainedPassage

Search = dict[str, Any]
_NOTICES = {
    "query-condensed": "The text is long: its most telling sentences were compared. 文字较长，只比较最有信息的句子。",
    "expired-left-out": "Training that is no longer valid is left out; --expired shows it. 已过有效期的资源没有列出。",
    "no-words": "The text holds no letter and no digit. 文字中没有可以检索的内容。",
}


@click.command("search")
@click.argument("text", required=False)
@click.option("--kind", type=click.Choice([each.value for each in Kind]), help="Only this kind of record.")
@click.option("--lang", type=click.Choice(["zh", "en", "any"]), default="any", help="Only records in this language.")
@click.option("-k", "k", type=click.IntRange(1, 1000), help="How many results (10; 100 with --queries).")
@click.option("--abstain", is_flag=True, help="Answer nothing where nothing fits.")
@click.option("--explain", is_flag=True, help="Say which words met, and the facts of each resource.")
@click.option("--expired", is_flag=True, help="Show training that is no longer valid, too.")
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
        from api.finding import Finder

        finder = Finder(app.knowledge, LOCAL_OPERATOR, dt.date.today(), expired=how["expired"])
        if text is not None:
            _print(finder.find(text, **search), as_json=as_json, explain=how["explain"])
        elif queries is not None and out is not None:
            count = _run(finder, queries, out, search)
            if as_json:
                print_json({"queries": count, "out": str(out)})


def _print(found: "Found", *, as_json: bool, explain: bool) -> None:
    for notice in found.notices:
        progress(_NOTICES[notice])
    if as_json:
        print_json([p if explain else p.model_dump(mode="json", exclude={"match"}) for p in found.passages])
        return
    if not found.passages:
        click.echo("Nothing fits. 没有合适的结果。")
    for rank, passage in enumerate(found.passages, 1):
        click.echo(
            f"{rank:2}. {passage.title or passage.record_id}  [{passage.kind}, {passage.language}] {passage.score:.3f}"
        )
        click.echo(f"    {' '.join(passage.text.split())[:160]}")
        for line in _reasons(passage) if explain else ():
            click.echo(f"    {line}")
        click.echo(f"    {passage.record_id} · {passage.source}")


def _reasons(passage: "ExplainedPassage") -> Iterator[str]:
    """Words that met, other names of a skill, facts: only what is there."""
    match = passage.match
    words = dict.fromkeys(mark.text for mark in match.marks if mark.part != "query")
    yield f"words 相同的词: {', '.join(words) or '– (the meaning is near 意思相近)'}"
    for alias in match.aliases:
        yield f"alias 同义: {alias.query} ↔ {alias.passage}"
    if match.facts is not None:
        facts = match.facts.model_dump(mode="json", exclude_defaults=True, exclude={"gap_types", "industries"})
        said = (f"{name}: {_plain(value)}" for name, value in facts.items())
        yield "facts 说明: " + "; ".join(said)
    if match.unavailable is not None:
        yield f"not to be offered today 目前不能推荐: {match.unavailable}"


def _plain(value: Any) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _run(finder: "Finder", queries: Path, out: Path, search: Search) -> int:
    """Write the run beside its place and move it there when it is whole: a run is never half of one."""
    rows = read_queries(queries)
    part = out.with_name(f"{out.name}.part") if out.is_file() or not out.exists() else out
    try:
        with part.open("w", encoding="utf-8", errors="backslashreplace") as run:
            for count, (query, text) in enumerate(rows, 1):
                for rank, found in enumerate(finder.passages(text, **search)[0], 1):
                    run.write(f"{query}\t{one_line(found.record_id)}\t{rank}\t{found.score:.6f}\n")
                if count % 100 == 0:
                    progress(f"{count} queries")
        if part != out:
            part.replace(out)
    finally:
        if part != out:
            part.unlink(missing_ok=True)
    return len(rows)
