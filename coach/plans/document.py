"""A document before it has a format: blocks in order, and how they are written as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML, and so a Word file, cannot hold."""


@dataclass(frozen=True)
class Heading:
    """A heading."""

    text: str
    """Its words."""
    level: int
    """1 is the title."""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    """Its words."""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    """One line each."""


@dataclass(frozen=True)
class Table:
    """A table."""

    header: tuple[str, ...]
    """Column titles."""
    rows: tuple[tuple[str, ...], ...]
    """Cells, as many in a row as there are titles."""


Block = Heading | Text | Bullets | Table
"""A piece of a document."""


def clean(text: str) -> str:
    """The text without characters that no document holds."""
    return _ILLEGAL.sub("", text)


def to_markdown(blocks: Sequence[Block]) -> str:
    """Write the blocks as Markdown; people's text cannot break out of its place."""
    return "\n\n".join(_block(each) for each in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_line(block.text)}"
        case Text():
            return _line(block.text)
        case Bullets():
            return "\n".join(f"- {_line(item)}" for item in block.items)
        case Table():
            rows = (block.header, tuple("---" for _ in block.header), *block.rows)
            return "\n".join(f"| {' | '.join(_line(cell) for cell in row)} |" for row in rows)


def _line(text: str) -> str:
    """One line in which nothing reads as a tag or the border of a cell."""
    joined = " ".join(clean(text).split())
    return joined.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
