"""In which encoding a text file is written, found without reading more of it than needed."""

import codecs
import re
from pathlib import Path
from typing import BinaryIO

from knowledge_base.errors import BadRecord

_SAMPLE = 256 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HINT = "save it again as UTF-8"


def detect_encoding(path: Path) -> str:
    """Return utf-8, utf-8-sig, utf-16(-le/-be), gb18030 or what charset-normalizer finds.

    Raises:
        BadRecord: the file is empty, binary, or in no encoding that can be told.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
            raise BadRecord("the file is empty", "put text into it or take it out of the folder")
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        if b"\0" in head:
            return _wide(head)
        return _of_sample(head if not head.isascii() else _first_foreign_block(file))


def _first_foreign_block(file: BinaryIO) -> bytes:
    """The first block with a byte over 127, from that byte on; empty for a file that is ASCII to its end."""
    while block := file.read(_SAMPLE):
        if found := re.search(rb"[\x80-\xff]", block):
            return block[found.start() :] + file.read(_SAMPLE)
    return b""


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows zeros in every second place; other zeros are a binary file."""
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > 0.2 * half else "utf-16-be" if even > 0.2 * half else ""
    if name and min(even, odd) < 0.02 * half and not _is_binary(head.decode(name, "replace").encode()):
        return name
    if head.count(0) * 1000 < len(head):
        return _of_sample(head.replace(b"\0", b""))
    raise BadRecord("the file is binary, not text", "export it as text, CSV or JSON lines in UTF-8")


def _is_binary(sample: bytes) -> bool:
    return len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", sample)) * 20 > len(sample)


def _of_sample(sample: bytes) -> str:
    if _is_binary(sample):
        raise BadRecord("the file is binary, not text", "export it as text, CSV or JSON lines in UTF-8")
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    foreign = sum(1 for c in text if c > "\x7f")
    if text.count("\ufffd") * 20 <= foreign:
        return "utf-8"
    if _is_chinese(sample):
        return "gb18030"
    return _guessed(sample)


def _is_chinese(sample: bytes) -> bool:
    """GB 18030 decodes nearly anything, so the result must look like Chinese: mostly common characters."""
    try:
        text = codecs.getincrementaldecoder("gb18030")("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    foreign = [c for c in text if c > "\x7f"]
    common = sum(1 for c in foreign if "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" or _is_level_one(c))
    return common * 10 >= len(foreign) * 8


def _is_level_one(character: str) -> bool:
    """Whether a character is among the 3,755 common ones of GB 2312 (rows 16 to 55)."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _guessed(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[: 64 * 1024]).best()
    if best is None or best.chaos > 0.2:
        raise BadRecord("the encoding of the file cannot be told", _HINT)
    return best.encoding
