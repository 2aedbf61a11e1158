import pytest

from knowledge_base.preparation import redact_record
from knowledge_base.records import Kind, Record
from knowledge_base.redaction import Redactor

TEXT = "员工周砚秋与 Jane Smith 一起上课，电话13812345678，导师沈亦舟。"


def _masked(kind: Kind) -> str:
    record = Record(id="r", kind=kind, title="", text=TEXT, language="zh", source="s")
    return redact_record(record, Redactor(names=("沈亦舟",))).text


@pytest.mark.parametrize("kind", list(Kind))
def test_identifiers_and_staff_names_are_masked_in_every_kind(kind: Kind) -> None:
    assert "13812345678" not in _masked(kind)
    assert "沈亦舟" not in _masked(kind)


def test_guessed_names_are_masked_outside_a_catalogue_only() -> None:
    assert "Jane Smith" not in _masked(Kind.PLAN)
    assert "Jane Smith" not in _masked(Kind.POLICY)
    assert "Jane Smith" in _masked(Kind.TRAINING)
