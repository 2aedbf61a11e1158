"""Is an office file, which is a zip archive, safe to open? Checked before any parser sees it."""

import re
import zipfile
from pathlib import Path

from knowledge_base.errors import BadRecord

MAX_UNPACKED = 100_000_000
MAX_RATIO = 100
MAX_MEMBERS = 5_000
_SMALL = 1_000_000
"""Below this unpacked size the ratio does no harm: an empty template packs very well."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_SAVE_PLAIN = "open it, remove the protection and save it again"


def check_archive(path: Path) -> None:
    """Refuse what is protected, broken, a bomb, or carries macros, archives or document type declarations.

    Raises:
        BadRecord: with the reason.
    """
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise BadRecord("the file is protected by a password or in the old Office format", _SAVE_PLAIN)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_sizes(members)
            for member in members:
                _check_member(archive, member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise BadRecord("the file is broken", "open it in its program and save it again") from error


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(m.file_size for m in members)
    packed = max(1, sum(m.compress_size for m in members))
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise BadRecord("the file unpacks to more than 100 MB", "split it, or save its text as .md or .txt")
    single = max((m.file_size / max(1, m.compress_size) for m in members if m.file_size > _SMALL), default=0)
    if single > MAX_RATIO or (unpacked > _SMALL and unpacked / packed > MAX_RATIO):
        raise BadRecord("the file is packed more than a hundredfold", "open it and save it again, or save its text")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise BadRecord("the file is protected by a password", _SAVE_PLAIN)
    name = member.filename.lower()
    if "vbaproject" in name:
        raise BadRecord("the file carries macros", "save it without macros")
    left = member.file_size
    with archive.open(member) as part:
        start = b""
        while block := part.read(1 << 16):
            left -= len(block)
            if left < 0:
                raise BadRecord("the file unpacks to more than it says", "open it and save it again")
            if not start and block.startswith(_NESTED):
                raise BadRecord("the file has another archive inside", "take the embedded file out and save it again")
            if name.endswith((".xml", ".rels")) and _DECLARATION.search(start + block.replace(b"\0", b"")):
                raise BadRecord("the file declares document types or entities", "open it and save it again")
            start = block[-20:].replace(b"\0", b"")
