import json
from pathlib import Path

import pytest

from knowledge_base.loaders import find_files, load_file, load_files
from knowledge_base.records import Kind, Record, SkippedItem


def load(path: Path, kind: Kind | None = None) -> tuple[list[Record], list[SkippedItem]]:
    items = list(load_file(path, root=path.parent, kind=kind))
    return [i for i in items if isinstance(i, Record)], [i for i in items if isinstance(i, SkippedItem)]


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    return path


def test_a_row_becomes_a_record_and_keeps_its_other_columns(tmp_path: Path) -> None:
    row = {"_id": 7, "title": "Safe lifting", "text": "Bend the knees.", "lang": "en", "hours": 2, "tags": ["safety"]}
    records, skipped = load(lines(tmp_path / "courses.jsonl", row))
    assert not skipped
    assert records == [
        Record(
            id="7",
            kind=Kind.TRAINING,
            title="Safe lifting",
            text="Bend the knees.",
            language="en",
            metadata={"hours": 2, "tags": ["safety"]},
            source="courses.jsonl",
        )
    ]


def test_text_is_put_together_where_there_is_no_text_column(tmp_path: Path) -> None:
    row = {"id": "a", "kind": "events", "title": "T", "summary": "Short.", "description": "Long story.", "topics": None}
    (record,), _ = load(lines(tmp_path / "x.jsonl", row))
    assert record.text == "Short.\n\nLong story."
    assert record.metadata == {"kind": "events"}
    (only,), _ = load(lines(tmp_path / "y.jsonl", {"id": "b", "title": "Only a title"}))
    assert only.text == "Only a title"


def test_bad_rows_are_skipped_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = {"id": "a", "text": "good"}
    path = lines(tmp_path / "x.jsonl", good, "{broken", "[1]", {"id": "b"}, good, "", {"id": "c", "text": "last"})
    records, skipped = load(path)
    assert [r.id for r in records] == ["a", "c"]
    assert [s.path for s in skipped] == ["x.jsonl:2", "x.jsonl:3", "x.jsonl:4", "x.jsonl:5"]
    assert "row 1 already" in skipped[-1].reason
    assert all("; " in s.reason for s in skipped)


def test_a_row_without_id_gets_one_from_its_content(tmp_path: Path) -> None:
    (first,), _ = load(lines(tmp_path / "x.jsonl", {"title": "T", "text": "same"}))
    (again,), _ = load(lines(tmp_path / "y.jsonl", {"text": "same", "title": "T"}))
    (other,), _ = load(lines(tmp_path / "z.jsonl", {"title": "T", "text": "changed"}))
    assert first.id == again.id != other.id
    assert first.id.startswith("row-")


@pytest.mark.parametrize(
    ("name", "row", "kind"),
    [
        ("x.jsonl", {"text": "t", "kind": "policy"}, Kind.POLICY),
        ("x.jsonl", {"text": "t", "类型": "制度"}, Kind.POLICY),
        ("x.jsonl", {"text": "t", "gap_type": "quality"}, Kind.PLAN),
        ("policies/x.jsonl", {"text": "t"}, Kind.POLICY),
        ("考勤制度.jsonl", {"text": "t"}, Kind.POLICY),
        ("handbook/plans.jsonl", {"text": "t"}, Kind.PLAN),
        ("x.jsonl", {"text": "t"}, Kind.TRAINING),
    ],
)
def test_the_kind_is_read_from_row_columns_and_names(
    tmp_path: Path, name: str, row: dict[str, str], kind: Kind
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    lines(path, row)
    (record,) = (i for i in load_files([(tmp_path, path)], kind=None) if isinstance(i, Record))
    assert record.kind == kind
    (forced,) = (i for i in load_files([(tmp_path, path)], kind=Kind.PLAN) if isinstance(i, Record))
    assert forced.kind == Kind.PLAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_in_every_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "编号,标题,内容,语言,课时\n1,安全操作,先断电再检修,中文,2\n2,交接班,写清楚未完结的异常,中文,3\n".replace(
        ",", separator
    )
    path = tmp_path / "课程.csv"
    path.write_bytes(text.encode(encoding))
    records, skipped = load(path)
    assert not skipped
    assert [(r.id, r.title, r.language, r.metadata["课时"]) for r in records] == [
        ("1", "安全操作", "zh", "2"),
        ("2", "交接班", "zh", "3"),
    ]


def test_quoted_cells_may_hold_separators_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('id,title,text\n1,"A, B","line one\nline two"\n', "utf-8")
    (record,), _ = load(path)
    assert (record.title, record.text) == ("A, B", "line one\nline two")


def test_a_table_without_known_headings_is_skipped_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("q,d,score\n1,2,3\n", "utf-8")
    assert load(path)[1][0].reason.startswith("no column is named title or text;")


@pytest.mark.parametrize(
    "content",
    ['[{"id": "a", "text": "t"}]', '{"items": [{"id": "a", "text": "t"}], "total": 1}', '{"id": "a", "text": "t"}'],
)
def test_json_may_be_a_list_an_envelope_or_one_row(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    assert [r.id for r in load(path)[0]] == ["a"]


def test_hostile_values_are_made_storable(tmp_path: Path) -> None:
    row = r'{"id": "a\tb", "text": "x\ud800y\u0000z", "n": NaN, "big": 99999999999999999999}'
    (record,), _ = load(lines(tmp_path / "x.jsonl", row))
    assert (record.id, record.text) == ("a b", "x\ufffdyz")
    assert record.metadata == {"big": "99999999999999999999"}


def test_deep_nesting_and_a_wrong_byte_cost_only_their_row(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    good = '{"id": "%s", "text": "说明文字足够长，可以看出编码"}\n' * 30 % tuple(range(30))
    path.write_bytes(b"[" * 100_000 + b"\n" + good.encode() + b'{"id": "z", "text": "\xff"}\n')
    records, skipped = load(path)
    assert len(records) == 30
    assert [s.path for s in skipped] == ["x.jsonl:1", "x.jsonl:32"]


def test_a_million_characters_in_a_row_are_fine(tmp_path: Path) -> None:
    (record,), _ = load(lines(tmp_path / "x.jsonl", {"id": "a", "text": "字" * 1_000_000}))
    assert len(record.text) == 1_000_000


def test_find_files_lists_each_file_once_and_leaves_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.csv", "a/c.txt", ".git/x.txt", "~$b.docx", ".hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_files([tmp_path, tmp_path / "b.csv"])
    assert [(root, file.relative_to(tmp_path).as_posix()) for root, file in found] == [
        (tmp_path, "b.csv"),
        (tmp_path, "a/c.txt"),
    ]
