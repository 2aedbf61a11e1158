"""How good a catalogue is: what is missing, expired, unclear or doubled. Nothing is fetched, nothing is changed."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

import numpy as np
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.catalogue.shelf import offered
from knowledge_base.catalogue.twins import MOST, Twins, other_language, record_vectors, same_texts, same_titles
from knowledge_base.embeddings import Vectors
from knowledge_base.records import Kind, Record
from knowledge_base.resources import ResourceFacts
from knowledge_base.tables import ChunkRow, RecordRow
from knowledge_base.vectors import Transaction

SHORT = 40
"""Characters under which a description says too little; a Chinese character counts for three."""
WANTED = ("skills", "level", "hours", "cost", "provider", "url", "next_session", "valid_until")
"""Fields whose absence is counted."""
_DEAD = re.compile(
    r"https?://(?:localhost|127\.|0\.0\.0\.0|192\.168\.|10\.|example\.(?:com|org|net)|[^/]*\.(?:invalid|test|local)(?:[:/]|$)"
    r"|[^/.]+(?:/|$)|.*[\s<>{}|\\^`]|.*(?:xxx|todo|待补))",
    re.IGNORECASE,
)


class Flaw(StrEnum):
    """What may be wrong with a record by itself."""

    NO_DESCRIPTION = "no_description"
    SHORT_DESCRIPTION = "short_description"
    UNKNOWN_LANGUAGE = "unknown_language"
    EXPIRED = "expired"
    NO_SESSION = "no_session"
    BAD_LINK = "bad_link"


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FlawedRecord(_Value):
    """One record with what may be wrong with it."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    source: str
    """The catalogue or file it came from."""
    flaws: tuple[Flaw, ...]
    """What may be wrong."""
    missing: tuple[str, ...]
    """Fields that say nothing."""


class QualityReport(_Value):
    """How good a catalogue is."""

    records: int
    """Training records on offer."""
    languages: dict[str, int]
    """Language -> records."""
    sources: dict[str, int]
    """Catalogue or file -> records."""
    missing: dict[str, int]
    """Field -> records that do not fill it."""
    flaws: dict[Flaw, int]
    """Flaw -> records that have it, all of them."""
    twins: tuple[Twins, ...]
    """Records that may be the same course."""
    compared: bool
    """Whether texts were compared; not in a catalogue of over 20,000 records."""
    rows: tuple[FlawedRecord, ...]
    """Records with a flaw or a missing field, most flaws first."""


def quality(reading: Transaction, *, on: dt.date, source: str = "") -> QualityReport:
    """Report on the training records on offer.

    Args:
        reading: opens a transaction for reading.
        on: the day that decides what has expired.
        source: one catalogue or file only; empty for all.

    Raises:
        StoreUnavailable: the database cannot be read.
    """
    with reading() as session:
        records = [each for each in offered(session) if source in ("", each.source)]
        compared = len(records) <= MOST
        vectors = _vectors(session, records) if compared and records else None
    rows = [flawed(record, on=on) for record in records]
    return QualityReport(
        records=len(records),
        languages=_tally(each.language for each in records),
        sources=_tally(each.source for each in records),
        missing={name: sum(name in row.missing for row in rows) for name in WANTED},
        flaws={flaw: sum(flaw in row.flaws for row in rows) for flaw in Flaw},
        twins=tuple(_twins(records, vectors)),
        compared=compared,
        rows=tuple(sorted((row for row in rows if row.flaws or row.missing), key=lambda r: (-len(r.flaws), r.id))),
    )


def flawed(record: Record, *, on: dt.date) -> FlawedRecord:
    """Say what may be wrong with one record."""
    facts = ResourceFacts.of(record.metadata, language=record.language)
    told = {
        "skills": facts.skills, "level": facts.level, "hours": facts.hours, "provider": facts.provider,
        "url": record.metadata.get("url"), "next_session": facts.sessions, "valid_until": facts.valid_until,
    }  # fmt: skip
    missing = tuple(n for n in WANTED if (facts.cost is None if n == "cost" else not told[n]))
    return FlawedRecord(
        id=record.id, title=record.title[:160], source=record.source, missing=missing,
        flaws=tuple(_flaws(record, facts, on)),
    )  # fmt: skip


def _flaws(record: Record, facts: ResourceFacts, on: dt.date) -> Iterator[Flaw]:
    body = record.text.strip()
    if not body or body == record.title.strip():
        yield Flaw.NO_DESCRIPTION
    elif sum(3 if "\u3400" <= c <= "\u9fff" else 1 for c in body) < SHORT:
        yield Flaw.SHORT_DESCRIPTION
    if record.language == "other":
        yield Flaw.UNKNOWN_LANGUAGE
    if facts.valid_until and facts.valid_until < on:
        yield Flaw.EXPIRED
    if facts.sessions and facts.next_session(on) is None:
        yield Flaw.NO_SESSION
    link = record.metadata.get("url")
    if link and (facts.link is None or _DEAD.match(facts.link)):
        yield Flaw.BAD_LINK


def _twins(records: Sequence[Record], vectors: Vectors | None) -> Iterator[Twins]:
    """Each pair once, by its plainest resemblance."""
    seen: set[frozenset[str]] = set()
    kinds = [same_titles(records)]
    if vectors is not None:
        kinds += [same_texts(records, vectors), other_language(records, vectors)]
    for some in kinds:
        for each in some:
            pair = frozenset((each.first, each.second))
            if pair not in seen:
                seen.add(pair)
                yield each


def _vectors(session: Session, records: Sequence[Record]) -> Vectors:
    rows = session.execute(
        select(RecordRow.record_id, ChunkRow.vector)
        .join(ChunkRow, ChunkRow.record_pk == RecordRow.pk)
        .where(RecordRow.kind == Kind.TRAINING.value, ~RecordRow.withdrawn)
    )
    found: dict[str, list[Vectors]] = defaultdict(list)
    for record_id, vector in rows:
        found[record_id].append(np.frombuffer(vector, dtype="<f4"))
    return record_vectors({record_id: np.array(some) for record_id, some in found.items()}, records)


def _tally(values: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
