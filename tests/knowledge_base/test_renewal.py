"""Renewal: another embedder is noticed, the old edition serves until one transaction swaps, nothing is done twice."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from coach.storage.session import Database
from knowledge_base import renewal
from knowledge_base.base import KnowledgeBase
from knowledge_base.embeddings import Vectors
from knowledge_base.errors import StoreUnavailable
from knowledge_base.records import Record
from knowledge_base.renewal import RenewalReport, RenewalStatus
from tests.knowledge_base.world import CATALOGUE_RECORDS, EVERYTHING, WordEmbedder, open_kb, record

Progress = Callable[[RenewalStatus], None]


class Wider(WordEmbedder):
    """Another model, with longer vectors, that can be asked not to answer."""

    def __init__(self, name: str = "words-96", *, silent: bool = False) -> None:
        super().__init__(name)
        self.dimension = 96
        self.silent = silent

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if self.silent:
            raise StoreUnavailable("the model does not answer", "start it")
        rows = super().embed_documents(texts)
        return rows[:, [*range(64), *range(32)]] / (1.5**0.5) if len(rows) else rows


def built(database: Database, records: Sequence[Record] = CATALOGUE_RECORDS) -> KnowledgeBase:
    """A store whose index was built with the first model."""
    kb = open_kb(database)
    kb.add(records)
    return kb


def many(count: int) -> list[Record]:
    return [record(f"r{i}", f"Lesson {i} about lathes and presses.", title=f"Lesson {i}") for i in range(count)]


def titles(kb: KnowledgeBase, text: str = "Excel reports") -> list[str]:
    return [found.title for found in kb.search(EVERYTHING, text, k=3)]


def test_another_embedder_is_noticed_and_the_old_one_serves(database: Database) -> None:
    built(database).close()
    new, old = Wider(), WordEmbedder()
    kb = open_kb(database, embedder=new, named=lambda name: old if name == old.name else None)
    state = kb.state()
    assert (state.outdated, state.reason, state.embedder, state.asked_for) == (True, "embedder", old.name, new.name)
    assert (state.search, state.dimension, state.renewal) == ("full", 64, None)
    assert titles(kb)[0] == "Excel for reports"
    assert "Excel reports" in old.embedded
    assert kb.add([record("late", "Grinding wheels.")]).indexed == 1
    assert "Grinding wheels." in [found.text for found in kb.search(EVERYTHING, "grinding wheels")]
    assert new.embedded == []
    kb.close()


def test_a_renewal_swaps_everything_and_every_open_store_follows(database: Database) -> None:
    first = built(database)
    second = open_kb(database, embedder=Wider(), folder=database.home / "elsewhere")
    assert titles(first)[0] == titles(second)[0] == "Excel for reports"
    told: list[RenewalStatus] = []
    report = second.renew(told.append)
    assert (report.renewed, report.total, report.embedder) == (7, 7, "words-96")
    assert (told[-1].done, told[-1].total, told[-1].seconds_left) == (7, 7, 0.0)
    state = second.state()
    assert (state.outdated, state.embedder, state.dimension, state.renewal) == (False, "words-96", 96, None)
    assert titles(second)[0] == "Excel for reports"
    assert second.verify().ok
    assert titles(first)[0] == "Excel for reports", "by words: this one cannot open the new model"
    assert (first.state().search, first.state().reason) == ("words", "embedder")
    assert second.renew().renewed == 0
    first.close()
    second.close()


def test_a_stopped_renewal_goes_on_with_the_next_record(database: Database) -> None:
    built(database, many(20)).close()
    embedder = Wider()
    kb = open_kb(database, embedder=embedder)

    def stop(status: RenewalStatus) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kb.renew(stop)
    left = kb.state().renewal
    assert left is not None
    assert (left.done, left.total, left.running) == (renewal.BATCH, 20, False)
    before = len(embedder.embedded)
    assert kb.renew().renewed == 20 - renewal.BATCH
    done_twice = set(embedder.embedded[:before]) & set(embedder.embedded[before:])
    assert done_twice == set()
    assert kb.verify().ok
    kb.close()


def test_records_that_come_change_and_go_meanwhile_are_in_the_new_edition(database: Database) -> None:
    writer = built(database, many(20))
    kb = open_kb(database, embedder=Wider(), folder=database.home / "elsewhere")
    calls: list[int] = []

    def meddle(status: RenewalStatus) -> None:
        calls.append(status.done)
        if len(calls) == 1:
            writer.add([record("r1", "Now about kumquats."), record("new", "All about quinces.")])
            writer.delete(["r2"])

    kb.renew(meddle)
    assert len(kb.ids()) == 20
    assert kb.verify().ok
    assert [p.record_id for p in kb.search(EVERYTHING, "kumquats", k=1)] == ["r1"]
    assert [p.record_id for p in kb.search(EVERYTHING, "quinces", k=1)] == ["new"]
    writer.close()
    kb.close()


def test_an_indexing_run_across_the_swap_ends_in_the_new_edition(database: Database) -> None:
    old = WordEmbedder()
    kb = open_kb(database, embedder=Wider(), named=lambda name: old if name == old.name else None)
    built(database).close()
    renewed: list[RenewalReport] = []

    def swap(step: object) -> None:
        if not renewed:
            renewed.append(kb.renew())

    kb.add(many(200), progress=swap)
    assert renewed[0].edition == 2
    assert len(kb.ids()) == 207
    assert kb.verify().ok
    assert kb.search(EVERYTHING, "Lesson 199", k=1)[0].record_id == "r199"
    kb.close()


def test_searches_during_renewals_never_fail_and_never_mix(database: Database) -> None:
    records = many(60)
    old = WordEmbedder()
    built(database, records).close()
    kb = open_kb(database, embedder=Wider(), named=lambda name: old if name == old.name else None)
    faults: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                found = kb.search(EVERYTHING, "Lesson 7 about lathes", k=5)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                faults.append(repr(error))
                return
            if found[0].record_id != "r7":
                faults.append(found[0].record_id)

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for each in askers:
        each.start()
    kb.renew()
    stop.set()
    for each in askers:
        each.join()
    assert faults == []
    assert kb.search(EVERYTHING, "Lesson 7 about lathes", k=1)[0].record_id == "r7"
    kb.close()


def test_two_renewals_at_once_are_one(database: Database) -> None:
    built(database, many(20)).close()
    kb = open_kb(database, embedder=Wider())
    other = open_kb(database, embedder=Wider(), folder=database.home / "elsewhere")
    refused: list[str] = []

    def second(status: RenewalStatus) -> None:
        with pytest.raises(StoreUnavailable) as same_home:
            kb.renew()
        with pytest.raises(StoreUnavailable) as other_home:
            other.renew()
        refused.extend([same_home.value.what, other_home.value.what])
        assert other.state().renewal is not None

    kb.renew(second)
    assert "runs already" in refused[0]
    assert "another machine" in refused[1]
    kb.close()
    other.close()


def test_a_cancelled_renewal_stops_and_leaves_nothing(database: Database) -> None:
    built(database, many(20)).close()
    old = WordEmbedder()
    kb = open_kb(database, embedder=Wider(), named=lambda name: old if name == old.name else None)

    def cancel(status: RenewalStatus) -> None:
        assert kb.cancel_renewal()

    with pytest.raises(StoreUnavailable, match="cancelled"):
        kb.renew(cancel)
    state = kb.state()
    assert (state.renewal, state.embedder, state.outdated) == (None, "words-64", True)
    assert kb.search(EVERYTHING, "Lesson 7", k=1)[0].record_id == "r7"
    assert kb.cancel_renewal() is False
    kb.close()


def test_a_silent_embedder_leaves_search_by_words(database: Database) -> None:
    embedder = Wider()
    kb = open_kb(database, embedder=embedder)
    kb.add([*CATALOGUE_RECORDS, record("gone", "Excel reports", title="Excel reports", withdrawn=True)])
    embedder.silent = True
    assert titles(kb)[0] == "Excel for reports"
    assert kb.state().search == "words"
    assert kb.search(EVERYTHING, "zzz") == []
    with pytest.raises(StoreUnavailable, match="does not answer"):
        kb.add([record("late", "Grinding wheels.")])
    kb.close()


def test_another_preparation_is_noticed_and_renewed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    kb = built(database)
    for module in ("preparation", "editions", "renewal", "serving", "state", "ingest", "base"):
        monkeypatch.setattr(f"knowledge_base.{module}.PREPARATION", "next", raising=False)
    assert (kb.state().outdated, kb.state().reason, kb.state().search) == (True, "preparation", "full")
    assert kb.add(CATALOGUE_RECORDS[:2]).indexed == 2, "what comes by is brought up to date"
    assert kb.renew().renewed == 7
    assert not kb.state().outdated
    assert kb.add(CATALOGUE_RECORDS).unchanged == 7
    assert kb.verify().ok
    kb.close()


def test_an_emptied_store_takes_the_embedder_that_is_asked_for(database: Database) -> None:
    first = built(database)
    first.delete(first.ids())
    first.close()
    kb = open_kb(database, embedder=Wider())
    kb.add(CATALOGUE_RECORDS)
    assert (kb.state().embedder, kb.state().outdated) == ("words-96", False)
    assert kb.verify().ok
    kb.close()


_KILLED = """
import os, sys
from pathlib import Path
from coach.storage.session import Database
from tests.knowledge_base.test_renewal import Wider
from tests.knowledge_base.world import open_kb
kb = open_kb(Database(sys.argv[1], home=Path(sys.argv[2])), embedder=Wider())
def die(status):
    if status.done >= 16:
        os.kill(os.getpid(), 9)
kb.renew(die)
"""


def test_a_renewal_that_was_killed_is_taken_up_at_once(database: Database) -> None:
    built(database, many(40)).close()
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _KILLED, database.url, str(database.home)]
    done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert done.returncode == -signal.SIGKILL
    kb = open_kb(database, embedder=Wider())
    left = kb.state().renewal
    assert left is not None
    assert left.done == 16
    assert kb.renew().renewed == 24
    assert kb.verify().ok
    assert kb.search(EVERYTHING, "Lesson 7", k=1)[0].record_id == "r7"
    kb.close()
