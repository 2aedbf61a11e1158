"""A document as a Word file, with fonts that hold Chinese."""

import io
from collections.abc import Sequence
from typing import Any

from coach.plans.document import Block, Bullets, Heading, Table, Text, clean

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
"""Fonts of the two scripts; Word replaces one that is not installed."""


def to_docx(blocks: Sequence[Block]) -> bytes:
    """Write the blocks as a Word file."""
    from docx import Document

    document = Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Table Grid"):
        _set_fonts(document.styles[name])
    for block in blocks:
        _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_fonts(style: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), CHINESE)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(clean(block.text), level=block.level - 1)
        case Text():
            document.add_paragraph(clean(block.text))
        case Bullets():
            for item in block.items:
                document.add_paragraph(clean(item), style="List Bullet")
        case Table():
            _add_table(document, block)


def _add_table(document: Any, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.header), style="Table Grid")
    for row in (block.header, *block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)
