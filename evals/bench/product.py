"""The product as its user meets it: the command line, a draft, a tone check, the server's memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from evals.bench.knowledge import opened
from evals.bench.measure import Line, below, child_cpu_seconds, median_ms, percentile, times
from evals.bench.texts import DEMO
from evals.samples import DATASETS, load_dataset
from evals.tasks import AS_OF
from knowledge_base.embeddings import BundledEmbedder

START_SECONDS = 120
DEMO_RECORDS = 193
"""Training resources and policies of the demo: past plans are not counted for everybody."""


def _coach(*words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("coach")), *words]


def help_cost() -> list[Line]:
    """CPU of `coach --help`."""
    return [below("coach --help", child_cpu_seconds(_coach("--help"), 5), "s CPU", 0.3)]


def drafting() -> list[Line]:
    """A warm grounded draft over the demo knowledge base."""
    from coach.domain.gap import GapDescription
    from coach.drafting.pipeline import Drafter

    texts = [sample.input["text"] for sample in load_dataset(DATASETS / "draft.jsonl").samples]
    with opened(BundledEmbedder()) as knowledge:
        knowledge.index([DEMO / "plans.jsonl", DEMO / "training.jsonl", DEMO / "policies"])
        drafter = Drafter(knowledge=knowledge)
        gaps = [GapDescription(text=text, as_of=AS_OF) for text in texts]
        drafter.draft(gaps[0], engine="grounded")
        taken = [t for gap in gaps for t in times(lambda g=gap: drafter.draft(g, engine="grounded"), 2)]  # type: ignore[misc]
    return [
        below("grounded draft p50, warm", median_ms(taken), "ms", 1000),
        below("grounded draft p95, warm", percentile(taken, 0.95) * 1000, "ms", 1000),
    ]


def wording() -> list[Line]:
    """A tone check of 10,000 characters, half of the sentences hurting: both languages mixed, and Chinese alone."""
    samples = load_dataset(DATASETS / "tone.jsonl").samples
    mixed = [sample.input["text"] for sample in samples]
    chinese = [sample.input["text"] for sample in samples if sample.language == "zh"]
    return [_checked("mixed", mixed), _checked("dense Chinese", chinese)]


def _checked(name: str, sentences: list[str]) -> Line:
    from coach.tone.check import check_tone

    text = " ".join(sentences * 40)[:10_000]
    check_tone(text)
    return below(f"tone check of 10,000 characters, {name}", median_ms(times(lambda: check_tone(text), 5)), "ms", 100)


def serving() -> list[Line]:
    """Highest memory of `coach serve` from its start until all demo records are indexed."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"COACH_HOME": home, "COACH_DEMO": "1"}
        server = subprocess.Popen(  # noqa: S603 - our own command
            _coach("serve", "--port", "0", "--json"), env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            address = json.loads((server.stdout.readline() if server.stdout else "") or "{}").get("address", "")
            _wait(f"{address}/v1/health", records=DEMO_RECORDS)
            return [below("memory of coach serve with the demo data", _resident_mb(server.pid), "MB", 1024)]
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(url: str, *, records: int) -> None:
    """Until the server says that so many records are indexed."""
    end = time.monotonic() + START_SECONDS
    while _records(url) < records:
        if time.monotonic() > end:
            raise TimeoutError(f"the server did not index {records} records in {START_SECONDS} s")
        time.sleep(0.5)


def _records(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server on loopback
            return int(json.load(answer)["records"])
    except OSError:
        return -1


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")
