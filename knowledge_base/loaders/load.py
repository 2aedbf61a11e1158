"""One file in, records and skipped items out: the only door of this room besides `find_files`."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import TypeVar

from knowledge_base.errors import BadRecord
from knowledge_base.language import detect_language
from knowledge_base.loaders.cleaning import clean_text
from knowledge_base.loaders.columns import columns
from knowledge_base.loaders.delimited import read_delimited, read_table
from knowledge_base.loaders.free_text import FreeText, read_text
from knowledge_base.loaders.json_document import read_json
from knowledge_base.loaders.jsonlines import read_jsonlines
from knowledge_base.loaders.kinds import KindChooser
from knowledge_base.loaders.parser import DocumentParser, Sheet
from knowledge_base.loaders.rows import RawRow, RowReader
from knowledge_base.records import AssumedKind, Kind, Record, SkippedItem

_ROWS: dict[str, Callable[[Path], Iterator[RawRow]]] = {
    ".jsonl": read_jsonlines,
    ".ndjson": read_jsonlines,
    ".json": read_json,
    ".csv": read_delimited,
    ".tsv": read_delimited,
}
_TEXTS = frozenset({".md", ".markdown", ".txt"})
_PARSED = frozenset({".docx", ".pdf", ".html", ".htm"})
_T = TypeVar("_T")
_ADVICE = {
    ".doc": "save it as .docx",
    ".xls": "save it as .xlsx",
    ".docm": "macros are not read; save it as .docx",
    ".xlsm": "macros are not read; save it as .xlsx",
    ".zip": "unpack it first",
}


def load_files(
    files: Iterable[tuple[Path, Path]], *, kind: Kind | None, assumed: list[AssumedKind] | None = None
) -> Iterator[Record | SkippedItem]:
    """Load the files that `find_files` found, with one parsing process for all of them.

    Args:
        files: (what was asked to be indexed, file).
        kind: the kind of every record; None lets the files say.
        assumed: extended by what each file was taken for, as it is read.
    """
    with DocumentParser() as parser:
        for root, file in files:
            yield from load_file(file, root=root, kind=kind, parser=parser, assumed=assumed)


def load_file(
    path: Path,
    *,
    root: Path,
    kind: Kind | None,
    parser: DocumentParser | None = None,
    assumed: list[AssumedKind] | None = None,
) -> Iterator[Record | SkippedItem]:
    """Read one file and yield its records, and a skipped item for the file or each row that cannot be used.

    Rows are yielded as they are read, so a JSON-lines or CSV file may be larger than memory. Nothing is raised for what
    is wrong with a file. Records are as they came in: redaction is a later step.

    Args:
        path: the file.
        root: what was asked to be indexed; `source` and the ids of documents are relative to it.
        kind: the kind of every record; None leaves it to the row, its columns, the names of file and folders.
        parser: the process that parses office, PDF and HTML files; None starts one for this file.
        assumed: extended by what the file was taken for, and why.
    """
    source = clean_text(path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name)
    kinds = KindChooser(source, kind, columns().kind_of_path(PurePath(root.absolute().name, source)))
    try:
        yield from _load(path, source=source, kinds=kinds, parser=parser)
    except BadRecord as error:
        yield SkippedItem(path=source, reason=f"{error.what}; {error.hint}")
    except OSError as error:
        yield SkippedItem(path=source, reason=f"the file cannot be read ({error.strerror}); check its permissions")
    except UnicodeError:
        yield SkippedItem(path=source, reason="the file breaks off its encoding; save it again as UTF-8")
    if assumed is not None:
        assumed.extend(kinds.assumed())


def _load(
    path: Path, *, source: str, kinds: KindChooser, parser: DocumentParser | None
) -> Iterator[Record | SkippedItem]:
    suffix = path.suffix.lower()
    reader = RowReader(source, kinds)
    if suffix in _ROWS:
        yield from reader.read(_ROWS[suffix](path))
    elif suffix in _TEXTS:
        yield _document(read_text(path), path=path, source=source, kinds=kinds)
    elif suffix == ".xlsx":
        yield from _sheets(_with(parser, lambda p: p.sheets(path)), reader)
    elif suffix in _PARSED:
        yield _document(_with(parser, lambda p: p.document(path)), path=path, source=source, kinds=kinds)
    else:
        advice = _ADVICE.get(suffix, "give jsonl, csv, xlsx, json, md, txt, docx, pdf or html")
        raise BadRecord(f"files of the kind {suffix or path.name!r} are not read", advice)


def _sheets(sheets: list[Sheet], reader: RowReader) -> Iterator[Record | SkippedItem]:
    """The rows of every sheet; a sheet without known headings (a cover, a legend) is skipped by itself."""
    for sheet in sheets:
        place = sheet.name if len(sheets) > 1 else ""
        try:
            yield from reader.read(read_table(sheet.rows), place=place)
        except BadRecord as error:
            yield SkippedItem(path=f"{reader.source}:{sheet.name}", reason=f"{error.what}; {error.hint}")


def _with(parser: DocumentParser | None, job: Callable[[DocumentParser], _T]) -> _T:
    if parser is not None:
        return job(parser)
    with DocumentParser() as own:
        return job(own)


def _document(free: FreeText, *, path: Path, source: str, kinds: KindChooser) -> Record:
    text = clean_text(free.text).strip()
    if not text:
        raise BadRecord("the document holds no text", "a scanned document needs text recognition (OCR) first")
    facts = {clean_text(k): clean_text(v) for k, v in free.facts.items()}
    language = columns().language_of_value(facts.pop("lang", "") or facts.pop("language", ""))
    title = " ".join(clean_text(free.title).split())[:300] or path.stem
    return Record(
        id=source,
        kind=kinds.of_document(facts.get("kind"), title, text),
        title=title,
        text=text,
        language=language or detect_language(text),
        metadata=dict(facts),
        source=source,
    )
