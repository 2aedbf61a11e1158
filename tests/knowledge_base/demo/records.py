"""Reading the demo files for the tests; rows stay plain dictionaries, as a loader first sees them."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEMO = Path(__file__).parents[3] / "knowledge_base" / "demo"
POLICIES = DEMO / "policies"

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """Every row of a JSONL file in the demo folder."""
    return [json.loads(line) for line in (DEMO / name).read_text(encoding="utf-8").splitlines()]


def people() -> list[dict[str, str]]:
    """The lines of the synthetic staff list."""
    with (DEMO / "people.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def users() -> list[Row]:
    """The demo sign-ins."""
    found: list[Row] = json.loads((DEMO / "users.json").read_text(encoding="utf-8"))
    return found


def policies() -> dict[str, str]:
    """File name -> text of each policy."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(POLICIES.glob("*.md"))}


def strings(value: object) -> Iterator[str]:
    """Every string inside a row, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def length(row: Row) -> int:
    """Words of an English text, Chinese characters of a Chinese one."""
    text: str = row["text"]
    return len(re.findall(r"[\u4e00-\u9fff]", text)) if row["lang"] == "zh" else len(text.split())


def mentions(text: str, number: float) -> bool:
    """Whether the number stands in the text as a number of its own."""
    return re.search(rf"(?<![\d.]){re.escape(str(number))}(?!\d|\.\d)", text) is not None
