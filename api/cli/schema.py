"""`coach schema`: the JSON Schema of what a command answers; the files under docs/schemas are these."""

import importlib
import json

import click

from coach.errors import InvalidInput

SCHEMAS = {
    "draft": "coach.domain.draft:Draft",
    "gap": "coach.domain.gap:GapDescription",
    "search": "knowledge_base.records:Passage",
    "index": "knowledge_base.records:IndexReport",
    "tone": "coach.domain.wording:ToneReport",
    "smart": "coach.domain.smart:SmartMarks",
    "review": "coach.domain.review:Review",
    "plan": "coach.domain.plan:Plan",
    "evallog": "evals.log:EvalLog",
}
"""Name -> module:type."""


def schema_of(name: str) -> str:
    """The JSON Schema of one type, as text.

    Raises:
        InvalidInput: no such name.
    """
    if name not in SCHEMAS:
        raise InvalidInput(f"There is no schema {name!r}.", f"One of: {', '.join(SCHEMAS)}.")
    module, _, attribute = SCHEMAS[name].partition(":")
    model = getattr(importlib.import_module(module), attribute)
    return json.dumps(model.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2, sort_keys=True)


@click.command("schema")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (it always is).")
def command(name: str, as_json: bool) -> None:
    """Print the JSON Schema of an answer: draft, gap, search, index, tone, smart, review, plan, evallog."""
    click.echo(schema_of(name))
