"""Words: BM25 over segmented tokens, the same ranking on SQLite (FTS5) and on PostgreSQL (tsvector and GIN).

The database only proposes candidates; their BM25 is computed here from their tokens, so both databases rank alike.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from knowledge_base.segmentation import INNER_PUNCTUATION
from knowledge_base.visible import visible_counts

WORDS_TABLE = "kb_words"
"""Full-text table beside `kb_chunks`; not a mapped table. Migrations must leave it and its shadow tables alone."""

K1 = 1.2
"""How soon repeating a word stops to count (the usual BM25 value)."""

B = 0.75
"""How much a long passage is held back (the usual BM25 value)."""

MAX_TERMS = 32
"""A long query is asked by its rarest words."""

MAX_TYPED = 400
"""Different words of a query that are looked at."""

_COMMON = 0.25
"""A word in more than this share of all passages finds everything, hence nothing."""


@dataclass(frozen=True)
class Asked:
    """The words of a query."""

    typed: Sequence[str]
    """Tokens of the text as typed."""
    added: Mapping[str, float] = field(default_factory=dict)
    """Token of another name for what was typed -> what it weighs beside a typed one, 0 to 1."""


@dataclass(frozen=True)
class Terms:
    """The words of a query that are worth asking, with their weight."""

    weights: Mapping[str, float]
    """Token -> inverse document frequency, lower for an added one."""
    total: float
    """Sum of the weights of all typed words, also of those no passage has."""
    average_length: float
    """Mean number of tokens a passage has."""


def create_statements(dialect_name: str) -> list[str]:
    """Return the statements that create the full-text table.

    Args:
        dialect_name: SQLAlchemy's name of the database, "sqlite" or "postgresql".

    Raises:
        ValueError: for another database.
    """
    if dialect_name == "sqlite":
        tokenizer = f"ascii tokenchars ''{INNER_PUNCTUATION}''"
        return [
            f"CREATE VIRTUAL TABLE {WORDS_TABLE} USING fts5(tokens, content='', contentless_delete=1, "
            f"tokenize='{tokenizer}')",
            f"CREATE VIRTUAL TABLE {WORDS_TABLE}_terms USING fts5vocab('{WORDS_TABLE}', 'row')",
        ]
    if dialect_name == "postgresql":
        return [
            f"CREATE TABLE {WORDS_TABLE} (chunk_pk bigint PRIMARY KEY REFERENCES kb_chunks (pk) ON DELETE CASCADE, "
            "words tsvector NOT NULL)",
            f"CREATE INDEX ix_{WORDS_TABLE}_words ON {WORDS_TABLE} USING gin (words)",
        ]
    raise ValueError(f"no full text for the database {dialect_name!r}; use sqlite or postgresql")


def drop_statements(dialect_name: str) -> list[str]:
    """Return the statements that remove what `create_statements` created, in order."""
    terms = [f"DROP TABLE IF EXISTS {WORDS_TABLE}_terms"] if dialect_name == "sqlite" else []
    return [*terms, f"DROP TABLE IF EXISTS {WORDS_TABLE}"]


def add_words(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    """Put passages into the full text.

    Args:
        session: an open transaction.
        rows: (pk of the chunk, its tokens joined by spaces).
    """
    if not rows:
        return
    values = [{"pk": pk, "tokens": tokens} for pk, tokens in rows]
    if _is_sqlite(session):
        session.execute(text(f"INSERT INTO {WORDS_TABLE} (rowid, tokens) VALUES (:pk, :tokens)"), values)  # noqa: S608
        return
    words = "array_to_tsvector(array_remove(string_to_array(:tokens, ' '), ''))"
    session.execute(text(f"INSERT INTO {WORDS_TABLE} (chunk_pk, words) VALUES (:pk, {words})"), values)  # noqa: S608


def remove_words(session: Session, pks: Sequence[int]) -> None:
    """Take passages out of the full text; unknown ones do not matter."""
    if not pks:
        return
    key = "rowid" if _is_sqlite(session) else "chunk_pk"
    session.execute(text(f"DELETE FROM {WORDS_TABLE} WHERE {key} = :pk"), [{"pk": pk} for pk in pks])  # noqa: S608


def clear_words(session: Session) -> None:
    """Empty the full text."""
    session.execute(text(f"DELETE FROM {WORDS_TABLE}"))  # noqa: S608


def word_pks(session: Session) -> set[int]:
    """Return the pks of all passages the full text knows."""
    key = "rowid" if _is_sqlite(session) else "chunk_pk"
    return set(session.execute(text(f"SELECT {key} FROM {WORDS_TABLE}")).scalars())  # noqa: S608


def query_terms(
    session: Session, asked: Asked, *, passages: int, tokens: int, kinds: Iterable[str] | None = None
) -> Terms:
    """Choose the words of a query that are worth asking.

    Args:
        session: an open transaction.
        asked: the words; operators of the databases are plain punctuation here.
        passages: number of passages stored.
        tokens: number of tokens they have together.
        kinds: kinds of record the asker may read; None for all. Rare words are counted among them alone.
    """
    known = _document_counts(session, all_words(asked))
    known = known if kinds is None else visible_counts(session, known, kinds)
    return chosen(asked, known, passages=passages, tokens=tokens)


def all_words(asked: Asked) -> list[str]:
    """Return every word whose count decides what is asked, each once; those typed come first."""
    return list(dict.fromkeys([*_typed(asked), *asked.added]))


def most_common(passages: int) -> float:
    """Return in how many passages a word may stand and still tell something."""
    return max(_COMMON * passages, 5)


def chosen(asked: Asked, known: Mapping[str, int], *, passages: int, tokens: int) -> Terms:
    """Choose the words that are worth asking, by how many passages have them.

    Args:
        asked: the words.
        known: word -> number of passages that have it; none for words nobody has.
        passages: number of passages stored.
        tokens: number of tokens they have together.
    """
    typed, words = _typed(asked), all_words(asked)
    rarity = {word: _weight(known.get(word, 0), passages) for word in words}
    weights = rarity | {word: asked.added[word] * rarity[word] for word in words[len(typed) :]}
    found = [word for word in weights if known.get(word, 0)]
    telling = [word for word in found if known[word] <= most_common(passages)] or found
    kept = sorted(telling, key=lambda word: -weights[word])[:MAX_TERMS]
    total = sum(rarity[word] for word in typed)
    return Terms({word: weights[word] for word in kept}, total, tokens / max(passages, 1))


def _typed(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.typed))[:MAX_TYPED]


def candidates(session: Session, terms: Terms, *, shelves: Iterable[tuple[str, str]], limit: int) -> list[int]:
    """Return pks of passages that have some of the words, the likely best first, at most `limit` per language.

    Args:
        session: an open transaction.
        terms: the words asked.
        shelves: (kind, language) pairs that may be looked at: the permission filter is part of the query.
        limit: per language.
    """
    pairs = sorted(set(shelves))
    if not terms.weights or not pairs:
        return []
    allowed = " OR ".join(f"(c.kind = :kind{i} AND c.language = :language{i})" for i in range(len(pairs)))
    values: dict[str, object] = {"limit": limit}
    for i, (kind, language) in enumerate(pairs):
        values |= {f"kind{i}": kind, f"language{i}": language}
    hits = _sqlite_hits(terms, values) if _is_sqlite(session) else _postgres_hits(terms, values)
    statement = (
        f"WITH hits AS MATERIALIZED ({hits.format(allowed=allowed)}), "  # noqa: S608
        "placed AS (SELECT pk, score, row_number() OVER (PARTITION BY language ORDER BY score DESC, pk) AS place "
        "FROM hits) SELECT pk FROM placed WHERE place <= :limit ORDER BY score DESC, pk"
    )
    return list(session.execute(text(statement), values).scalars())


def bm25(tokens: str, terms: Terms) -> float:
    """Return the BM25 of one passage; 0 where it has none of the words."""
    words = tokens.split(" ")
    length = K1 * (1 - B + B * len(words) / max(terms.average_length, 1e-9))
    score = 0.0
    for word, count in Counter([word for word in words if word in terms.weights]).items():
        score += terms.weights[word] * count * (K1 + 1) / (count + length)
    return score


def _weight(documents: int, passages: int) -> float:
    return math.log(1 + (passages - documents + 0.5) / (documents + 0.5))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _document_counts(session: Session, words: Sequence[str]) -> dict[str, int]:
    """How many passages have each word."""
    if not words:
        return {}
    if _is_sqlite(session):
        statement = text(f"SELECT term, doc FROM {WORDS_TABLE}_terms WHERE term IN :words")  # noqa: S608
        rows = session.execute(statement.bindparams(bindparam("words", expanding=True)), {"words": list(words)})
    else:
        statement = text(
            f"SELECT w, (SELECT count(*) FROM {WORDS_TABLE} WHERE words @@ ('''' || w || '''')::tsquery) "  # noqa: S608
            "FROM unnest(CAST(:words AS text[])) AS w"
        )
        rows = session.execute(statement, {"words": list(words)})
    return {str(word): int(count) for word, count in rows}


def _sqlite_hits(terms: Terms, values: dict[str, object]) -> str:
    values["match"] = " OR ".join(f'"{word}"' for word in terms.weights)
    return (
        f"SELECT c.pk AS pk, c.language AS language, -bm25({WORDS_TABLE}) AS score FROM {WORDS_TABLE} "  # noqa: S608
        f"JOIN kb_chunks c ON c.pk = {WORDS_TABLE}.rowid WHERE {WORDS_TABLE} MATCH :match AND ({{allowed}})"
    )


def _postgres_hits(terms: Terms, values: dict[str, object]) -> str:
    values["match"] = " | ".join(f"'{word}'" for word in terms.weights)
    parts = []
    for i, (word, weight) in enumerate(terms.weights.items()):
        values |= {f"word{i}": f"'{word}'", f"weight{i}": weight}
        parts.append(f"CASE WHEN w.words @@ CAST(:word{i} AS tsquery) THEN CAST(:weight{i} AS real) ELSE 0 END")
    return (
        f"SELECT c.pk AS pk, c.language AS language, {' + '.join(parts)} AS score FROM {WORDS_TABLE} w "  # noqa: S608
        "JOIN kb_chunks c ON c.pk = w.chunk_pk WHERE w.words @@ CAST(:match AS tsquery) AND ({allowed})"
    )
