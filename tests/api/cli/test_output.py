from pathlib import Path

import pytest

from api.cli.output import decode, dumps, read_jsonl, read_text
from coach.errors import InvalidInput


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_people_save(encoding: str) -> None:
    assert decode("错标率5%，年底前降到2%".encode(encoding)) == "错标率5%，年底前降到2%"


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xff\xff\xff\x00\x01"])
def test_binary_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode(raw)


def test_a_text_and_a_file_together_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        read_text("a", tmp_path / "b")
    with pytest.raises(InvalidInput):
        read_text(None, None)


def test_a_lone_surrogate_does_not_break_the_answer() -> None:
    assert "\\udc80" in dumps({"text": "a\udc80b"})


def test_a_bad_line_is_an_error_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1}\nnot json\n\n[1]\n{"id": 2}\n')
    rows = list(read_jsonl(path))
    assert [number for number, _ in rows] == [1, 2, 4, 5]
    assert all(isinstance(row, InvalidInput) for _, row in rows[1:3])
    assert rows[3][1] == {"id": 2}
