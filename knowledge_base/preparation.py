"""From a record as it came in to one ready to be stored: redacted, cut, embedded, segmented."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from pydantic import JsonValue

from knowledge_base.chunking import chunk
from knowledge_base.embeddings import Embedder, Vectors, unit_rows
from knowledge_base.records import Kind, Record
from knowledge_base.repository import PreparedChunk, PreparedRecord
from knowledge_base.resources import ResourceFacts
from knowledge_base.segmentation import segment

PREPARATION = "3"
"""Version of redaction, chunking, segmentation and blending: a new one asks for a renewal of the index."""

TITLE_WEIGHT = 0.7
"""How far the vector of a passage leans towards the title of its record: `unit(passage + 0.7 title)`. A title says
what a resource is for; the body of a course page mostly says how it is held."""

MAX_TOKENS = 160
"""Most tokens of a passage: small enough to be quoted; 240 and 320 found no more."""

AT_ONCE = 512
"""Texts given to the embedder in one call."""

_CODES = frozenset({"employee", "manager"})
"""Metadata of plans that are opaque codes already; kept for the k rule, never embedded, never shown."""

_SEPARATOR = "\n\x1e\n"


class _Redacted(Protocol):
    @property
    def text(self) -> str: ...


class TextRedactor(Protocol):
    """What is asked of a redactor (`knowledge_base.redaction.Redactor`)."""

    def redact(self, text: str, *, guess_names: bool = True) -> _Redacted:
        """Return the text with names and identifiers replaced by placeholders, the same within one text."""


@dataclass(frozen=True)
class CutRecords:
    """Records on their way, redacted and cut."""

    records: Sequence[Record]
    """Redacted."""
    hashes: Sequence[str]
    """Content hash of each, taken before redaction."""
    pieces: Sequence[Sequence[str]]
    """Texts of the passages of each."""


@dataclass(frozen=True)
class Preparation:
    """Everything that decides what is stored for a record."""

    embedder: Embedder
    """Makes the vectors."""
    redactor: TextRedactor
    """Masks persons before anything else sees the text."""

    def content_hash(self, record: Record) -> str:
        """Return the hash that says whether anything must be done; where the file lies does not matter."""
        content = record.model_dump(mode="json", exclude={"source"})
        return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True).encode()).hexdigest()

    def cut(self, records: Sequence[Record], hashes: Sequence[str]) -> CutRecords:
        """Redact and cut records: the part that needs no model."""
        masked = [redact_record(record, self.redactor) for record in records]
        pieces = [chunk(record.text, max_tokens=MAX_TOKENS) or [record.title] for record in masked]
        return CutRecords(masked, hashes, pieces)

    def embed(self, cut: CutRecords) -> Vectors:
        """Return the vectors of all passages, in order; one call to the embedder."""
        return self._embed(cut.records, cut.pieces)

    def whole(self, records: Sequence[tuple[Record, str]]) -> list[PreparedRecord]:
        """Redact, cut, embed and segment records, each given with its content hash."""
        cut = self.cut([record for record, _ in records], [content_hash for _, content_hash in records])
        return self.finish(cut, self.embed(cut))

    def finish(self, cut: CutRecords, vectors: Vectors) -> list[PreparedRecord]:
        """Put records, passages and vectors together, with the passages segmented."""
        prepared, at = [], 0
        for record, content_hash, texts in zip(cut.records, cut.hashes, cut.pieces, strict=True):
            rows = vectors[at : at + len(texts)]
            at += len(texts)
            prepared.append(self._assemble(record, content_hash, list(zip(texts, rows, strict=True))))
        return prepared

    def _embed(self, records: Sequence[Record], pieces: Sequence[Sequence[str]]) -> Vectors:
        texts = [
            f"{record.title}\n{piece}" if record.title and piece != record.title else piece
            for record, some in zip(records, pieces, strict=True)
            for piece in some
        ]
        leaning = [i for i, r in enumerate(records) if r.title and list(pieces[i]) != [r.title]]
        rows = self._vectors([*texts, *(records[i].title for i in leaning)])
        owner = np.repeat(np.arange(len(records)), [len(some) for some in pieces])
        titles = np.zeros((len(records), rows.shape[1]), dtype=np.float32)
        titles[leaning] = rows[len(texts) :]
        return unit_rows(rows[: len(texts)] + TITLE_WEIGHT * titles[owner])

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        """Vectors of any number of texts, in memory of a bounded number: one record can have thousands of passages."""
        parts = [self.embedder.embed_documents(texts[i : i + AT_ONCE]) for i in range(0, len(texts), AT_ONCE)]
        return np.concatenate(parts)

    def _assemble(self, record: Record, content_hash: str, parts: Sequence[tuple[str, Vectors]]) -> PreparedRecord:
        title = segment(record.title) + segment(" ".join(ResourceFacts.of(record.metadata).skills))
        return PreparedRecord(
            record=record,
            content_hash=content_hash,
            embedder=self.embedder.name,
            chunking=PREPARATION,
            withdrawn=ResourceFacts.of(record.metadata).withdrawn,
            chunks=tuple(
                PreparedChunk(
                    text=piece,
                    tokens=" ".join(title if piece == record.title and title else [*title, *segment(piece)]),
                    vector=vector,
                )
                for piece, vector in parts
            ),
        )


def redact_record(record: Record, redactor: TextRedactor) -> Record:
    """Mask persons in title, text and every string of the metadata, with the same placeholders throughout.

    In a training catalogue, which is published, only known names and identifiers are masked (decision 0009).
    """
    guess = record.kind is not Kind.TRAINING
    kept = {k: v for k, v in record.metadata.items() if record.kind is Kind.PLAN and k in _CODES}
    open_ = {k: v for k, v in record.metadata.items() if k not in kept}
    strings = _strings(open_)
    parts = [record.title, record.text, *strings]
    if any("\x1e" in part for part in parts):
        parts = [part.replace("\x1e", " ") for part in parts]
    masked = redactor.redact(_SEPARATOR.join(parts), guess_names=guess).text.split(_SEPARATOR)
    if len(masked) != len(parts):
        masked = [redactor.redact(part, guess_names=guess).text for part in parts]
    replaced = iter(masked[2:])
    metadata = {str(k): _refill(v, replaced) for k, v in open_.items()} | kept
    return record.model_copy(update={"title": masked[0], "text": masked[1], "metadata": metadata})


def _strings(value: JsonValue) -> list[str]:
    """All strings in a value, in order, web addresses left out."""
    if isinstance(value, str):
        return [] if _is_address(value) else [value]
    if isinstance(value, dict):
        return [found for inner in value.values() for found in _strings(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in _strings(inner)]
    return []


def _refill(value: JsonValue, replaced: Iterator[str]) -> JsonValue:
    if isinstance(value, str):
        return value if _is_address(value) else next(replaced)
    if isinstance(value, dict):
        return {key: _refill(inner, replaced) for key, inner in value.items()}
    if isinstance(value, list):
        return [_refill(inner, replaced) for inner in value]
    return value


def _is_address(value: str) -> bool:
    return value.startswith(("https://", "http://")) and " " not in value
