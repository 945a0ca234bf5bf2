"""The table of faults keeps its word: each row has its test and its line, each test its row."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PAPER: Final = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS: Final = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAPER.splitlines()
    if line.startswith("| ") and "`tests/" in line
]


def functions(path: Path) -> set[str]:
    """Return the names of all functions and methods of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def named(text: str) -> list[tuple[str, str]]:
    """Return the functions that a text names, each with its file."""
    return re.findall(r"`([\w/]+\.py)::(\w+)`", text)


def lost(found: list[tuple[str, str]]) -> list[str]:
    """Return those of these functions that there are not."""
    return [
        f"{path}::{name}"
        for path, name in found
        if not (ROOT / path).is_file() or name not in functions(ROOT / path)
    ]


def test_each_row_names_a_promise_a_test_and_a_line() -> None:
    """What the table names exists: at least one test in each row, and the function that guards."""
    assert len(ROWS) > 40
    for row in ROWS:
        assert len(row) == 4, row
        _, promise, tests, guard = row
        assert promise
        assert named(tests), row
        assert all(path.startswith("tests/") for path, _ in named(tests))
        assert [path.partition("/")[0] for path, _ in named(guard)] == ["ergobreak"], row
        assert lost(named(tests) + named(guard)) == []


def test_each_test_of_a_fault_has_a_row() -> None:
    """No test in this folder stands beside the table."""
    known = {name for row in ROWS for _, name in named(row[2])}
    here = Path(__file__)
    found = {
        name
        for path in here.parent.glob("test_*.py")
        if path != here
        for name in functions(path)
        if name.startswith("test_")
    }

    assert found - known == set()
    assert len(found) > 15
