"""Search by words alone, for the time the embedder of the index cannot be opened or does not answer.

Says less than the full search (`search.py`): nothing in the other language, nothing said in other words. Same filters:
only the shelves of the principal are asked, and every row is read again under them.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from knowledge_base import counters, lexical
from knowledge_base.asking import asked_words
from knowledge_base.long_queries import LONGEST
from knowledge_base.records import Passage
from knowledge_base.search import Query, passage_of, shelves_of
from knowledge_base.tables import ChunkRow, RecordRow

_CANDIDATES = 200
_LITTLE = 0.2
"""Share of the weight of the query's words a passage must have where the caller would rather have nothing."""


def words_only(session: Session, query: Query) -> list[Passage]:
    """Return passages that share words with the query, best first; scores between 0 and 1.

    Raises:
        BadQuery: the principal is empty or may read nothing, or `k` is under 1.
    """
    shelves = shelves_of(query)
    totals = counters.totals(session)
    asked = asked_words(query.text[:LONGEST])
    kinds = {shelf.kind for shelf in shelves}
    terms = lexical.query_terms(session, asked, passages=totals.passages, tokens=totals.tokens, kinds=kinds)
    pks = lexical.candidates(session, terms, shelves=shelves, limit=_CANDIDATES)
    allowed = (ChunkRow.kind + "/" + ChunkRow.language).in_([f"{s.kind}/{s.language}" for s in shelves])
    rows = session.execute(
        select(ChunkRow, RecordRow)
        .join(RecordRow, RecordRow.pk == ChunkRow.record_pk)
        .where(ChunkRow.pk.in_(pks), allowed, ~RecordRow.withdrawn)
        .options(load_only(ChunkRow.chunk_id, ChunkRow.text, ChunkRow.tokens))
    )
    ceiling = max(terms.total * (lexical.K1 + 1), 1e-9)
    shares = [(min(lexical.bm25(chunk.tokens, terms) / ceiling, 1.0), chunk, record) for chunk, record in rows]
    enough = [each for each in shares if each[0] > (_LITTLE if query.abstain else 0)]
    best: dict[str, Passage] = {}
    for share, chunk, record in sorted(enough, key=lambda each: (-each[0], each[1].pk)):
        best.setdefault(record.record_id if query.by_record else chunk.chunk_id, passage_of(chunk, record, share))
    return list(best.values())[: query.k]
