"""`kill -9` while indexing, again and again: nothing acknowledged is lost, nothing doubled, the next run finishes."""

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from pysqlite3 import dbapi2

KILLS = int(os.environ.get("COACH_SOAK_KILLS", "100"))
COACH = str(Path(sys.executable).with_name("coach"))
NEW, CHANGED = 40, 80
"""Records that are added and that are changed before each run."""


@dataclass
class Catalogue:
    """A file of records that changes between runs."""

    path: Path
    versions: dict[str, int] = field(default_factory=dict)

    def change(self, draw: random.Random, turn: int) -> None:
        for name in draw.sample(sorted(self.versions), min(CHANGED, len(self.versions))):
            self.versions[name] = turn
        self.versions |= {f"r{turn}-{n}": turn for n in range(NEW)}
        rows = [{"id": name, "title": f"练习 {name}", "text": text(name, v)} for name, v in self.versions.items()]
        self.path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def text(name: str, version: int) -> str:
    return f"{name} 第{version}版：检查、记录、复核。Version {version} of {name}: check, note, review."


def run_and_kill(home: Path, catalogue: Path, seconds: float) -> int:
    """Index, kill after a while; returns how many records were acknowledged."""
    child = subprocess.Popen(
        [COACH, "index", str(catalogue)], env=os.environ | {"COACH_HOME": str(home)}, stderr=subprocess.PIPE, text=True
    )
    told = [0]
    started = threading.Event()

    def listen() -> None:
        for line in child.stderr or ():
            started.set()
            if found := re.match(r"\D*(\d+) of \d+ records", line):
                told[0] = int(found.group(1))

    listener = threading.Thread(target=listen)
    listener.start()
    started.wait(timeout=60)
    time.sleep(seconds)
    child.kill()
    child.wait()
    listener.join()
    return told[0]


def stored(home: Path) -> list[tuple[str, str]]:
    """(record id, text), as the database has them."""
    connection = dbapi2.connect(home / "coach.db")
    try:
        return list(connection.execute("SELECT record_id, text FROM kb_records"))
    finally:
        connection.close()


def finish(home: Path, *words: str) -> str:
    done = subprocess.run(
        [COACH, *words], env=os.environ | {"COACH_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_an_index_survives_being_killed(tmp_path: Path) -> None:
    home, draw = tmp_path / "home", random.Random(1)
    catalogue = Catalogue(tmp_path / "catalogue.jsonl")
    finish(home, "index", "--ids")
    acknowledged = 0
    for turn in range(KILLS):
        catalogue.change(draw, turn)
        told = run_and_kill(home, catalogue.path, draw.uniform(0, 2.5))
        acknowledged += told
        rows = stored(home)
        assert len({name for name, _ in rows}) == len(rows), "a record is there twice"
        texts = dict(rows)
        current = sum(texts.get(name) == text(name, version) for name, version in catalogue.versions.items())
        assert current >= told, f"{told} records were acknowledged, {current} are there"
    assert acknowledged > 0
    finish(home, "index", str(catalogue.path))
    assert dict(stored(home)) == {name: text(name, version) for name, version in catalogue.versions.items()}
    assert "agree" in finish(home, "index", "--verify")
    name = f"r{KILLS - 1}-7"
    assert json.loads(finish(home, "search", text(name, KILLS - 1), "--json"))[0]["record_id"] == name
    sys.stdout.write(f"{KILLS} kills, {acknowledged} acknowledgements checked, {len(catalogue.versions)} records\n")
