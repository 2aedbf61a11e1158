import json
from pathlib import Path

import pytest

from knowledge_base.catalogue.table import read_table
from knowledge_base.errors import BadRecord
from tests.knowledge_base.catalogue.files import HEADINGS, ROWS, export, write_csv, write_xlsx


def test_a_csv_is_read_with_its_own_headings(tmp_path: Path) -> None:
    table = read_table(export(tmp_path / "c.csv"))
    assert table.headings == tuple(HEADINGS)
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert table.rows[0].cells["课程名称"] == "电话沟通"


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("gb18030", ";"), ("utf-16", "\t"), ("utf-8-sig", ","), ("gbk", "|")]
)
def test_encodings_and_separators_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_csv(tmp_path / "c.csv", [HEADINGS, *ROWS], encoding=encoding, delimiter=delimiter)
    assert read_table(path).rows[2].cells["课程名称"] == "设备安全操作"


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", [["2026年培训目录"], [], HEADINGS, *ROWS], merge="A1:D1")
    table = read_table(path)
    assert table.headings == tuple(HEADINGS)
    assert [row.number for row in table.rows] == [4, 5, 6]


def test_the_sheet_that_looks_like_a_catalogue_is_read(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "c.xlsx", [HEADINGS, *ROWS], sheets={"说明": [["填写说明"]] * 9})
    table = read_table(path)
    assert (table.sheet, table.other_sheets) == ("Sheet", ("说明",))
    assert read_table(path, sheet="说明").sheet == "说明"
    with pytest.raises(BadRecord, match="no sheet"):
        read_table(path, sheet="没有")


def test_headings_that_stand_twice_are_numbered(tmp_path: Path) -> None:
    table = read_table(write_csv(tmp_path / "c.csv", [["Title", "Cost", "Cost"], ["a", "1", "2"]]))
    assert table.headings == ("Title", "Cost", "Cost (2)")
    assert table.rows[0].cells == {"Title": "a", "Cost": "1", "Cost (2)": "2"}


def test_json_lines_are_read_by_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps({"Course Title": "A", "Skills": ["x", "y"]}) + '\n{"Course Title": "B"}\nnot json\n')
    table = read_table(path)
    assert table.headings == ("Course Title", "Skills")
    assert [bool(row.problem) for row in table.rows] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("c.csv", b"", "empty"), ("c.csv", b"\n\n ,,\n", "empty"), ("c.csv", "课程名称,费用\n".encode(), "no rows"),
        ("c.pdf", b"%PDF", "no catalogue"), ("c.xls", b"x", "no catalogue"), ("c.xlsx", b"not a zip", "broken"),
        ("c.csv", b"\x00\x01\x02\x03" * 300, "binary"), ("c.jsonl", b"\n", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadRecord, match=said) as refused:
        read_table(path)
    assert refused.value.hint
