"""Change the core in one place at a time, and see whether a test notices.

    python -m benchmarks.mutants                   300 changes, drawn at random by a fixed seed
    python -m benchmarks.mutants --sample 0        every change there is: an hour of two cores
    python -m benchmarks.mutants --only care.py    those of one file

For each change a process is forked that has collected the tests of the core and the scenarios, and
the changed function gets its new code there; then they run until the first one fails. A change
outside of any function takes longer: its module is imported in place of its file, all else anew.

What survives is printed with its line: either a test is missing, or the change means nothing.
docs/mutation.md keeps the last result, read one by one. Linux only.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

import pytest
from _pytest.main import pytest_runtestloop as run_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.machinery import ModuleSpec

ROOT: Final = Path(__file__).resolve().parents[1]
CORE: Final = Path("ergobreak/core")
NEEDED: Final = ("ergobreak", "tests", "config", "docs", "pyproject.toml", "README.md", "check.py")
TESTS: Final = ("tests/core", "tests/test_scenarios.py", "tests/test_calendar.py")
OPTIONS: Final = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--capture=sys")
OUT: Final = os.dup(1)  # pytest's own words go elsewhere
PATIENCE: Final = 40  # s of CPU; all tests take some 6, and a change may make them endless

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
    """One change: the whole text of a file with it, where it is, and what it is.

    `is_inside`: it lies in the body of a function.
    """

    file: str
    line: int
    what: str
    text: str
    is_inside: bool


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every change of a file."""
    source = path.read_text(encoding="utf-8")
    places = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
    # Whether a value could be changed in place is for the linter and the types to hold.
    heads = {line for node in places for each in _without_meaning(node) for line in _lines(each)}
    bodies = {line for node in places for each in _body(node) for line in _lines(each)}
    for number in range(len(places)):
        line = places[number].lineno
        if line in heads:
            continue
        for kind in range(2):
            if not _change(deepcopy(places[number]), kind):
                continue  # most places: to read the file anew for each takes minutes
            tree = ast.parse(source)
            node = [each for each in ast.walk(tree) if hasattr(each, "lineno")][number]
            before = ast.unparse(node)
            _change(node, kind)
            what = f"{_short(before)}  ->  {_short(ast.unparse(node))}"
            yield Mutant(path.name, line, what, ast.unparse(tree), line in bodies)


def _without_meaning(node: ast.AST) -> list[ast.expr | ast.stmt]:
    """Return what no test could notice: how a value is made, and what is for the types alone."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return [node]
    return [*node.decorator_list] if isinstance(node, ast.ClassDef | ast.FunctionDef) else []


def _body(node: ast.AST) -> list[ast.stmt]:
    return node.body if isinstance(node, ast.FunctionDef) else []


def _lines(node: ast.expr | ast.stmt) -> range:
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


class _Changed(SourceLoader):
    """Gives a module of the core the changed text; nothing of it is kept on the disk."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text

    def get_filename(self, fullname: str) -> str:
        """Return where the module would be."""
        del fullname
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        """Return the changed text, and no compiled one."""
        if path != str(self._path):
            raise OSError(path)
        return self._text.encode()


class _Finder(MetaPathFinder):
    """Finds one module of the core changed."""

    def __init__(self, file: str, text: str, copy: Path) -> None:
        self._name = f"ergobreak.core.{Path(file).stem}"
        self._loader = _Changed(copy / CORE / file, text)

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        """Return the changed module, or nothing for any other."""
        del path, target
        return spec_from_loader(fullname, self._loader) if fullname == self._name else None


