"""Change the core in one place at a time, and see whether a test notices.

    python -m benchmarks.mutants                   300 changes, drawn at random by a fixed seed
    python -m benchmarks.mutants --sample 0        every change there is; takes hours
    python -m benchmarks.mutants --only care.py    those of one file

Each change is made in a copy of the project, in which the tests of the core and the scenarios then
run until the first one fails. What survives is printed with its line: either a test is missing, or
the change means nothing. docs/mutation.md keeps the last result, read one by one.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
CORE: Final = Path("ergobreak/core")
NEEDED: Final = ("ergobreak", "tests", "config", "docs", "pyproject.toml", "README.md", "check.py")
TESTS: Final = ("tests/core", "tests/test_scenarios.py", "tests/test_calendar.py")
PATIENCE: Final = 240  # s; a change may make the engine run for ever

# What is written there instead, and when it means something else.
_OPERATORS: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the whole text of a file with it, where it is, and what it is."""

    file: str
    line: int
    what: str
    text: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every change of a file."""
    source = path.read_text(encoding="utf-8")
    places = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
    # Whether a value could be changed in place is for the linter and the types to hold.
    heads = {line for node in places for each in _decorators(node) for line in _lines(each)}
    for number in range(len(places)):
        if places[number].lineno in heads:
            continue
        for kind in range(2):
            tree = ast.parse(source)
            node = [each for each in ast.walk(tree) if hasattr(each, "lineno")][number]
            before = ast.unparse(node)
            if _change(node, kind):
                after = ast.unparse(node)
                what = f"{_short(before)}  ->  {_short(after)}"
                yield Mutant(path.name, places[number].lineno, what, ast.unparse(tree))


def _decorators(node: ast.AST) -> list[ast.expr]:
    return node.decorator_list if isinstance(node, ast.ClassDef | ast.FunctionDef) else []


def _lines(node: ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _change(node: ast.AST, kind: int) -> bool:
    """Change a node in place, in its first or second way; tell whether there is such a way."""
    match node:
        case ast.Compare(ops=[operator]) if kind == 0 and type(operator) in _OPERATORS:
            node.ops = [_OPERATORS[type(operator)]()]  # type: ignore[list-item]  # by the table
        case ast.BoolOp() if kind == 0:
            node.op = _OPERATORS[type(node.op)]()  # type: ignore[assignment]  # by the table
        case ast.BinOp() if kind == 0 and type(node.op) in _OPERATORS:
            node.op = _OPERATORS[type(node.op)]()  # type: ignore[assignment]  # by the table
        case ast.UnaryOp(op=ast.Not()) if kind == 0:
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.If() if kind == 0:
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Constant(value=bool(value)) if kind == 0:
            node.value = not value
        case ast.Constant(value=int(number)) if kind == 0:
            node.value = number + 1
        case ast.Expr(value=ast.Call()) if kind == 1:
            node.value = ast.Constant(None)
        case ast.Assign() | ast.AugAssign() if kind == 1 and "." in ast.unparse(node).split("=")[0]:
            node.__class__ = ast.Pass  # type: ignore[assignment]  # the state keeps what it had
        case ast.Return(value=ast.expr()) if kind == 1 and not _is_nothing(node):
            node.value = ast.Constant(None)
        case _:
            return False
    ast.fix_missing_locations(node)
    return True


def _is_nothing(node: ast.Return) -> bool:
    return isinstance(node.value, ast.Constant) and node.value.value is None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:67]}..."


def survives(mutant: Mutant, copy: Path) -> bool:
    """Tell whether all tests pass with the change."""
    path = copy / CORE / mutant.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(mutant.text, encoding="utf-8")
    try:
        return passes(copy)
    finally:
        path.write_text(whole, encoding="utf-8")


def passes(copy: Path) -> bool:
    """Run the tests in a copy until the first one fails; one that never ends has failed."""
    env = {**os.environ, "HYPOTHESIS_PROFILE": "fast", "PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *TESTS)
    try:
        done = subprocess.run(
            command, cwd=copy, env=env, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Print what survives, and how many there were."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--sample", type=int, default=300, help="so many, drawn at random; 0: all")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--only", default="", help="the files whose names begin so")
    asked.add_argument("--at-once", type=int, default=2)
    given = asked.parse_args()
    files = sorted((ROOT / CORE).glob(f"{given.only}*.py"))
    known = [mutant for path in files for mutant in mutants_of(path)]
    if given.sample and given.sample < len(known):
        known = random.Random(given.seed).sample(known, given.sample)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(given.at_once):
            copies.put(_copy(Path(folder, str(number))))
        first = copies.get()
        assert passes(first), "the tests fail without any change"
        copies.put(first)

        def look(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return survives(mutant, copy)
            finally:
                copies.put(copy)

        alive = 0
        with ThreadPoolExecutor(given.at_once) as pool:
            for mutant, is_alive in zip(known, pool.map(look, known), strict=True):
                if is_alive:
                    alive += 1
                    print(f"{mutant.file}:{mutant.line}: {mutant.what}", flush=True)
    print(f"{len(known)} changes, {len(known) - alive} noticed, {alive} not")
    return 0


def _copy(place: Path) -> Path:
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, place / name)
    return place


if __name__ == "__main__":
    sys.exit(main())
