"""Measured on the shared data, which stays outside the project."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from coach.tone.check import check_tone

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not beside the checkout"),
]


def test_dev_set(tmp_path: Path) -> None:
    gold = SHARED / "data/gold/tone_dev.jsonl"
    out = tmp_path / "out.jsonl"
    lines = []
    for row in map(json.loads, gold.read_text("utf-8").splitlines()):
        lines.append(json.dumps({"id": row["id"], **check_tone(row["text"]).model_dump(mode="json")}))
    out.write_text("\n".join(lines), encoding="utf-8")
    scorer = [sys.executable, str(SHARED / "scoring/score_tone.py"), str(gold), str(out), "--json"]
    table = json.loads(subprocess.run(scorer, check=True, capture_output=True, text=True).stdout)
    for language in ("en", "zh"):
        figures = table[language]
        assert figures["precision"] >= 0.9
        assert figures["f1"] >= 0.9
        assert figures["span_f1"] >= 0.75
        assert figures["facts_kept"] >= 0.98
        assert figures["span_gone"] >= 0.95


def documents() -> list[str]:
    names = ("catalogues/csdiy_zh_en", "catalogues/digitalgov_en", "documents/hr_docs")
    texts = []
    for name in names:
        for row in map(json.loads, (SHARED / f"data/{name}.jsonl").read_text("utf-8").splitlines()):
            texts.append(" ".join(str(row.get(key) or "") for key in ("summary", "description", "text")))
    sentences = {s.strip(" -*#|\t") for text in texts for s in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n+", text)}
    return sorted(s for s in sentences if 15 <= len(s) <= 400 and re.search(r"\w", s))


def test_few_false_alarms_in_documents() -> None:
    sentences = documents()
    random.Random(20261122).shuffle(sentences)
    alarms = [sentence for sentence in sentences[:1000] if check_tone(sentence).problem]
    assert len(alarms) <= 20


def test_identity_words_do_not_change_findings() -> None:
    groups: dict[str, set[tuple[str, ...]]] = {}
    for row in map(json.loads, (SHARED / "data/tone/identity_probes.jsonl").read_text("utf-8").splitlines()):
        found = re.fullmatch(r".+ is an? (\S+) .+", row["phrase"])
        if found:
            report = check_tone(row["phrase"])
            groups.setdefault(found[1], set()).add(tuple(f"{s.category}/{s.severity}" for s in report.suggestions))
    assert groups
    assert sum(len(kinds) > 1 for kinds in groups.values()) <= len(groups) * 0.01
