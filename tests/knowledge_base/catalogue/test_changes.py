"""Previews and imports on both databases."""

import copy
from pathlib import Path

import pytest

from coach.storage.session import Database
from knowledge_base.base import KnowledgeBase
from knowledge_base.catalogue.changes import ChangeKind, Plan, Preview
from knowledge_base.catalogue.importing import Asked, CatalogueImporter
from knowledge_base.catalogue.mapping import as_mapping, guess
from knowledge_base.catalogue.table import read_table
from knowledge_base.errors import BadRecord
from knowledge_base.records import Kind
from tests.knowledge_base.catalogue.files import ROWS, export, write_csv
from tests.knowledge_base.world import CATALOGUE, record


class Desk:
    """One store with its importer."""

    def __init__(self, kb: KnowledgeBase, database: Database, folder: Path) -> None:
        self.kb, self.database, self.folder = kb, database, folder
        self.importer = CatalogueImporter(kb, database.reading)

    def plan(self, rows: list[list[str]] | None = None, *, whole: bool = False, source: str = "lms") -> Plan:
        path = export(self.folder / "export.csv", rows)
        return self.importer.plan(Asked(path, as_mapping(guess(read_table(path))), source, whole))

    def do(self, rows: list[list[str]] | None = None, *, whole: bool = False, source: str = "lms") -> Preview:
        plan = self.plan(rows, whole=whole, source=source)
        self.importer.write(plan)
        with self.database.transaction() as session:
            self.importer.finish(session, plan)
        return plan.preview


def counts(preview: Preview) -> dict[str, int]:
    return {kind.value: count for kind, count in preview.counts.items() if count}


@pytest.fixture
def desk(kb: KnowledgeBase, database: Database, tmp_path: Path) -> Desk:
    return Desk(kb, database, tmp_path)


def test_a_preview_changes_nothing_and_an_import_is_done_once(desk: Desk) -> None:
    assert counts(desk.plan().preview) == {"new": 3}
    assert desk.kb.ids() == []
    desk.do()
    assert desk.kb.ids() == ["C1", "C2", "C3"]
    assert counts(desk.plan().preview) == {"unchanged": 3}


def test_typed_fields_are_stored(desk: Desk) -> None:
    desk.do()
    stored = desk.kb.resource("C2")
    assert stored is not None
    assert (stored.language, stored.metadata["hours"], stored.metadata["cost"]) == ("en", 16.0, 0.0)
    assert "讲师" not in stored.metadata
    first = desk.kb.resource("C1")
    assert first is not None
    assert first.metadata == {
        "skills": ["倾听", "致歉"], "hours": 3.0, "cost": 800.0, "currency": "CNY", "valid_until": "2030-12-31",
    }  # fmt: skip


def test_changes_are_shown_field_by_field(desk: Desk) -> None:
    desk.do()
    rows = copy.deepcopy(ROWS)
    rows[0][4] = "6"
    change = next(each for each in desk.plan(rows).preview.changes if each.kind is ChangeKind.CHANGED)
    assert [(each.field, each.before, each.after) for each in change.fields] == [("hours", "3", "6")]
    assert change.row == 2


def test_what_is_missing_is_withdrawn_only_when_asked_and_comes_back(desk: Desk) -> None:
    desk.do()
    assert counts(desk.plan(ROWS[:2]).preview) == {"unchanged": 2}
    preview = desk.do(ROWS[:2], whole=True)
    assert counts(preview) == {"unchanged": 2, "withdrawn": 1}
    assert desk.kb.resource("C3") is None
    assert "C3" not in [each.record_id for each in desk.kb.search(CATALOGUE, "设备安全操作 上锁挂牌")]
    assert counts(desk.plan(ROWS[:2], whole=True).preview) == {"unchanged": 2}
    assert counts(desk.do(whole=True)) == {"unchanged": 2, "back": 1}
    assert "C3" in [each.record_id for each in desk.kb.search(CATALOGUE, "设备安全操作 上锁挂牌")]


def test_other_sources_and_kinds_are_left_alone(desk: Desk) -> None:
    desk.kb.add([record("C1", "policy text", kind=Kind.POLICY), record("X1", "a course of another catalogue")])
    preview = desk.do(whole=True)
    assert counts(preview) == {"new": 2, "refused": 1}
    refused = next(each for each in preview.changes if each.kind is ChangeKind.REFUSED)
    assert refused.trouble is not None
    assert refused.trouble.code == "other_kind"
    assert desk.kb.resource("X1") is not None


def test_a_course_that_moves_to_another_catalogue_is_said_and_not_withdrawn_there(desk: Desk) -> None:
    desk.do()
    preview = desk.do(ROWS[:1], source="other")
    assert counts(preview) == {"changed": 1}
    assert [each.field for each in preview.changes[0].fields] == ["source"]
    assert counts(desk.plan(ROWS[1:], whole=True).preview) == {"unchanged": 2}


def test_a_preview_is_named_by_everything_it_rests_on(desk: Desk) -> None:
    first = desk.plan().preview.id
    assert desk.plan().preview.id == first
    assert desk.plan(whole=True).preview.id != first
    assert desk.plan(source="other").preview.id != first
    assert desk.plan(ROWS[:2]).preview.id != first
    desk.kb.add([record("C1", "somebody was quicker")])
    assert desk.plan().preview.id != first


def test_rows_that_give_no_record_are_told(desk: Desk) -> None:
    rows = [*ROWS, ["C1", "again", "", "", "", "", "", "", ""], ["C9", "", "no title", "", "", "", "", "", ""]]
    refused = [each.trouble for each in desk.plan(rows).preview.changes if each.kind is ChangeKind.REFUSED]
    assert [(each.row, each.code) for each in refused if each] == [(5, "same_id"), (6, "no_title")]


def test_cells_that_are_not_read_are_grouped_and_their_rows_kept(desk: Desk) -> None:
    preview = desk.plan().preview
    assert preview.trouble_groups == (
        ("时长(小时)", "days_as_hours", 2), ("费用（元）", "on_request", 1), ("有效期至", "month_only", 1),
    )  # fmt: skip
    assert preview.counts[ChangeKind.NEW] == 3


def test_without_ids_a_course_keeps_its_own(desk: Desk, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv", [["Course Title", "Description"], ["Lathe basics", "one"], ["lathe  basics", "b"]]
    )
    mapping = as_mapping(guess(read_table(path)))
    plan = desk.importer.plan(Asked(path, mapping, "a"))
    assert counts(plan.preview) == {"new": 1, "refused": 1}
    desk.importer.write(plan)
    write_csv(path, [["Course Title", "Description"], ["Lathe basics", "two"]])
    assert counts(desk.importer.plan(Asked(path, mapping, "a")).preview) == {"changed": 1}


def test_a_catalogue_without_a_name_or_title_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    mapping = as_mapping(guess(read_table(path)))
    with pytest.raises(BadRecord, match="name"):
        desk.importer.plan(Asked(path, mapping, "  "))
    with pytest.raises(BadRecord, match="title"):
        desk.importer.plan(Asked(path, {}, "lms"))


def test_a_cell_of_a_million_characters_costs_its_row_only(desk: Desk) -> None:
    rows = [
        *ROWS,
        ["C9", "huge", "x" * 1_000_000, "", "", "", "", "", ""],
        ["C8", "y" * 1_000_000, "", "", "", "", "", "", ""],
    ]
    preview = desk.plan(rows).preview
    assert counts(preview) == {"new": 4, "refused": 1}
    assert ("课程介绍", "cell_too_long", 1) in preview.trouble_groups
