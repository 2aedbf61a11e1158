"""How rare a word is, counted in what the asker may read: else a score would tell that a plan has the word.

Only rare words are counted anew: whether a word stands in 51 or 52 passages hardly moves a score.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

RARE = 50
"""Passages; a word in more of them is counted over the whole store."""


def visible_counts(session: Session, counts: Mapping[str, int], kinds: Iterable[str]) -> dict[str, int]:
    """Return in how many passages of some kinds each word stands.

    Args:
        session: an open transaction.
        counts: word -> passages of the whole store that have it.
        kinds: kinds of record the asker may read.
    """
    allowed = sorted(set(kinds))
    rare = [word for word, count in counts.items() if 0 < count <= RARE]
    sqlite = session.get_bind().dialect.name == "sqlite"
    found = (
        "kb_words w JOIN kb_chunks c ON c.pk = w.rowid WHERE kb_words MATCH :word"
        if sqlite
        else "kb_words w JOIN kb_chunks c ON c.pk = w.chunk_pk WHERE w.words @@ CAST(:word AS tsquery)"
    )
    statement = text(f"SELECT count(*) FROM {found} AND c.kind IN :kinds")  # noqa: S608 - our own names
    statement = statement.bindparams(bindparam("kinds", expanding=True))
    quote = '"' if sqlite else "'"
    counted = {
        word: session.execute(statement, {"word": f"{quote}{word}{quote}", "kinds": allowed}).scalar() or 0
        for word in rare
    }
    return {**counts, **counted}
