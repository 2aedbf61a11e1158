"""The staff list: two header languages, bad rows with their reason, no circles."""

from pathlib import Path

import pytest

from coach.domain.base import Language
from coach.errors import InvalidInput, NotAllowed, NotFound
from coach.storage.people import People
from coach.storage.session import Database
from tests.coach.storage.world import Cast

CHINESE = "工号,姓名,邮箱,岗位,上级工号,部门,语言\nA1,张三,,厂长,,一厂,中文\nA2,李四,li@x.example,操作员,A1,一厂,zh\n"


def _file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers_in_any_usual_encoding(encoding: str, database: Database, tmp_path: Path) -> None:
    people = People(database)
    report = people.import_csv(_file(tmp_path, CHINESE, encoding))
    assert (report.added, report.skipped) == (2, ())
    (reporting,) = people.reports_of("A1")
    assert (reporting.name, reporting.role_title, reporting.lang) == ("李四", "操作员", Language.ZH)
    assert people.names() == ("张三", "李四") or people.names() == ("李四", "张三")


def test_importing_again_changes_only_what_changed(database: Database, tmp_path: Path) -> None:
    people = People(database)
    people.import_csv(_file(tmp_path, CHINESE))
    again = people.import_csv(_file(tmp_path, CHINESE))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    moved = people.import_csv(_file(tmp_path, CHINESE.replace("操作员", "班长") + "A3,王五,,,A2,,\n"))
    assert (moved.added, moved.changed, moved.unchanged) == (1, 1, 1)


def test_bad_rows_are_left_out_with_their_reason(database: Database, tmp_path: Path) -> None:
    rows = [
        "B1,Top,,,,,en",
        ",No Number,,,,,en",
        "B2,,,,,,en",
        "B3,Odd,,,,,klingon",
        "B4,Mail,nowhere,,,,en",
        "B5,Lost,,,B99,,en",
    ]
    text = "\n".join(["employee_id,name,email,role_title,manager_id,unit,lang", *rows, ""])
    report = People(database).import_csv(_file(tmp_path, text))
    assert report.added == 1
    reasons = {each.row: each.reason for each in report.skipped}
    assert set(reasons) == {3, 4, 5, 6, 7}
    assert "employee_id" in reasons[3]
    assert "manager_id" in reasons[7]
    assert not any(name in str(report.skipped) for name in ("Odd", "Lost", "Mail"))


def test_circles_are_refused_in_the_file_and_with_the_stored_lines(database: Database, tmp_path: Path) -> None:
    people = People(database)
    circle = "employee_id,name,manager_id\nC1,a,C3\nC2,b,C1\nC3,c,C2\nC4,d,C1\nC5,e,C5\nC6,f,\n"
    report = people.import_csv(_file(tmp_path, circle))
    assert (report.added, len(report.skipped)) == (1, 5)
    people.import_csv(_file(tmp_path, "employee_id,name,manager_id\nC6,f,\nC7,g,C6\nC8,h,C7\n"))
    closing = people.import_csv(_file(tmp_path, "employee_id,name,manager_id\nC6,f,C8\n"))
    assert "leads back" in closing.skipped[0].reason
    assert people.reports_of("C8") == []


@pytest.mark.parametrize("content", [b"", b"name\nx\n", b"\xff\xfe\x00\x00", b"employee_id,name\n\x00,\x00"])
def test_a_file_that_is_no_staff_list_is_refused(content: bytes, database: Database, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(InvalidInput):
        People(database).import_csv(tmp_path / "x.csv")
    with pytest.raises(InvalidInput):
        People(database).import_csv(tmp_path / "missing.csv")


def test_everybody_sees_their_own_people_only(database: Database, cast: Cast, tmp_path: Path) -> None:
    people = People(database)
    assert [each.employee_id for each in people.list(cast.manager)] == ["E10", "E2"]
    assert [each.employee_id for each in people.list(cast.employee)] == ["E10"]
    assert len(people.list(cast.hr)) == 7
    assert people.list(cast.admin) == []
    assert people.get("E10", by=cast.manager).employee_id == "E10"
    with pytest.raises(NotFound):
        people.get("E11", by=cast.manager)
    with pytest.raises(NotAllowed):
        people.import_csv(_file(tmp_path, CHINESE), by=cast.manager)
