"""The house: who imports whom, one door per library, one place that commits, nothing of this machine in a file."""

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, python_files, where

ROOMS = ("coach/domain", "coach/drafting", "coach/tone", "coach/review", "coach/plans", "coach/storage",
         "knowledge_base", "knowledge_base/demo", "prompts", "evals", "api", "tests")  # fmt: skip


def tracked_files() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.splitlines()]


def test_imports_follow_the_contracts() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_the_session_commits() -> None:
    commits = [
        where(path)
        for path in python_files()
        if re.search(r"\.(commit|begin_nested)\(", path.read_text(encoding="utf-8"))
    ]
    assert commits in (["coach/storage/session.py"], [])


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_belongs_there(room: str) -> None:
    assert len((ROOT / room / "README.md").read_text(encoding="utf-8")) > 200


def test_no_other_distribution_claims_our_names() -> None:
    claims = {
        (dist.metadata["Name"], name)
        for dist in distributions()
        for name in {Path(str(f)).parts[0] for f in dist.files or []}
        if name in PACKAGES and dist.metadata["Name"] != "growth-coach"
    }
    assert claims == set()


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    addresses = ["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", "/work" + "/main"]
    address = re.compile("|".join(addresses))
    texts = {".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".yaml", ".j2", ".html", ""}
    found = []
    for path in tracked_files():
        if path.exists() and path.suffix in texts:
            found += [where(path)] if address.search(path.read_text(encoding="utf-8", errors="replace")) else []
    assert found == []


def test_help_does_not_pay_for_the_heavy_libraries() -> None:
    heavy = "{'chromadb','langchain_openai','openai','dbos','fastapi','sqlalchemy','numpy','tiktoken','pydantic'}"
    code = (
        f"import sys; from api.cli.group import run; run(['--help']); print([m for m in sys.modules if m in {heavy}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
