"""HTML pages: the words a reader sees, without scripts, menus and footers."""

import re
from pathlib import Path

from knowledge_base.errors import BadRecord

_UNSEEN = ("script", "style", "noscript", "template", "svg", "nav", "footer", "iframe", "form", "head")
_BLOCKS = (
    *("p", "div", "section", "article", "main", "header", "ul", "ol", "li", "table", "tr", "blockquote", "pre", "br"),
    *("dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "hr", "aside"),
)


def read_html(path: Path) -> tuple[str, str]:
    """Return (title, text); headings are marked `#`.

    Raises:
        BadRecord: the file is binary.
    """
    from bs4 import BeautifulSoup

    raw = path.read_bytes()
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadRecord("the file is binary, not HTML", "save the page as HTML again")
    soup = BeautifulSoup(raw, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    first = soup.find("h1")
    heading = first.get_text(" ", strip=True) if first else ""
    for tag in soup(_UNSEEN):
        tag.decompose()
    for tag in soup(_BLOCKS):
        level = int(tag.name[1]) if re.fullmatch("h[1-6]", tag.name) else 0
        tag.insert(0, "\n\n" + "#" * level + " " if level else "- " if tag.name == "li" else "\n")
        tag.append("\n")
    for cell in soup(("td", "th")):
        cell.append(" | ")
    return heading or title, _tidy(soup.get_text())


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip(" |") for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
