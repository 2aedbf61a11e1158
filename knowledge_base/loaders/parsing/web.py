"""HTML pages: the words a reader sees, without scripts, menus and footers."""

import re
from pathlib import Path
from typing import Any

from knowledge_base.errors import BadRecord

_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "footer", "iframe", "form", "head", "title", "object"}
)
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "aside", "ul", "ol", "table", "tr", "blockquote", "pre"),
        *("br", "hr", "dl", "dt", "dd", "figure", "figcaption"),
    }
)


def read_html(path: Path) -> tuple[str, str]:
    """Return (title, text); headings are marked `#`.

    Raises:
        BadRecord: the file is binary.
        MemoryError: the page is too large for the memory allowed.
    """
    from lxml import etree, html

    page = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", _decoded(path.read_bytes()))
    if not page.strip():
        return "", ""
    try:
        root = html.document_fromstring(page)
    except etree.XMLSyntaxError as error:  # this parser recovers from every mistake in a page; only memory stops it
        raise MemoryError from error
    except etree.ParserError:
        return "", ""
    parts: list[str] = []
    _walk(root, parts)
    text = _tidy("".join(parts))
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)
    return heading[1] if heading else " ".join((root.findtext(".//title") or "").split()), text


def _decoded(raw: bytes) -> str:
    from bs4.dammit import UnicodeDammit

    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadRecord("the file is binary, not HTML", "save the page as HTML again")
    page = UnicodeDammit(raw, is_html=True).unicode_markup or ""
    return page.replace("\0", "")


def _walk(root: Any, parts: list[str]) -> None:
    """Append the text of a tree in order; `iterwalk` keeps no stack of ours, so deep pages do no harm."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else "comment"
        if event == "start":
            if name in _UNSEEN or name == "comment":
                walk.skip_subtree()
                continue
            parts.append(_before(name) + (element.text or ""))
        else:
            parts.append(_after(name) + (element.tail or ""))


def _before(name: str) -> str:
    if re.fullmatch("h[1-6]", name):
        return "\n\n" + "#" * int(name[1]) + " "
    return "\n\n" if name in ("p", "ul", "ol", "table") else "- " if name == "li" else "\n" if name in _BLOCKS else ""


def _after(name: str) -> str:
    if name in ("td", "th"):
        return " | "
    return "\n\n" if name[0] == "h" and name[1:].isdigit() else "\n" if name in _BLOCKS or name == "li" else ""


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip(" |") for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
