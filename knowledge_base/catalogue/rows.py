"""A table and its mapping in, records out; what could not be read is told by row and column, and the row is kept."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, JsonValue

from knowledge_base.catalogue.dates import day_order
from knowledge_base.catalogue.fields import Field, bracketed, plain
from knowledge_base.catalogue.mapping import Mapping
from knowledge_base.catalogue.scripts import simplified
from knowledge_base.catalogue.table import Table, TableRow
from knowledge_base.catalogue.values import ColumnHints, read_cell
from knowledge_base.language import detect_language
from knowledge_base.records import DocumentLanguage, Kind, Record

_MAX_ID = 200
_JOINED = (Field.TEXT, Field.SKILLS)
_OWN = (Field.ID, Field.TITLE, Field.TEXT, Field.LANGUAGE)


class CellTrouble(BaseModel):
    """A cell that could not be read, or was read with an assumption, or a row that was refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    row: int
    """Row number as a spreadsheet shows it."""
    column: str
    """Heading; empty where the whole row is meant."""
    value: str
    """The cell, shortened."""
    code: str
    """A key of `troubles` in `words.json`."""
    slots: dict[str, str] = {}
    """What the sentence of the code leaves open."""


@dataclass
class ReadRows:
    """What a file holds."""

    records: list[tuple[int, Record]] = field(default_factory=list)
    """Row number and record, as the file has it (not redacted)."""
    refused: list[CellTrouble] = field(default_factory=list)
    """Rows that give no record."""
    troubles: list[CellTrouble] = field(default_factory=list)
    """Cells that were not read, or with an assumption; their rows are kept."""


def read_rows(table: Table, mapping: Mapping, *, source: str) -> ReadRows:
    """Turn the rows of a catalogue into training records.

    Args:
        table: the file.
        mapping: which column holds what.
        source: name of the catalogue the file is an export of.
    """
    reader = _Reader(table, mapping, source)
    for row in table.rows:
        reader.read(row)
    return reader.found


class _Reader:
    def __init__(self, table: Table, mapping: Mapping, source: str) -> None:
        self.found = ReadRows()
        self._source = source
        self._columns = [(h, f) for h, f in mapping.items() if f is not None and h in table.headings]
        self._hints = {h: self._hints_of(table, h, f) for h, f in self._columns}
        self._has_id = any(f is Field.ID for _, f in self._columns)
        self._currency = self._currency_of_heading()
        self._seen: dict[str, int] = {}

    def _hints_of(self, table: Table, heading: str, field_: Field) -> ColumnHints:
        dates = field_ in (Field.NEXT_SESSION, Field.VALID_UNTIL)
        unit = bracketed(heading) or ("day" if field_ is Field.HOURS and plain(heading) in _IN_DAYS else "")
        return ColumnHints(unit=unit, order=day_order(table.column(heading, most=5_000)) if dates else None)

    def _currency_of_heading(self) -> str | None:
        from knowledge_base.catalogue.amounts import read_currency

        return next((c for h, f in self._columns if f is Field.COST and (c := read_currency(bracketed(h)))), None)

    def read(self, row: TableRow) -> None:
        if row.problem:
            self.found.refused.append(_refusal(row.number, "unreadable_row", why=row.problem))
            return
        values, troubles = self._values(row)
        record = self._record(row.number, values)
        if isinstance(record, CellTrouble):
            too_long = next((t for t in troubles if t.code == "cell_too_long"), None)
            self.found.refused.append(too_long or record)
            return
        self.found.records.append((row.number, record))
        self.found.troubles.extend(troubles)

    def _values(self, row: TableRow) -> tuple[dict[Field, JsonValue], list[CellTrouble]]:
        values: dict[Field, JsonValue] = {}
        troubles = []
        for heading, field_ in self._columns:
            cell = row.cells.get(heading)
            if cell is None:
                continue
            read = read_cell(field_, cell, self._hints[heading])
            if read.trouble:
                shown = " ".join(str(cell)[:300].split())[:80]
                troubles.append(CellTrouble(row=row.number, column=heading, value=shown, code=read.trouble))
            if read.value is not None:
                values[field_] = _joined(values.get(field_), read.value) if field_ in _JOINED else read.value
        if (trouble := self._price(row, values)) is not None:
            troubles.append(trouble)
        return values, troubles

    def _price(self, row: TableRow, values: dict[Field, JsonValue]) -> CellTrouble | None:
        """Put cost and currency side by side; a price whose currency nobody names is told."""
        price = values.get(Field.COST)
        if not isinstance(price, dict):
            values.pop(Field.CURRENCY, None)
            return None
        values[Field.COST] = price["cost"]
        currency = price.get("currency") or values.get(Field.CURRENCY) or self._currency
        values[Field.CURRENCY] = currency
        if currency or not price["cost"]:
            return None
        heading = next(h for h, f in self._columns if f is Field.COST and h in row.cells)
        return CellTrouble(row=row.number, column=heading, value=str(row.cells[heading])[:80], code="no_currency")

    def _record(self, number: int, values: dict[Field, JsonValue]) -> Record | CellTrouble:
        title = str(values.get(Field.TITLE) or "")
        if not title:
            return _refusal(number, "no_title")
        text = str(values.get(Field.TEXT) or title)
        language = self._language(values, f"{title}\n{text}")
        record_id = str(values.get(Field.ID) or "")
        if len(record_id) > _MAX_ID:
            return _refusal(number, "id_too_long")
        given = bool(record_id)
        record_id = record_id or made_id(self._source, title, str(values.get(Field.PROVIDER) or ""), language)
        first = self._seen.setdefault(record_id, number)
        if first != number:
            return _refusal(number, "same_id" if given else "same_course", other=str(first))
        metadata = dict(_metadata(values))
        return Record(
            id=record_id, kind=Kind.TRAINING, title=title, text=text, language=language,
            metadata=metadata, source=self._source,
        )  # fmt: skip

    @staticmethod
    def _language(values: dict[Field, JsonValue], text: str) -> DocumentLanguage:
        named = values.get(Field.LANGUAGE)
        if named in ("zh", "en", "other"):
            return named  # type: ignore[return-value]  # one of the three
        return detect_language(text)


_IN_DAYS = ("天数", "培训天数", "duration days", "days")


def made_id(source: str, title: str, provider: str, language: str) -> str:
    """The id of a course of a catalogue without ids: the same at the next export as long as these four are."""
    name = re.sub(r"\W+", " ", simplified(f"{title}\x1f{provider}").lower())
    return "cat-" + hashlib.sha256(f"{source}\x1f{name}\x1f{language}".encode()).hexdigest()[:16]


def _metadata(values: dict[Field, JsonValue]) -> Iterator[tuple[str, JsonValue]]:
    for each, value in values.items():
        if each is Field.STATUS:
            yield "withdrawn", True
        elif each not in _OWN and value not in (None, "", []):
            yield each.value, value


def _joined(before: JsonValue, more: JsonValue) -> JsonValue:
    if isinstance(before, list) and isinstance(more, list):
        return list(dict.fromkeys(map(str, [*before, *more])))
    return f"{before}\n\n{more}" if before else more


def _refusal(row: int, code: str, **slots: str) -> CellTrouble:
    return CellTrouble(row=row, column="", value="", code=code, slots=slots)


def said(trouble: CellTrouble, language: str) -> str:
    """What is wrong, in "zh" or "en"."""
    from knowledge_base.catalogue.fields import words

    sentence = getattr(words().troubles[trouble.code], language)
    return str(sentence).format(**{"other": "?", "why": "?", **trouble.slots})
