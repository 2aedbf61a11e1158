"""Texts to measure with: the shared real data where it is present, the demo records else."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
DEMO = ROOT / "knowledge_base" / "demo"


def rows(limit: int) -> list[dict[str, str]]:
    """Up to `limit` rows of id, title and text, the same at every run."""
    files = [
        SHARED / "gold" / "needs_corpus.jsonl",
        SHARED / "retrieval" / "esco_skill_from_jobad_en" / "corpus.jsonl",
        SHARED / "retrieval" / "csco_jobtitle_zh" / "corpus.jsonl",
    ]
    present = [path for path in files if path.is_file()] or [DEMO / "training.jsonl", DEMO / "plans.jsonl"]
    found: list[dict[str, str]] = []
    for path in present:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = f"{path.parent.name}-{row.get('_id', row.get('id'))}"
            found.append({"id": name, "title": row.get("title", ""), "text": row.get("text", "")})
            if len(found) == limit:
                return found
    return found
