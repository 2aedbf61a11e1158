"""What a catalogue file would change in the store: the preview, and the id that says "exactly this"."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, JsonValue

from knowledge_base.base import KnowledgeBase
from knowledge_base.catalogue.fields import Field
from knowledge_base.catalogue.mapping import Mapping
from knowledge_base.catalogue.rows import CellTrouble, ReadRows
from knowledge_base.catalogue.shelf import Stored, stored_of, stored_records
from knowledge_base.preparation import redact_record
from knowledge_base.records import Kind, Record
from knowledge_base.vectors import Transaction

SHOWN = 100
"""Changes of one kind, and cells, that a preview lists; all are counted."""
_SHORT = 160


class ChangeKind(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    BACK = "back"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldChange(_Value):
    """One field before and after, shortened."""

    field: str
    """Name of the field, `source` among them."""
    before: str
    """As stored; empty where there was nothing."""
    after: str
    """As in the file; empty where there is nothing any more."""


class Change(_Value):
    """What becomes of one record."""

    kind: ChangeKind
    """What becomes of it."""
    record_id: str
    """Its id; empty for a refused row."""
    title: str
    """Its title, of the file; of the store where it is withdrawn."""
    row: int | None = None
    """Row of the file; None where it is missing from the file."""
    fields: tuple[FieldChange, ...] = ()
    """What differs, of a changed one."""
    trouble: CellTrouble | None = None
    """Why the row is refused."""


class Preview(_Value):
    """What an import would do; nothing has been done."""

    id: str
    """Hash of file, mapping, source and every decision: the import does this or refuses."""
    source: str
    """The catalogue the file is an export of."""
    whole: bool
    """Whether the file is all of that catalogue, so that what is missing in it is withdrawn."""
    mapping: Mapping
    """Which column holds what."""
    rows: int
    """Rows of the file."""
    counts: dict[ChangeKind, int]
    """How many records of each kind, all six."""
    changes: tuple[Change, ...]
    """The first of each kind; unchanged ones are only counted."""
    troubles: tuple[CellTrouble, ...]
    """The first cells that were not read, or with an assumption."""
    trouble_count: int
    """How many there are."""
    trouble_groups: tuple[tuple[str, str, int], ...] = ()
    """(column, code, how many), most first."""
    has_ids: bool
    """Whether a column holds ids; else rows are told apart by title, provider and language."""


@dataclass
class Plan:
    """A preview with everything that is needed to carry it out."""

    preview: Preview
    """What people see."""
    write: list[Record] = field(default_factory=list)
    """New, changed and returning records, as the file has them."""
    withdraw: list[str] = field(default_factory=list)
    """Ids to withdraw."""
    move: list[str] = field(default_factory=list)
    """Ids of records whose content is the same and whose source is new."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks an import to do."""

    source: str
    """The catalogue the file is an export of."""
    mapping: Mapping
    """Which column holds what."""
    whole: bool = False
    """Whether what is missing in the file is to be withdrawn."""
    file_hash: str = ""
    """SHA-256 of the file."""


def plan_import(knowledge: KnowledgeBase, reading: Transaction, rows: ReadRows, wanted: Wanted) -> Plan:
    """Compare a read file with the store; nothing is written.

    Raises:
        StoreUnavailable: the database cannot be read.
    """
    with reading() as session:
        known = stored_records(session, [record.id for _, record in rows.records], source=wanted.source)
    builder = _Builder(knowledge, known, wanted)
    for number, record in rows.records:
        builder.add(number, record)
    if wanted.whole:
        builder.withdraw_others({record.id for _, record in rows.records})
    with reading() as session:
        return builder.plan(rows, stored_of(session, builder.to_compare()))