class Session:
    """A plugin of pytest: where the tests would run, it runs them once for each change."""

    def __init__(self, mutants: list[Mutant], at_once: int, copy: Path) -> None:
        self._mutants, self._at_once, self._copy = mutants, at_once, copy
        self._failed, self._told = os.pipe()  # by a child, the name of the test that noticed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Share the changes out to some processes; each prints what survives."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        assert self._survives(session, None), "the tests fail without any change"
        workers = []
        for number in range(self._at_once):
            if not (child := os.fork()):
                try:
                    self._go_through(session, self._mutants[number :: self._at_once])
                finally:
                    os._exit(0)
            workers.append(child)
        for child in workers:
            os.waitpid(child, 0)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell which test has noticed."""
        if report.failed:
            os.write(self._told, f"{report.nodeid}\n".encode())

    def _go_through(self, session: pytest.Session, mutants: list[Mutant]) -> None:
        self._failed, self._told = os.pipe()
        os.set_blocking(self._failed, False)
        for mutant in mutants:
            if self._survives(session, mutant):
                os.write(OUT, f"{mutant.file}:{mutant.line}: {mutant.what}\n".encode())
                continue
            with suppress(BlockingIOError):
                # What has noticed one change of a file soon notices the next one.
                names = os.read(self._failed, 65536).decode().split("\n")
                session.items.sort(key=lambda each: each.nodeid not in names)

    def _survives(self, session: pytest.Session, mutant: Mutant | None) -> bool:
        """Tell whether all tests pass with the change; one that never ends has failed."""
        if not (child := os.fork()):
            code = 1
            try:
                # The kernel ends it: a change may make the engine run for ever.
                signal.setitimer(signal.ITIMER_PROF, PATIENCE)
                code = self._run(session, mutant)
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    def _run(self, session: pytest.Session, mutant: Mutant | None) -> int:
        if mutant is not None and not mutant.is_inside:
            return _anew(mutant, self._copy)
        if mutant is not None:
            change_over(mutant)
        try:
            run_tests(session)
        except session.Failed:
            return 1
        return int(session.testsfailed > 0)


def change_over(mutant: Mutant) -> None:
    """Give the functions of a module that is loaded the code of its changed text."""
    module = sys.modules[f"ergobreak.core.{Path(mutant.file).stem}"]
    changed = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(mutant.text, str(module.__file__), "exec"), changed)  # noqa: S102  our own text
    _transplant(changed, vars(module), module.__name__)


def _transplant(new: Mapping[str, Any], old: Mapping[str, Any], module: str) -> None:
    for name, value in new.items():
        there = old.get(name)
        if isinstance(value, type) and value.__module__ == module and value is not there:
            _transplant(vars(value), vars(there), module)
        source, target = _function(value), _function(there)
        if source is not None and target is not None and source.__module__ == module:
            target.__code__ = source.__code__


def _function(value: object) -> FunctionType | None:
    """Return the function behind a name of a module or a class, if there is one."""
    if isinstance(value, property):
        value = value.fget
    if isinstance(value, cached_property):
        value = value.func
    value = getattr(value, "__wrapped__", None) or getattr(value, "__func__", value)
    return value if isinstance(value, FunctionType) else None


def _anew(mutant: Mutant, copy: Path) -> int:
    """Run the tests with everything of ours imported anew; return their exit code."""
    command = [sys.executable, "-m", "benchmarks.mutants", "--one", mutant.file]
    env = {**os.environ, "PYTHONPATH": str(copy)}
    silent = subprocess.DEVNULL
    text = mutant.text.encode()
    return subprocess.run(
        command, input=text, stdout=silent, stderr=silent, cwd=copy, env=env, check=False
    ).returncode


def one(file: str) -> int:
    """Run the tests in this process, with a file of the core as standard input says."""
    sys.meta_path.insert(0, _Finder(file, sys.stdin.read(), Path.cwd()))
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    return pytest.main([*OPTIONS, *TESTS])


def main() -> int:
    """Print what survives, and how many there were."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--sample", type=int, default=300, help="so many, drawn at random; 0: all")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--only", default="", help="the files whose names begin so")
    asked.add_argument("--at-once", type=int, default=2)
    asked.add_argument("--one", default="", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        return one(given.one)
    files = sorted((ROOT / CORE).glob(f"{given.only}*.py"))
    known = [mutant for path in files for mutant in mutants_of(path)]
    if given.sample and given.sample < len(known):
        known = random.Random(given.seed).sample(known, given.sample)  # noqa: S311 - no secret
    os.environ.update(HYPOTHESIS_PROFILE="once", PYTHONDONTWRITEBYTECODE="1")
    with tempfile.TemporaryDirectory() as folder:
        # So that work on the project meanwhile is not in the way.
        copy = _copy(Path(folder))
        os.chdir(copy)
        sys.path[0] = str(copy)
        os.set_inheritable(OUT, True)
        session = Session(known, given.at_once, copy)
        pytest.main([*OPTIONS, *TESTS], plugins=[session])
    os.write(OUT, f"{len(known)} changes; what is not named above was noticed\n".encode())
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
