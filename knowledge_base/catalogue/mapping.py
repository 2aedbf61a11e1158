"""Which column of a file holds which field: guessed from headings and cells, corrected by a person, kept by name."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType

from pydantic import BaseModel, ConfigDict, JsonValue

from knowledge_base.catalogue.fields import SEVERAL, Field, headings, plain
from knowledge_base.catalogue.table import Table
from knowledge_base.errors import BadRecord

Mapping = dict[str, Field | None]
"""Heading -> field; None where the column is left out."""
_SAMPLES = 3
_LONG = 80
"""Mean characters from which a column without a known heading is taken for prose."""
_EXACT, _PART, _CELLS = 1.0, 0.7, 0.4


class ColumnGuess(BaseModel):
    """One column of a file and what it seems to hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: str
    """As the file has it."""
    field: Field | None
    """None where nothing was recognised: such a column is left out."""
    sure: float
    """1 where the heading is known, .7 where a part of it is, .4 where only its cells tell, 0 where nothing does."""
    samples: tuple[str, ...]
    """The first different cells, shortened."""
    filled: int
    """How many rows fill it."""


def guess(table: Table) -> tuple[ColumnGuess, ...]:
    """Guess what each column holds; a field that takes one column gets the likeliest."""
    scored = {heading: _likely(heading, table.column(heading)) for heading in table.headings}
    taken: dict[Field, str] = {}
    for heading, (field, sure) in scored.items():
        if field and field not in SEVERAL and sure > scored.get(taken.get(field, ""), (None, 0.0))[1]:
            taken[field] = heading
    filled = {heading: sum(heading in row.cells for row in table.rows) for heading in table.headings}
    return tuple(
        _guessed(heading, found, table, filled[heading])
        if found[0] in SEVERAL or (found[0] and taken[found[0]] == heading)
        else _guessed(heading, (None, 0.0), table, filled[heading])
        for heading, found in scored.items()
    )


def as_mapping(guesses: Sequence[ColumnGuess]) -> Mapping:
    """The guesses as a mapping."""
    return {each.heading: each.field for each in guesses}


def corrected(guessed: Mapping, corrections: MappingType[str, Field | None]) -> Mapping:
    """Apply a person's corrections; a single field given to another column is taken from the guessed one.

    Raises:
        BadRecord: a heading is not in the file.
    """
    unknown = [heading for heading in corrections if heading not in guessed]
    if unknown:
        raise BadRecord(f"the file has no column {unknown[0]!r}", f"its columns are: {', '.join(guessed)}")
    claimed = {field for field in corrections.values() if field and field not in SEVERAL}
    kept = {h: f for h, f in guessed.items() if h not in corrections}
    return {
        heading: corrections[heading]
        if heading in corrections
        else (None if kept[heading] in claimed else kept[heading])
        for heading in guessed
    }


def reused(table: Table, saved: MappingType[str, Field | None]) -> Mapping:
    """A saved mapping on a file: its headings as saved, others as guessed where their field is still free."""
    known = {plain(heading): field for heading, field in saved.items()}
    guessed = as_mapping(guess(table))
    ours = {heading: known[plain(heading)] for heading in guessed if plain(heading) in known}
    return corrected(guessed, ours)


def check(mapping: Mapping) -> None:
    """Refuse a mapping that cannot give records.

    Raises:
        BadRecord: there is no title, or two columns for a field that takes one.
    """
    fields = [field for field in mapping.values() if field]
    if Field.TITLE not in fields:
        raise BadRecord("no column holds the title", "say which one does, for example --map title=HEADING")
    double = next((f for f in fields if f not in SEVERAL and fields.count(f) > 1), None)
    if double:
        raise BadRecord(f"two columns hold the field {double.value!r}", "choose one of them and leave the other out")


def _guessed(heading: str, found: tuple[Field | None, float], table: Table, filled: int) -> ColumnGuess:
    cells = dict.fromkeys(_short(cell) for cell in table.column(heading, most=40))
    samples = tuple(cells)[:_SAMPLES]
    return ColumnGuess(heading=heading, field=found[0], sure=found[1], samples=samples, filled=filled)


def _short(cell: JsonValue) -> str:
    text = " ".join(", ".join(map(str, cell)).split() if isinstance(cell, list) else str(cell)[:500].split())
    return text if len(text) <= 60 else text[:59] + "…"


def _likely(heading: str, cells: list[JsonValue]) -> tuple[Field | None, float]:
    name = plain(heading)
    known = headings().by_heading
    if name in known:
        return known[name], _EXACT
    parts = [word for word in known if _holds(name, word)]
    if parts:
        return known[max(parts, key=len)], _PART
    field = _by_cells(cells)
    return field, _CELLS if field else 0.0


def _holds(name: str, word: str) -> bool:
    """Whether a heading holds a known one: whole words in Latin script, two characters or more in Chinese."""
    if word.isascii():
        return len(word) > 3 and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", name) is not None
    return len(word) > 1 and word in name


def _by_cells(cells: list[JsonValue]) -> Field | None:
    """What the cells betray by themselves: addresses, dates, long texts; numbers and short words betray nothing."""
    texts = [str(cell) for cell in cells if isinstance(cell, str)]
    if len(texts) < max(1, len(cells) // 2):
        return None
    if _most(texts, lambda text: text.startswith(("http://", "https://"))):
        return Field.URL
    if _most(texts, lambda text: text.strip().lower() in _LANGUAGES):
        return Field.LANGUAGE
    if sum(map(len, texts)) >= _LONG * len(texts):
        return Field.TEXT
    return None


_LANGUAGES = frozenset(
    {"中文", "英文", "汉语", "普通话", "english", "chinese", "zh", "en", "zh-cn", "en-us", "中英双语"}
)


def _most(texts: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, texts)) * 10 >= 7 * len(texts)