class _Builder:
    def __init__(self, knowledge: KnowledgeBase, known: dict[str, Stored], wanted: Wanted) -> None:
        self._knowledge = knowledge
        self._known = known
        self._wanted = wanted
        self._decisions: list[tuple[str, str, str, str]] = []
        self._changes: dict[ChangeKind, list[tuple[Change, Record | None]]] = {kind: [] for kind in ChangeKind}
        self._counts = dict.fromkeys(ChangeKind, 0)
        self._write: list[Record] = []
        self._withdraw: list[str] = []
        self._move: list[str] = []
        self._other_kind: list[CellTrouble] = []

    def add(self, number: int, record: Record) -> None:
        """Decide about one record of the file."""
        fresh = self._knowledge.preparation.content_hash(record)
        stored = self._known.get(record.id)
        if stored is not None and stored.kind != Kind.TRAINING:
            self._other_kind.append(CellTrouble(row=number, column="", value=record.id[:80], code="other_kind"))
            return
        kind = _kind(stored, fresh, record.source)
        self._decisions.append((record.id, kind.value, fresh, stored.state if stored else ""))
        self._note(kind, Change(kind=kind, record_id=record.id, title=record.title[:_SHORT], row=number), record)
        if kind is ChangeKind.CHANGED and stored is not None and stored.content_hash == fresh:
            self._move.append(record.id)
        elif kind is not ChangeKind.UNCHANGED:
            self._write.append(record)

    def withdraw_others(self, present: set[str]) -> None:
        """Withdraw what the store has of this source and the file has not."""
        for record_id, stored in sorted(self._known.items()):
            ours = stored.kind == Kind.TRAINING and stored.source == self._wanted.source
            if ours and not stored.withdrawn and record_id not in present:
                self._decisions.append((record_id, ChangeKind.WITHDRAWN.value, "", stored.state))
                change = Change(kind=ChangeKind.WITHDRAWN, record_id=record_id, title=stored.title[:_SHORT])
                self._note(ChangeKind.WITHDRAWN, change, None)
                self._withdraw.append(record_id)

    def to_compare(self) -> list[str]:
        """Ids of the changed records that are shown."""
        return [change.record_id for change, _ in self._changes[ChangeKind.CHANGED]]

    def plan(self, rows: ReadRows, before: dict[str, Record]) -> Plan:
        """Put everything together."""
        refused = [*rows.refused, *self._other_kind]
        self._counts[ChangeKind.REFUSED] = len(refused)
        listed = [self._shown(change, record, before) for some in self._changes.values() for change, record in some]
        listed += [
            Change(kind=ChangeKind.REFUSED, record_id="", title="", row=each.row, trouble=each)
            for each in refused[:SHOWN]
        ]
        preview = Preview(
            id=self._id(refused), source=self._wanted.source, whole=self._wanted.whole, mapping=self._wanted.mapping,
            rows=len(rows.records) + len(rows.refused), counts=self._counts, changes=tuple(listed),
            troubles=tuple(rows.troubles[:SHOWN]), trouble_count=len(rows.troubles),
            trouble_groups=_groups(rows.troubles),
            has_ids=Field.ID in self._wanted.mapping.values(),
        )  # fmt: skip
        return Plan(preview, self._write, self._withdraw, self._move)

    def _note(self, kind: ChangeKind, change: Change, record: Record | None) -> None:
        self._counts[kind] += 1
        if kind is not ChangeKind.UNCHANGED and len(self._changes[kind]) < SHOWN:
            self._changes[kind].append((change, record))

    def _shown(self, change: Change, record: Record | None, before: dict[str, Record]) -> Change:
        """A change as people may see it: redacted as the store is, with what differs."""
        if record is None:
            return change
        after = redact_record(record, self._knowledge.preparation.redactor)
        stored = before.get(change.record_id)
        fields = differences(stored, after) if stored else ()
        return change.model_copy(update={"title": after.title[:_SHORT], "fields": fields})

    def _id(self, refused: Sequence[CellTrouble]) -> str:
        wanted = self._wanted
        parts: list[JsonValue] = [
            wanted.file_hash, wanted.source, wanted.whole, {k: v and v.value for k, v in wanted.mapping.items()},
            [list(each) for each in sorted(self._decisions)], [[each.row, each.code] for each in refused],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _groups(troubles: Sequence[CellTrouble]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter((each.column, each.code) for each in troubles)
    return tuple((column, code, count) for (column, code), count in counted.most_common())


def _kind(stored: Stored | None, fresh: str, source: str) -> ChangeKind:
    if stored is None:
        return ChangeKind.NEW
    if stored.content_hash == fresh:
        return ChangeKind.UNCHANGED if stored.source == source else ChangeKind.CHANGED
    return ChangeKind.BACK if stored.withdrawn else ChangeKind.CHANGED


def differences(before: Record, after: Record) -> tuple[FieldChange, ...]:
    """What differs between two forms of a record, field by field; both redacted."""
    old, new = _flat(before), _flat(after)
    pairs = [(name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys([*new, *old])]
    return tuple(
        FieldChange(field=name, before=_around(was, now), after=_around(now, was))
        for name, was, now in pairs
        if was != now
    )


def _flat(record: Record) -> dict[str, str]:
    parts: dict[str, JsonValue] = {
        "title": record.title, "text": record.text, "language": record.language,
        **record.metadata, "source": record.source,
    }  # fmt: skip
    return {name: _plain(value) for name, value in parts.items() if value not in (None, "", [])}


def _plain(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | bool) else str(value)


def _around(text: str, other: str) -> str:
    """A text shortened so that the first place where it differs from the other can be seen."""
    if len(text) <= _SHORT:
        return text
    same = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(0, same - _SHORT // 4)
    cut = text[start : start + _SHORT]
    return ("…" if start else "") + cut + ("…" if start + _SHORT < len(text) else "")
