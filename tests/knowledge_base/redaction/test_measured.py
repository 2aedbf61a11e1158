"""Recall and wrong masking on real labelled texts; floors a little under what was measured."""

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge_base.redaction import Redactor

SPANS = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "security" / "pii_spans.jsonl"
STRUCTURED = {"CREDIT_CARD", "EMAIL_ADDRESS", "IBAN_CODE", "PHONE_NUMBER", "US_SSN", "US_DRIVER_LICENSE"}
NAMES = {"PERSON", "name"}
NOT_WRONG = STRUCTURED | NAMES | {"STREET_ADDRESS", "address", "IP_ADDRESS", "GPE", "ZIP_CODE", "TITLE", "scene"}


@pytest.mark.shared
def test_recall_and_precision_on_labelled_texts() -> None:
    if not SPANS.exists():
        pytest.skip("the shared data folder is not beside this checkout")
    redactor = Redactor()
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong = length = 0
    for row in map(json.loads, SPANS.read_text("utf-8").splitlines()):
        masked = {i for s in redactor.redact(row["text"]).spans for i in range(s.start, s.end)}
        for span in row["spans"]:
            group = "structured" if span["type"] in STRUCTURED else span["type"]
            asked[group] += 1
            found[group] += set(range(span["start"], span["end"])) <= masked
        right = {i for s in row["spans"] if s["type"] in NOT_WRONG for i in range(s["start"], s["end"])}
        wrong += len(masked - right)
        length += len(row["text"])
    assert found["structured"] / asked["structured"] >= 0.97
    assert found["PERSON"] / asked["PERSON"] >= 0.95
    assert found["name"] / asked["name"] >= 0.82
    assert wrong / length <= 0.02
