"""Records that may be the same course: by title and provider, by wording, and across languages by meaning."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge_base.catalogue.scripts import simplified
from knowledge_base.embeddings import Vectors, unit_rows
from knowledge_base.records import Record

MOST = 20_000
"""Records that are compared by vectors; beyond it only titles are."""
NEAR = 0.9
"""Cosine from which two records of one language are compared word by word."""
SAME_WORDS = 0.6
"""Share of common five-character pieces from which they are one text with small changes."""
ACROSS = 0.55
"""Cosine from which two records that are each other's nearest across languages may be the same course. The bundled
embedder finds 114 of 115 translated course pages and no other pair; of the demo catalogue 31 of 36, and 7 others."""
_BLOCK = 2_000
_PIECE = 5


class TwinKind(StrEnum):
    """How two records resemble each other."""

    SAME_TITLE = "same_title"
    SAME_TEXT = "same_text"
    OTHER_LANGUAGE = "other_language"


class Twins(BaseModel):
    """Two records that may be the same course."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: TwinKind
    """`same_title`: title and provider; `same_text`: nearly the same words; `other_language`: a hint, no error."""
    first: str
    """Id of a record."""
    second: str
    """Id of the other."""
    titles: tuple[str, str]
    """Their titles."""
    likeness: float
    """1 for equal titles, share of common pieces for texts, cosine across languages."""


def same_titles(records: Sequence[Record]) -> Iterator[Twins]:
    """Yield records of one language with the same title and provider, each with the first of them."""
    first: dict[tuple[str, str, str], Record] = {}
    for record in records:
        provider = str(record.metadata.get("provider") or "")
        key = (folded(record.title), folded(provider), record.language)
        if not key[0]:
            continue
        lead = first.setdefault(key, record)
        if lead is not record:
            yield _twins(TwinKind.SAME_TITLE, lead, record, 1.0)


def same_texts(records: Sequence[Record], vectors: Vectors) -> Iterator[Twins]:
    """Yield pairs of one language with nearly the same words.

    Args:
        records: any number.
        vectors: a unit vector for each, in the same order.
    """
    for language in sorted({record.language for record in records}):
        places = [at for at, record in enumerate(records) if record.language == language]
        for one, other in _near_pairs(vectors[places]):
            a, b = records[places[one]], records[places[other]]
            if (likeness := _common(a.text, b.text)) >= SAME_WORDS:
                yield _twins(TwinKind.SAME_TEXT, a, b, likeness)


def other_language(records: Sequence[Record], vectors: Vectors) -> Iterator[Twins]:
    """Yield Chinese and English records that are each other's nearest; those joined by `pair` are left out."""
    zh = [at for at, record in enumerate(records) if record.language == "zh"]
    en = [at for at, record in enumerate(records) if record.language == "en"]
    if not zh or not en:
        return
    to_en, score = _nearest(vectors[zh], vectors[en])
    to_zh, _ = _nearest(vectors[en], vectors[zh])
    for at, (mate, likeness) in enumerate(zip(to_en, score, strict=True)):
        if likeness < ACROSS or to_zh[mate] != at:
            continue
        a, b = records[zh[at]], records[en[mate]]
        if not (a.metadata.get("pair") and a.metadata.get("pair") == b.metadata.get("pair")):
            yield _twins(TwinKind.OTHER_LANGUAGE, a, b, float(likeness))


def record_vectors(chunks: dict[str, Vectors], records: Sequence[Record]) -> Vectors:
    """Return one unit vector a record: the mean of its passages; zeros for a record without any.

    Args:
        chunks: record id -> vectors of its passages, one row each.
        records: in the order of the result.
    """
    width = next((rows.shape[1] for rows in chunks.values()), 1)
    means = [chunks[each.id].mean(axis=0) if each.id in chunks else np.zeros(width, np.float32) for each in records]
    return unit_rows(means)


def folded(text: str) -> str:
    """Lower case, half width, Simplified, letters and digits only."""
    return re.sub(r"[\W_]+", "", simplified(unicodedata.normalize("NFKC", text)).lower())


def _near_pairs(vectors: Vectors) -> Iterator[tuple[int, int]]:
    """Pairs of rows nearer than `NEAR`, block by block so that memory stays small."""
    for start in range(0, len(vectors), _BLOCK):
        near = vectors[start : start + _BLOCK] @ vectors[start:].T
        for one, other in np.argwhere(near >= NEAR):
            if other > one:
                yield start + int(one), start + int(other)


def _nearest(of: Vectors, among: Vectors) -> tuple[list[int], list[float]]:
    best: list[int] = []
    score: list[float] = []
    for start in range(0, len(of), _BLOCK):
        near = of[start : start + _BLOCK] @ among.T
        at = near.argmax(axis=1)
        best += at.tolist()
        score += near[np.arange(len(at)), at].tolist()
    return best, score


def _common(one: str, other: str) -> float:
    a, b = _pieces(one), _pieces(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def _pieces(text: str) -> set[str]:
    whole = folded(text[:5_000])
    return {whole[i : i + _PIECE] for i in range(max(1, len(whole) - _PIECE + 1))} if whole else set()


def _twins(kind: TwinKind, a: Record, b: Record, likeness: float) -> Twins:
    titles = (a.title[:160], b.title[:160])
    return Twins(kind=kind, first=a.id, second=b.id, titles=titles, likeness=round(likeness, 3))
