import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from knowledge_base.loaders import DocumentParser, load_file
from knowledge_base.records import Kind, Record, SkippedItem


@pytest.fixture(scope="module")
def parser() -> Iterator[DocumentParser]:
    with DocumentParser() as parser:
        yield parser


def one(path: Path, parser: DocumentParser) -> Record | SkippedItem:
    (item,) = load_file(path, root=path.parent, kind=None, parser=parser)
    return item


def record(path: Path, parser: DocumentParser) -> Record:
    item = one(path, parser)
    assert isinstance(item, Record), item
    return item


def reason(path: Path, parser: DocumentParser) -> str:
    item = one(path, parser)
    assert isinstance(item, SkippedItem), item
    assert "; " in item.reason
    return item.reason


def test_word(tmp_path: Path, parser: DocumentParser) -> None:
    document = docx.Document()
    document.add_heading("绩效改进办法", 1)
    document.add_paragraph("第一条 目的。")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "差错率", "1.5%"
    document.save(str(tmp_path / "办法.docx"))
    found = record(tmp_path / "办法.docx", parser)
    assert (found.id, found.kind, found.title, found.language) == ("办法.docx", Kind.POLICY, "绩效改进办法", "zh")
    assert found.text == "# 绩效改进办法\n\n第一条 目的。\n\n差错率 | 1.5%"


def test_workbook_with_a_cover_sheet_and_a_double_id(tmp_path: Path, parser: DocumentParser) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["编号", "名称", "内容"], [1, "扫码培训", "扫码枪的用法"], [None] * 3, [1, "又一个", "重复的编号"]):
        sheet.append(row)
    book.create_sheet("说明").append(["仅供内部使用"])
    book.save(tmp_path / "课程.xlsx")
    items = list(load_file(tmp_path / "课程.xlsx", root=tmp_path, kind=None, parser=parser))
    assert [i.id for i in items if isinstance(i, Record)] == ["1"]
    assert [i.path for i in items if isinstance(i, SkippedItem)] == ["课程.xlsx:Sheet!4", "课程.xlsx:说明"]


def test_pdf(tmp_path: Path, parser: DocumentParser) -> None:
    page = canvas.Canvas(str(tmp_path / "a.pdf"))
    page.drawString(72, 700, "Leave policy")
    page.drawString(72, 680, "The manager answers within three days.")
    page.save()
    found = record(tmp_path / "a.pdf", parser)
    assert (found.title, found.language) == ("Leave policy", "en")
    assert "within three days" in found.text


def test_web_page(tmp_path: Path, parser: DocumentParser) -> None:
    (tmp_path / "a.html").write_bytes(
        "<meta charset=gb18030><title>T</title><script>no()</script><nav>menu</nav>"
        "<h1>反馈指南</h1><p>先说<b>事实</b>。<p>再问原因。<ul><li>一<li>二</ul>".encode("gb18030")
    )
    found = record(tmp_path / "a.html", parser)
    assert found.title == "反馈指南"
    assert found.text == "# 反馈指南\n\n先说事实。\n\n再问原因。\n\n- 一\n- 二"


def test_markdown_and_text(tmp_path: Path, parser: DocumentParser) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Coaching\nlang: en\nowner: HR\n---\n# Other\n\nListen first.\n", "utf-8"
    )
    found = record(tmp_path / "a.md", parser)
    assert (found.title, found.metadata, found.text) == ("Coaching", {"owner": "HR"}, "# Other\n\nListen first.")
    (tmp_path / "b.txt").write_bytes("考勤说明\n\n每天九点到岗，迟到请提前说明原因。".encode("gb18030"))
    assert record(tmp_path / "b.txt", parser).title == "考勤说明"


def test_protected_files_say_so(tmp_path: Path, parser: DocumentParser) -> None:
    locked = canvas.Canvas(str(tmp_path / "a.pdf"), encrypt=pdfencrypt.StandardEncryption("secret"))
    locked.drawString(72, 700, "x")
    locked.save()
    (tmp_path / "b.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password" in reason(tmp_path / "a.pdf", parser)
    assert "password" in reason(tmp_path / "b.docx", parser)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"PK\x03\x04 not really", "broken"),
        ("a.pdf", b"%PDF-1.7 nothing", "broken"),
        ("a.xlsx", b"id,title", "broken"),
        ("a.txt", b"", "empty"),
        ("a.pdf", b"", "empty"),
        ("a.csv", b"\x00\x01\x02\x03" * 500, "binary"),
        ("a.txt", bytes(range(1, 256)) * 40, "binary"),
        ("a.md", b"  \n ", "empty"),
        ("a.html", b"<p></p>", "no text"),
        ("a.json", b"{nope", "not valid JSON"),
        ("a.docm", b"PK", "macros"),
        ("a.png", b"\x89PNG", "not read"),
    ],
)
def test_bad_files_are_skipped_with_what_to_do(
    tmp_path: Path, parser: DocumentParser, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in reason(tmp_path / name, parser)


def word_with(tmp_path: Path, **members: bytes) -> Path:
    whole = BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"word/{name.replace('_', '.')}", content)
    (tmp_path / "a.docx").write_bytes(whole.getvalue())
    return tmp_path / "a.docx"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x_xml", b"<a>" + b" " * 30_000_000, "hundredfold"),
        ("x_xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "document types"),
        ("x_bin", b"PK\x03\x04 an archive in an archive", "another archive"),
        ("vbaProject_bin", b"macro", "macros"),
    ],
)
def test_hostile_archives_are_refused(
    tmp_path: Path, parser: DocumentParser, name: str, content: bytes, said: str
) -> None:
    assert said in reason(word_with(tmp_path, **{name: content}), parser)


def test_a_child_that_dies_costs_only_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>Fine</h1><p>This is the text.")
    (tmp_path / "big.html").write_text("<p>x" * 1_500_000)
    with DocumentParser(memory=400 << 20) as parser:
        assert "memory" in reason(tmp_path / "big.html", parser)
        assert record(tmp_path / "a.html", parser).title == "Fine"


def test_a_parser_that_hangs_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>" + "x" * 5_000_000)
    with DocumentParser(seconds=0.01) as parser:
        assert "time" in reason(tmp_path / "a.html", parser)


def test_too_large_a_document_is_not_opened(tmp_path: Path, parser: DocumentParser) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-" + bytes(10_000_001))
    assert "10 MB" in reason(tmp_path / "a.pdf", parser)
