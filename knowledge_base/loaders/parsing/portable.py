"""PDF files: the text layer, with lines joined to paragraphs again."""

import re
from pathlib import Path

from knowledge_base.errors import BadRecord

MAX_PAGES = 2_000
_PROTECTED = ("the PDF is protected by a password", "save a copy without protection")
_ENDS = ("。", "！", "？", "；", "：", ".", "!", "?", ":", ";", "|")
_ITEM = re.compile(r"\s*(?:[-•·▪◦*]|\d{1,3}[.、)）]|[（(]?[一二三四五六七八九十]{1,3}[、)）])")


def read_pdf(path: Path) -> tuple[str, str]:
    """Return (title, text).

    Raises:
        BadRecord: the file is protected, too long, or has no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadRecord(*_PROTECTED)
        if len(reader.pages) > MAX_PAGES:
            raise BadRecord(f"the PDF has more than {MAX_PAGES:,} pages", "split it")
        pages = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata and reader.metadata.title) or "").strip()
    except (DependencyError, FileNotDecryptedError) as error:
        raise BadRecord(*_PROTECTED) from error
    except PyPdfError as error:
        raise BadRecord("the PDF is broken", "open it and save it again") from error
    text = "\n\n".join(filter(None, (_paragraphs(page) for page in pages)))
    if not text:
        raise BadRecord("the PDF has no text layer", "run text recognition (OCR) on it first")
    return _first_line(text) or title, text


def _paragraphs(page: str) -> str:
    """Join the lines that were broken only because the page is narrow."""
    lines = [line.strip() for line in page.splitlines()]
    full = 0.75 * max((len(line) for line in lines), default=0)
    text = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        ends = not after or len(line) < full or line.endswith(_ENDS) or bool(_ITEM.match(after))
        wide = bool(line) and bool(after) and line[-1] >= "\u2e80" and after[0] >= "\u2e80"
        text += line + ("\n" if ends else "" if wide else " ")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _first_line(text: str) -> str:
    first = text.split("\n", 1)[0].strip()
    return first if len(first) <= 80 else ""
