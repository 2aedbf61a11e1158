"""The project's own Python files, read as text and as trees."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("coach", "knowledge_base", "evals", "api")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache
def python_files(*, with_tests: bool = False) -> tuple[Path, ...]:
    folders = (*PACKAGES, "tests") if with_tests else PACKAGES
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert len(found) > len(PACKAGES), "the walk found no code: the check would always pass"
    return tuple(found)


@lru_cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{getattr(node, 'lineno', 0)}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"
