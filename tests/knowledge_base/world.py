"""Stand-ins with the real protocols: an embedder without a model, redactors without rules, records to remember."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import JsonValue

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import Embedder, Vectors, unit_rows
from knowledge_base.preparation import TextRedactor
from knowledge_base.records import Kind, Principal, Record
from knowledge_base.segmentation import segment
from knowledge_base.serving import EmbedderByName

EVERYTHING = Principal(id="u-1", kinds=frozenset(Kind))
CATALOGUE = Principal(id="u-2", kinds=frozenset({Kind.TRAINING, Kind.POLICY}))


class WordEmbedder:
    """A text is the sum of fixed random vectors of its words: texts that share words are near each other."""

    def __init__(self, name: str = "words-64") -> None:
        self.name = name
        self.dimension = 64
        self.embedded: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return unit_rows([np.sum([_word(w) for w in segment(text)] or [_word("")], axis=0) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        row: Vectors = self.embed_documents([text])[0]
        return row


def _word(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
    return np.random.default_rng(seed).standard_normal(64)


@dataclass(frozen=True)
class Masked:
    text: str


class NoRedaction:
    def redact(self, text: str, *, guess_names: bool = True) -> Masked:
        return Masked(text)


class MaskLiHua:
    """Masks one made-up person."""

    def redact(self, text: str, *, guess_names: bool = True) -> Masked:
        return Masked(text.replace("李华", "[姓名1]").replace("13800000000", "[电话1]"))


def open_kb(
    database: Database,
    *,
    folder: Path | None = None,
    embedder: Embedder | None = None,
    redactor: TextRedactor | None = None,
    named: EmbedderByName | None = None,
) -> KnowledgeBase:
    return KnowledgeBase(
        transaction=database.transaction,
        reading=database.reading,
        folder=folder or database.home / "vectors",
        embedder=embedder or WordEmbedder(),
        redactor=redactor or NoRedaction(),
        embedder_named=named,
    )


def record(
    id_: str,
    text: str,
    *,
    title: str = "",
    kind: Kind = Kind.TRAINING,
    language: Literal["zh", "en", "other"] = "en",
    **metadata: JsonValue,
) -> Record:
    return Record(id=id_, kind=kind, title=title, text=text, language=language, metadata=metadata, source="world")


CATALOGUE_RECORDS = [
    record("en-excel", "Pivot tables, lookups and checking formulas in spreadsheets.", title="Excel for reports"),
    record("en-calls", "Listening, apologising and closing a difficult call.", title="Calm telephone calls"),
    record("en-safety", "Lock-out, protective equipment and near-miss reports.", title="Machine safety"),
    record("zh-excel", "数据透视表、查找函数与公式核对。", title="Excel 报表实务", language="zh"),
    record("zh-calls", "倾听、致歉与结束一次艰难的通话。", title="电话沟通", language="zh"),
    record("zh-safety", "上锁挂牌、防护用品与未遂事件上报。", title="设备安全操作", language="zh"),
    record("policy-leave", "Leave is asked for two weeks ahead.", title="Leave", kind=Kind.POLICY),
]
