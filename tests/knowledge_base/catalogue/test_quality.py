import csv
import datetime as dt
import io
import json
from collections.abc import Sequence

import pytest
from pydantic import JsonValue

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.catalogue import twins
from knowledge_base.catalogue.quality import Flaw, flawed, quality
from knowledge_base.catalogue.sheet import as_csv, quality_csv
from knowledge_base.catalogue.twins import TwinKind
from knowledge_base.embeddings import BundledEmbedder
from knowledge_base.records import Record
from tests.architecture.source import ROOT
from tests.knowledge_base.world import record

TODAY = dt.date(2026, 11, 22)
LONG = "Setting up, running and cleaning a lathe, with a practical test at the end of the day."


def flaws(text: str = LONG, language: str = "en", **metadata: JsonValue) -> Sequence[Flaw]:
    return flawed(record("a", text, title="Lathe", language=language, **metadata), on=TODAY).flaws  # type: ignore[arg-type]


def test_flaws_of_one_record() -> None:
    assert flaws() == ()
    assert flaws("Lathe") == (Flaw.NO_DESCRIPTION,)
    assert flaws("Short.") == (Flaw.SHORT_DESCRIPTION,)
    assert flaws("倾听、致歉与结束一次艰难的通话。", "zh") == ()
    assert flaws(language="other") == (Flaw.UNKNOWN_LANGUAGE,)
    assert flaws(valid_until="2026-11-21") == (Flaw.EXPIRED,)
    assert flaws(valid_until="2026-11-22") == ()
    assert flaws(next_session="2026-01-05") == (Flaw.NO_SESSION,)


@pytest.mark.parametrize(
    "url", ["http://localhost/a", "https://x.example.com.invalid/", "ftp://a.b/c", "see wiki", "http://host"]
)
def test_links_that_look_dead(url: str) -> None:
    assert flaws(url=url) == (Flaw.BAD_LINK,)
    assert flaws(url="https://learn.firm.org/a?b=c") == ()


def test_missing_fields_are_counted() -> None:
    row = flawed(record("a", LONG, title="Lathe", skills=["lathe"], cost=0, level="basic"), on=TODAY)
    assert row.missing == ("hours", "provider", "url", "next_session", "valid_until")


def test_the_report_of_a_store(kb: KnowledgeBase, database: Database) -> None:
    kb.add([
        record("a", LONG, title="Lathe basics", provider="Works"),
        record("b", LONG + " Bring boots.", title="Lathe, for beginners", provider="Works"),
        record("c", "Short.", title="lathe BASICS", provider="works"),
        record("d", "倾听、致歉与结束一次艰难的通话。", title="电话沟通", language="zh", withdrawn=True),
    ])  # fmt: skip
    report = quality(database.reading, on=TODAY)
    assert (report.records, report.languages, report.compared) == (3, {"en": 3}, True)
    assert report.flaws[Flaw.SHORT_DESCRIPTION] == 1
    assert report.missing["skills"] == 3
    assert {(each.kind, each.first, each.second) for each in report.twins} >= {(TwinKind.SAME_TITLE, "a", "c")}
    lines = list(csv.reader(io.StringIO(quality_csv(report).decode("utf-8-sig"))))
    assert lines[0] == ["id", "title", "source", "flaws", "missing", "same_as"]
    assert ["a", "Lathe basics", "", "same_title", "", "c"] in lines
    assert quality(database.reading, on=TODAY, source="elsewhere").records == 0


def test_an_empty_store_has_a_report(kb: KnowledgeBase, database: Database) -> None:
    assert kb.ids() == []
    assert quality(database.reading, on=TODAY).rows == ()


def test_no_cell_of_a_download_is_run_by_a_spreadsheet() -> None:
    assert as_csv(("a",), [("=1+1",), ("-x",), ("ok",), (3,)]).decode("utf-8-sig").splitlines() == [
        "a",
        "'=1+1",
        "'-x",
        "ok",
        "3",
    ]


def test_courses_in_both_languages_are_hinted_at() -> None:
    """The demo catalogue says itself which rows are one course (`pair`); found without being told."""
    rows = [json.loads(line) for line in (ROOT / "knowledge_base/demo/training.jsonl").read_text("utf-8").splitlines()][
        :80
    ]
    records = [record(row["id"], row["text"], title=row["title"], language=row["lang"]) for row in rows]
    known: dict[str, set[str]] = {}
    for row in rows:
        if row.get("pair"):
            known.setdefault(row["pair"], set()).add(row["id"])
    pairs = {frozenset(ids) for ids in known.values() if len(ids) == 2}
    vectors = BundledEmbedder().embed_documents([f"{each.title}\n{each.text}" for each in records])
    found = {frozenset((each.first, each.second)) for each in twins.other_language(records, vectors)}
    assert len(pairs) > 15
    assert len(found & pairs) >= 0.7 * len(pairs)
    assert len(found - pairs) <= 0.3 * len(found)


def test_known_pairs_are_no_news() -> None:
    both: list[Record] = [record("a", "x", title="T", pair="p"), record("b", "y", title="U", language="zh", pair="p")]
    vectors = twins.record_vectors({}, both) + 1.0
    assert list(twins.other_language(both, vectors)) == []
