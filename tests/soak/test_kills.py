"""`kill -9` while indexing, again and again: nothing acknowledged is lost, and the next run finishes the work."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLS = int(os.environ.get("COACH_SOAK_KILLS", "20"))
RECORDS = 400
COACH = str(Path(sys.executable).with_name("coach"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.jsonl"
    rows = [
        {
            "id": f"r{n}",
            "title": f"练习 {n}",
            "text": f"第{n}个练习：检查、记录、复核。Exercise {n}: check, note, review.",
        }
        for n in range(RECORDS)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _coach(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COACH_HOME": str(home)}
    return subprocess.run([COACH, *words], env=environment, capture_output=True, text=True, check=False)


def _ids(home: Path) -> set[str]:
    return set(_coach(home, "index", "--ids").stdout.split())


def test_an_index_survives_being_killed(tmp_path: Path, corpus: Path) -> None:
    home = tmp_path / "home"
    draw = random.Random(1)
    seen: set[str] = set()
    for _ in range(KILLS):
        environment = os.environ | {"COACH_HOME": str(home)}
        child = subprocess.Popen([COACH, "index", str(corpus)], env=environment, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.5, 8))
        child.kill()
        child.wait()
        now = _ids(home)
        assert seen <= now, "an acknowledged record was lost"
        seen = now
    finished = _coach(home, "index", str(corpus), "--json")
    assert finished.returncode == 0, finished.stderr
    assert _ids(home) == {f"r{n}" for n in range(RECORDS)}
    assert _coach(home, "index", "--verify").returncode == 0
