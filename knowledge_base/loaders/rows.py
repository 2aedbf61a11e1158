"""One row of a catalogue in, one record or the reason against it out."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from knowledge_base.language import detect_language
from knowledge_base.loaders.cleaning import clean_text, clean_value
from knowledge_base.loaders.columns import columns
from knowledge_base.loaders.kinds import KindChooser
from knowledge_base.records import DocumentLanguage, Record, SkippedItem

_OWN = ("id", "title", "text", "language", "kind")
_MAX_ID = 200


@dataclass(frozen=True)
class RawRow:
    """One row as a file gave it."""

    number: int
    """Line or row number as an editor or a spreadsheet shows it, from 1."""
    values: dict[str, JsonValue] | None
    """Heading -> value; None where the row could not be read."""
    problem: str = ""
    """Why it could not be read, with what to do."""


@dataclass
class RowReader:
    """Turns the rows of one file into records and remembers the ids seen."""

    source: str
    """File, relative to what is indexed."""
    kinds: KindChooser
    """Says what kind a row is, and remembers why."""
    _seen: dict[str, str] = field(default_factory=dict)

    def read(self, rows: Iterable[RawRow], *, place: str = "") -> Iterator[Record | SkippedItem]:
        """Yield one record or skipped item per row.

        Args:
            rows: rows of one file or sheet, in order.
            place: name of the sheet where a file has several; row numbers are reported as `sheet!row` then.
        """
        for row in rows:
            spot = f"{place}!{row.number}" if place else str(row.number)
            if row.values is None:
                yield self._skip(spot, row.problem)
            else:
                yield self._item(spot, _renamed(row.values))

    def _item(self, number: str, row: dict[str, JsonValue]) -> Record | SkippedItem:
        title, text, used = _title_and_text(row)
        if not text:
            return self._skip(number, "the row has neither text nor title; fill a text or title column")
        record_id = _id(row, title, text)
        if len(record_id) > _MAX_ID:
            return self._skip(number, f"the id is longer than {_MAX_ID} characters; give the row a shorter one")
        first = self._seen.setdefault(record_id, number)
        if first != number:
            return self._skip(number, f"the id {record_id!r} stands in row {first} already; give every row its own id")
        return Record(
            id=record_id,
            kind=self.kinds.of_row(row),
            title=title,
            text=text,
            language=_language(row, text),
            metadata=_metadata(row, used),
            source=self.source,
        )

    def _skip(self, number: str, reason: str) -> SkippedItem:
        return SkippedItem(path=f"{self.source}:{number}", reason=reason)


def _renamed(values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Headings under our names; where two headings mean the same, the first filled one keeps the name."""
    row: dict[str, JsonValue] = {}
    for heading, value in values.items():
        name = columns().name(clean_text(heading))
        if row.get(name) not in (None, ""):
            name = clean_text(heading).strip()
        row[name] = clean_value(value)
    return row


def _title_and_text(row: dict[str, JsonValue]) -> tuple[str, str, set[str]]:
    """Title, text, and which columns the text was made of."""
    title = " ".join(_as_text(row.get("title")).split())
    if text := _as_text(row.get("text")):
        return title, text, set()
    parts = {name: _as_text(row.get(name)) for name in columns().text_order}
    filled = {name: part for name, part in parts.items() if part}
    return title, "\n\n".join(filled.values()) or title, set(filled)


def _as_text(value: JsonValue) -> str:
    match value:
        case None | bool():
            return ""
        case list():
            return "\n".join(filter(None, (_as_text(v) for v in value)))
        case dict():
            return "\n".join(f"{k}: {_as_text(v)}" for k, v in value.items())
        case _:
            return str(value).strip()


def _id(row: dict[str, JsonValue], title: str, text: str) -> str:
    """The id of the row on one line; a row without one is named by a hash of its content, stable between imports."""
    value = row.get("id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if given := re.sub(r"\s+", " ", _as_text(value)):
        return given
    return "row-" + hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16]


def _language(row: dict[str, JsonValue], text: str) -> DocumentLanguage:
    return columns().language_of_value(row.get("language")) or detect_language(text)


def _metadata(row: dict[str, JsonValue], used: set[str]) -> dict[str, JsonValue]:
    """Every column that is not in the record already; a kind or language of the row's own making is kept too."""
    rest = {name: value for name, value in row.items() if name not in _OWN and name not in used}
    if row.get("kind") not in (None, "") and columns().kind_of_value(row["kind"]) is None:
        rest["kind"] = row["kind"]
    return {name: value for name, value in rest.items() if value is not None}
