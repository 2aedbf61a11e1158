"""Why a passage was found: the words, the other name of a skill, the facts; and what is read of a long query."""

import datetime as dt

from knowledge_base.long_queries import LONGEST, condensed
from knowledge_base.matches import ExplainedPassage, explained
from knowledge_base.records import Kind, Passage
from knowledge_base.resources import Unavailable

DAY = dt.date(2026, 11, 22)


def passage(title: str, text: str, kind: Kind = Kind.TRAINING, **metadata: object) -> Passage:
    return Passage.model_validate({
        "id": "r#0", "record_id": "r", "kind": kind, "title": title, "text": text, "language": "en", "source": "s",
        "score": 0.5, "metadata": metadata,
    })  # fmt: skip


def one(query: str, found: Passage) -> ExplainedPassage:
    return explained(query, [found], on=DAY)[0]


def test_every_mark_says_what_stands_there() -> None:
    query = "errors in pivot TABLES"
    found = one(query, passage("Pivot tables", "How tables are checked for errors.", skills=["pivot", "lookups"]))
    parts = {"query": query, "title": found.title, "text": found.text}
    skills = found.match.facts.skills if found.match.facts else ()
    for mark in found.match.marks:
        whole = skills[mark.item] if mark.item is not None else parts[mark.part]
        assert whole[mark.start : mark.end] == mark.text
    assert {m.text for m in found.match.marks if m.part == "text"} == {"tables", "errors"}
    assert {m.text for m in found.match.marks if m.part == "query"} == {"errors", "pivot", "TABLES"}
    assert "in" not in {m.text for m in found.match.marks}


def test_another_name_of_the_skill_is_named() -> None:
    found = one("电子表格总出错", passage("Spreadsheet basics", "Formulas."))
    (alias,) = found.match.aliases
    assert (alias.query, alias.passage) == ("电子表格", "Spreadsheet")
    assert "Spreadsheet" in {m.text for m in found.match.marks if m.part == "title"}


def test_nothing_is_marked_where_only_the_meaning_is_near() -> None:
    assert one("zzz", passage("Calm calls", "Listening.")).match.marks == ()


def test_facts_and_availability_are_of_training_only() -> None:
    old = one("Excel", passage("Excel", "x", hours=3, valid_until="2026-11-21"))
    assert old.match.facts is not None
    assert (old.match.facts.hours, old.match.unavailable) == (3, Unavailable.EXPIRED)
    rule = one("Excel", passage("Excel", "x", Kind.POLICY, hours=3))
    assert (rule.match.facts, rule.match.unavailable) == (None, None)


def test_a_short_query_is_read_as_it_is() -> None:
    assert condensed("Excel 公式") == "Excel 公式"


def test_the_end_of_a_long_query_is_read_too() -> None:
    text = "The meeting was long and nothing came of it. " * 200 + "He cannot write pivot tables. 他不会写数据透视表。"
    short = condensed(text)
    assert len(short) <= LONGEST
    assert "pivot tables" in short
    assert "数据透视表" in short
    assert short.count("The meeting was long") == 1


def test_one_endless_word_is_cut() -> None:
    assert 0 < len(condensed("x" * 10_000)) <= LONGEST
