"""The craft rules: small files, small functions, few parameters, names that say something."""

import ast

from tests.architecture.source import functions, python_files, tree, where

FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "handlers"}


def test_files_stay_under_300_lines() -> None:
    long = [where(p) for p in python_files(with_tests=True) if p.read_text(encoding="utf-8").count("\n") > 300]
    assert long == []


def test_functions_stay_under_40_lines() -> None:
    long = [
        f"{where(path, node)} {node.name}"
        for path in python_files(with_tests=True)
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > 40
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [where(p) for p in python_files(with_tests=True) if p.stem in FORBIDDEN_NAMES] == []


def test_every_package_of_the_tests_is_a_package() -> None:
    folders = {path.parent for path in python_files(with_tests=True)}
    assert [where(f) for f in folders if not (f / "__init__.py").exists()] == []


def test_public_functions_of_types_are_documented() -> None:
    """Every field of a domain type has its one-line docstring."""
    missing = []
    for path in python_files():
        if "domain" not in path.parts and path.name != "records.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and any(getattr(b, "id", "") in ("Model", "_Value") for b in node.bases):
                missing += [f"{where(path, field)}" for field in _undocumented_fields(node)]
    assert missing == []


def _undocumented_fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    undocumented = []
    for index, item in enumerate(node.body):
        if isinstance(item, ast.AnnAssign):
            after = node.body[index + 1] if index + 1 < len(node.body) else None
            is_docstring = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if not is_docstring:
                undocumented.append(item)
    return undocumented
