"""Words: BM25 over segmented tokens, the same ranking on SQLite (FTS5) and on PostgreSQL (tsvector and GIN)."""

WORDS_TABLE = "kb_words"
"""Full-text table beside `kb_chunks`; not a mapped table. Migrations must leave it and its shadow tables alone."""

INNER_PUNCTUATION = "+#./&_-"
"""ASCII punctuation that may stand inside a token (C++, C#, GB/T, ISO-9001)."""


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
