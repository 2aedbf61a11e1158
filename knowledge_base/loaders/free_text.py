"""Plain text and Markdown files: title, body and the `key: value` lines that may stand above a Markdown text."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from knowledge_base.errors import BadRecord
from knowledge_base.loaders.jsonlines import UNDECODED, open_text

MAX_BYTES = 10_000_000
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$|^(?P<under>\S[^\n]{0,200})\n(?:=+|-{3,})\s*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\s*\n(.{0,10000}?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_FRONT_LINE = re.compile(r"^([\w -]{1,40}):\s*(.*)$")


@dataclass(frozen=True)
class FreeText:
    """One document: what every parser of documents returns."""

    title: str
    """First heading or the document's own title; empty where it has none."""
    text: str
    """Body with headings marked `# ` and a blank line between paragraphs."""
    facts: dict[str, str] = field(default_factory=dict)
    """What stood above a Markdown text: lang, kind, author and the like."""


def read_text(path: Path) -> FreeText:
    """Read a .txt or .md file.

    Raises:
        BadRecord: the file is empty, binary, over 10 MB or not in one known encoding.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BadRecord("the text is larger than 10 MB", "split it into several files")
    with open_text(path) as file:
        text = file.read()
    bad = len(UNDECODED.findall(text))
    if bad * 100 > len(text):
        raise BadRecord("the file holds bytes of another encoding", "save it again as UTF-8")
    text = UNDECODED.sub("\ufffd", text).lstrip("\ufeff")
    return _markdown(text) if path.suffix.lower() in (".md", ".markdown") else FreeText(_first_line(text), text)


def _markdown(text: str) -> FreeText:
    facts: dict[str, str] = {}
    if front := _FRONT.match(text):
        lines = (_FRONT_LINE.match(line) for line in front[1].splitlines())
        facts = {m[1].strip().lower(): m[2].strip().strip("\"'") for m in lines if m}
        text = text[front.end() :]
    heading = _HEADING.search(text)
    return FreeText(facts.pop("title", "") or (heading[1] or heading["under"] if heading else ""), text, facts)


def _first_line(text: str) -> str:
    """The first line where it looks like a title: short, without a full stop, set off by a blank line."""
    first, _, rest = text.lstrip().partition("\n")
    set_off = not rest or rest.lstrip(" \t").startswith("\n")
    return first.strip() if set_off and len(first) <= 80 and not first.rstrip().endswith(("。", ".", "；", ";")) else ""
