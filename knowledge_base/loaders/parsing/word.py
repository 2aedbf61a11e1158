"""Word documents: paragraphs, headings, lists and tables in their order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge_base.loaders.parsing.archive import check_archive


def read_word(path: Path) -> tuple[str, str]:
    """Return (title, text); headings are marked `#`, table cells stand on one line with bars between.

    Raises:
        BadRecord: the archive is refused.
    """
    check_archive(path)
    from docx import Document

    document = Document(str(path))
    levels = _heading_levels(document)
    lines: list[str] = []
    title = ""
    for text, level in _blocks(document, levels):
        title = title or (text if level else "")
        lines.append(f"{'#' * level} {text}" if level else text)
    return title or (document.core_properties.title or "").strip(), "\n\n".join(lines)


def _heading_levels(document: Any) -> dict[str, int]:
    """Style id -> level of the heading; `Title` counts as 1. Style names are English in the file in every language."""
    levels: dict[str, int] = {}
    for style in document.styles:
        name = (style.name or "").lower()
        if name == "title":
            levels[style.style_id] = 1
        elif name.startswith("heading ") and name[8:].isdigit():
            levels[style.style_id] = min(int(name[8:]), 6)
    return levels


def _blocks(document: Any, levels: dict[str, int]) -> Iterator[tuple[str, int]]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ((row, 0) for row in _rows(block))
        elif text := block.text.strip():
            yield text, levels.get(block._p.style or "", 0)


def _rows(table: Any) -> Iterator[str]:
    """One line per row, read from the XML: merged cells appear once, and large tables stay quick."""
    from docx.oxml.ns import qn

    for row in table._tbl.tr_lst:
        cells = ("".join(t.text or "" for t in cell.iter(qn("w:t"))).strip() for cell in row.tc_lst)
        if line := " | ".join(cells).strip(" |"):
            yield line
