"""Word lists in memory say what the tokens say, and follow every change."""

import random
from collections import Counter

import numpy as np
import pytest

from coach.storage.session import Database
from knowledge_base import counters, repository
from knowledge_base.lexical import Terms, bm25
from knowledge_base.postings import Postings
from knowledge_base.records import Kind
from knowledge_base.repository import PreparedChunk, PreparedRecord
from knowledge_base.store import Shelf
from tests.knowledge_base.world import record

VECTOR = np.full(4, 0.5, dtype=np.float32)
SHELVES = [Shelf("training", "en"), Shelf("training", "zh")]
DRAW = random.Random(5)
WORDS = [f"w{n}" for n in range(60)]


def prepared(name: str, *texts: str, language: str = "en", withdrawn: bool = False) -> PreparedRecord:
    given = record(name, " ".join(texts), language="zh" if language == "zh" else "en")
    chunks = tuple(PreparedChunk(text, text, VECTOR) for text in texts)
    return PreparedRecord(given, name, "words", "1", withdrawn, chunks)


def text() -> str:
    return " ".join(DRAW.choices(WORDS, weights=[1 / (n + 1) for n in range(60)], k=DRAW.randint(3, 30)))


def fill(database: Database, count: int) -> None:
    with database.transaction() as session:
        languages = ("en", "zh")
        repository.put(session, [prepared(f"r{n}", text(), text(), language=languages[n % 2]) for n in range(count)])


def stored(database: Database) -> dict[str, tuple[str, str]]:
    """Chunk id -> (language, tokens)."""
    with database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT c.chunk_id, c.language, c.tokens FROM kb_chunks c JOIN kb_records r ON r.pk = c.record_pk "
            "WHERE NOT r.withdrawn"
        )
        return {chunk_id: (language, tokens) for chunk_id, language, tokens in rows}


def agree(words: Postings, database: Database, weights: dict[str, float], *, limit: int = 7) -> None:
    """What memory says of every passage is what its tokens say."""
    with words.lock, database.reading() as session:
        now = counters.totals(session)
        words.refresh(session, now)
        known = words.document_counts(session, weights, most=10_000)
        scores = words.scores(session, weights)
        best = words.best(scores, SHELVES, limit=limit)
        places = {name: words.table.place_of(name) for name in stored(database)}
    average = now.tokens / now.passages
    terms = Terms(weights, sum(weights.values()), average)
    texts = stored(database)
    expected = {name: bm25(tokens, terms) for name, (_, tokens) in texts.items()}
    held = Counter(word for _, tokens in texts.values() for word in set(tokens.split()))
    assert known == {word: held[word] for word in weights if held[word]}
    for name, at in places.items():
        assert at is not None
        assert float(scores[at]) == pytest.approx(expected[name], rel=0.005, abs=1e-6)
    for language in ("en", "zh"):
        ranked = sorted((v for n, v in expected.items() if v > 0 and texts[n][0] == language), reverse=True)[:limit]
        code = words.table.languages([Shelf("training", language)], [language])
        mine = [float(scores[at]) for at in best if code[words.table.code[at]] == 0]
        assert mine == pytest.approx(ranked, rel=0.005)


def test_scores_are_those_of_the_tokens(sqlite_database: Database) -> None:
    fill(sqlite_database, 80)
    words = Postings()
    for weights in ({"w0": 0.1, "w7": 2.0}, {"w30": 3.0}, {"nobody": 5.0}, dict.fromkeys(WORDS, 1.0)):
        agree(words, sqlite_database, weights)


def test_every_change_is_followed(sqlite_database: Database) -> None:
    fill(sqlite_database, 60)
    words, weights = Postings(), {"w1": 1.0, "w9": 2.0, "fresh": 4.0}
    agree(words, sqlite_database, weights)
    epoch = words.table.epoch
    for turn in range(12):
        with sqlite_database.transaction() as session:
            repository.put(session, [prepared(f"r{turn}", text() + " fresh"), prepared(f"n{turn}", text())])
            repository.remove(session, [f"r{turn + 20}"])
        if turn % 3:
            agree(words, sqlite_database, weights)
    assert words.table.epoch == epoch, "nothing was read anew"
    with sqlite_database.transaction() as session:
        repository.put(session, [prepared("r1", "w1 fresh", withdrawn=True)])
    agree(words, sqlite_database, weights)


def test_a_number_given_again_is_no_other_passage(sqlite_database: Database) -> None:
    fill(sqlite_database, 20)
    words = Postings()
    agree(words, sqlite_database, {"w1": 1.0})
    with sqlite_database.transaction() as session:
        repository.remove(session, ["r19"])
        repository.put(session, [prepared("again", "w1 w1 w1", "w2")])
    agree(words, sqlite_database, {"w1": 1.0, "w2": 1.0})
    epoch = words.table.epoch
    for turn in range(4):
        with sqlite_database.transaction() as session:
            repository.put(session, [prepared("again", "w3", *["w1"] * turn)])
        agree(words, sqlite_database, {"w1": 1.0, "w3": 1.0, "w5": 1.0})
    assert words.table.epoch == epoch, "nothing was read anew"


def test_common_words_are_counted_and_not_kept(sqlite_database: Database) -> None:
    fill(sqlite_database, 80)
    words = Postings(budget=60)
    with words.lock, sqlite_database.reading() as session:
        words.refresh(session, counters.totals(session))
        counts = words.document_counts(session, WORDS, most=40)
        assert counts["w0"] > 40
        assert words.document_counts(session, ["w0"], most=40) == {"w0": counts["w0"]}
        assert words.held <= 100
    agree(words, sqlite_database, {"w0": 1.0, "w50": 1.0})


def test_only_shelves_that_may_be_read_are_looked_at(sqlite_database: Database) -> None:
    fill(sqlite_database, 10)
    words = Postings()
    with words.lock, sqlite_database.reading() as session:
        words.refresh(session, counters.totals(session))
        scores = words.scores(session, {"w0": 1.0, "w1": 1.0})
        found = words.best(scores, [Shelf(Kind.TRAINING.value, "zh")], limit=100)
        assert {words.table.shelves[code].language for code in words.table.code[found]} == {"zh"}
        assert len(words.best(scores, [Shelf(Kind.PLAN.value, "zh")], limit=100)) == 0
