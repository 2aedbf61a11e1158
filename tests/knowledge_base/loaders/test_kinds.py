"""What a file is taken for: its own word, its content, its name; and that the report says so."""

from pathlib import Path

import pytest

from knowledge_base.loaders import load_files
from knowledge_base.records import AssumedKind, Kind, Record

POLICY_EN = (
    "# Privacy of past plans\n\n## Purpose\nThis policy applies to all teams. Managers must not share past plans.\n"
)
POLICY_ZH = "# 历史计划的隐私\n\n## 目的\n本制度适用于各部门。历史计划不得外传。\n"
PLAN = "# Plan of 2025\n\nEmployee: E-17\nBaseline: 6 %\nTarget: 2 %\nOutcome: achieved\n\nThe policy must be kept.\n"


def taken(folder: Path, name: str, text: str, kind: Kind | None = None) -> AssumedKind:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assumed: list[AssumedKind] = []
    (record,) = (i for i in load_files([(folder, path)], kind=kind, assumed=assumed) if isinstance(i, Record))
    (one,) = assumed
    assert record.kind == one.kind
    return one


@pytest.mark.parametrize(
    ("name", "text", "kind", "because"),
    [
        ("past-plans-privacy.md", POLICY_EN, Kind.POLICY, "content"),
        ("改进计划隐私.md", POLICY_ZH, Kind.POLICY, "content"),
        ("past-plans-privacy.md", f"---\nkind: policy\n---\n{PLAN}", Kind.POLICY, "said"),
        ("plans-2025.md", PLAN, Kind.PLAN, "name"),
        ("notes.md", PLAN, Kind.PLAN, "content"),
        ("plans/a.md", "# A quarter\n\nShe took the course and rework fell.", Kind.PLAN, "name"),
        ("a.md", "# Something\n\nNothing that tells.", Kind.POLICY, "default"),
        ("x.jsonl", '{"id": "a", "text": "t"}', Kind.TRAINING, "default"),
        ("x.jsonl", '{"id": "a", "text": "t", "outcome": "achieved"}', Kind.PLAN, "content"),
        ("plans.jsonl", '{"id": "a", "text": "t", "kind": "policy"}', Kind.POLICY, "said"),
    ],
)
def test_a_file_is_taken_for_what_it_says_and_holds(
    tmp_path: Path, name: str, text: str, kind: Kind, because: str
) -> None:
    one = taken(tmp_path / "all", name, text)
    assert (one.kind, one.because, one.records) == (kind, because, 1)


def test_the_caller_has_the_last_word(tmp_path: Path) -> None:
    one = taken(tmp_path, "policy.md", POLICY_EN, Kind.PLAN)
    assert (one.kind, one.because) == (Kind.PLAN, "demanded")


def test_the_demo_policies_are_policies_even_without_their_first_lines(tmp_path: Path) -> None:
    for path in Path("knowledge_base/demo/policies").glob("*.md"):
        assert taken(tmp_path / "all", path.name, path.read_text("utf-8").split("---\n", 2)[2]).kind is Kind.POLICY
