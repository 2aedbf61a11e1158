from pathlib import Path

import pytest

from knowledge_base.catalogue.fields import Field
from knowledge_base.catalogue.mapping import as_mapping, check, corrected, guess, reused
from knowledge_base.catalogue.table import Table, TableRow, read_table
from knowledge_base.errors import BadRecord
from tests.knowledge_base.catalogue.files import export


def table(**columns: list[str]) -> Table:
    length = max(map(len, columns.values()))
    rows = [TableRow(at + 2, {h: cells[at] for h, cells in columns.items() if at < len(cells)}) for at in range(length)]
    return Table(tuple(columns), tuple(rows))


def test_chinese_headings_are_recognised(tmp_path: Path) -> None:
    guesses = guess(read_table(export(tmp_path / "c.csv")))
    fields = [each.field for each in guesses]
    assert fields == [
        Field.ID,
        Field.TITLE,
        Field.TEXT,
        Field.SKILLS,
        Field.HOURS,
        Field.COST,
        Field.VALID_UNTIL,
        Field.LANGUAGE,
        None,
    ]
    assert guesses[0].samples == ("C1", "C2", "C3")
    assert guesses[-1].filled == 3


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Course Title", Field.TITLE), ("Duration (hrs)", Field.HOURS), ("Skills", Field.SKILLS), ("Cost", Field.COST),
        ("Valid until", Field.VALID_UNTIL), ("Next session", Field.NEXT_SESSION),
        ("Prerequisites", Field.PREREQUISITES),
        ("Level", Field.LEVEL), ("Link", Field.URL), ("課程名稱", Field.TITLE),
        ("公司内训课程费用标准(元/人)", Field.COST),
        ("Estimated course duration in minutes", Field.HOURS), ("讲师手机", None), ("Enrolled", None),
    ],
)  # fmt: skip
def test_headings_of_other_systems(heading: str, field: Field | None) -> None:
    assert guess(table(**{heading: ["x"]}))[0].field is field


def test_cells_betray_what_headings_do_not() -> None:
    found = guess(
        table(A=["https://firm.example/1", "https://firm.example/2"], B=["x" * 200], C=["中文", "English"], D=["7"])
    )
    assert [each.field for each in found] == [Field.URL, Field.TEXT, Field.LANGUAGE, None]
    assert all(each.sure < 1 for each in found)


def test_of_two_columns_for_one_field_the_surer_one_counts() -> None:
    columns = {"Internal course fee list": ["1"], "Cost": ["2"], "Goals": ["a"], "Summary": ["b"]}
    found = as_mapping(guess(table(**columns)))
    assert found["Cost"] is Field.COST
    assert found["Internal course fee list"] is None
    assert found["Goals"] is found["Summary"] is Field.TEXT


def test_a_correction_takes_the_field_from_the_guess() -> None:
    guessed = {"课程": Field.TITLE, "课程简称": None}
    assert corrected(guessed, {"课程简称": Field.TITLE}) == {"课程": None, "课程简称": Field.TITLE}
    with pytest.raises(BadRecord, match="no column '没有'"):
        corrected(guessed, {"没有": Field.TITLE})


def test_a_saved_mapping_is_used_on_another_export() -> None:
    saved = {"代号": Field.ID, "说法": Field.TITLE, "Cost": None}
    fresh = table(**{"代号": ["1"], "说法 ": ["a"], "Cost": ["3"], "Level": ["1"]})
    assert reused(fresh, saved) == {"代号": Field.ID, "说法 ": Field.TITLE, "Cost": None, "Level": Field.LEVEL}


def test_a_mapping_needs_a_title_and_one_column_a_field() -> None:
    with pytest.raises(BadRecord, match="title"):
        check({"a": Field.TEXT})
    with pytest.raises(BadRecord, match="two columns"):
        check({"a": Field.TITLE, "b": Field.TITLE})
    check({"a": Field.TITLE, "b": Field.TEXT, "c": Field.TEXT, "d": None})
