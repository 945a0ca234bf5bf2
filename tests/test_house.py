"""The rules of the house that no other tool holds: sizes, docstrings, one version, clean papers."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# A change of what is looked for makes all that was found before worth nothing.
RULES = Path(__file__).read_bytes()
CHECKED = ("ergobreak", "tests", "benchmarks")
MODULE_LINES = 300
FUNCTION_LINES = 50

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Function:
    """What the rules want to know of a function."""

    name: str
    lineno: int
    lines: int
    """Without the functions inside it."""
    has_docstring: bool
    has_claim: bool
    calls: frozenset[str]
    """The plain functions that it calls. No method: its name says too little about whose it is."""
    is_asleep: bool


@dataclass(frozen=True, slots=True)
class Module:
    """What the rules want to know of a file."""

    has_docstring: bool
    functions: tuple[Function, ...]
    """Methods and inner ones too."""


def modules(*folders: str) -> list[Path]:
    """Return the Python files of these folders, none of them a cache."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


KNOWN: Final[dict[str, Module]] = {}
"""What a file holds, by the file and these rules: see `known_from_before`."""


def parsed(path: Path) -> Module:
    """Return what a file holds."""
    source = path.read_bytes()
    name = hashlib.sha256(RULES + source).hexdigest()
    if name not in KNOWN:
        KNOWN[name] = read(path, source.decode())
    return KNOWN[name]


def read(path: Path, text: str) -> Module:
    """Return what a file of this text holds.

    Its syntax tree is let go: looking for garbage among those of eight hundred files takes four
    times the parsing.
    """
    may_sleep = "sleep" in text
    tree = ast.parse(text, filename=str(path))
    found = [described(node, may_sleep=may_sleep) for node in definitions(tree)]
    return Module(bool(ast.get_docstring(tree)), tuple(found))


@pytest.fixture(scope="module", autouse=True)
def known_from_before(pytestconfig: pytest.Config) -> Iterator[None]:
    """Keep what the files hold until they change: to parse them all takes seconds."""
    cache = pytestconfig.cache
    if cache is not None:
        KNOWN.update(msgspec.convert(cache.get("ergobreak/house", {}), dict[str, Module]))
    yield
    if cache is not None:
        now = {hashlib.sha256(RULES + path.read_bytes()).hexdigest() for path in modules(*CHECKED)}
        kept = {name: each for name, each in KNOWN.items() if name in now}
        cache.set("ergobreak/house", msgspec.to_builtins(kept))


def definitions(block: ast.AST) -> Iterator[Definition]:
    """Yield the functions in a block and in those inside it: no expression holds any."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner = getattr(block, field, ())
        for each in inner if isinstance(inner, list) else ():
            if isinstance(each, Definition):
                yield each
            yield from definitions(each)


def nodes_of(root: ast.AST) -> list[ast.AST]:
    """Return a node and all below it; `ast.walk` takes twice the time for the same."""
    found = [root]
    for node in found:
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                found += [each for each in value if isinstance(each, ast.AST)]
            elif isinstance(value, ast.AST) and field != "ctx":
                found.append(value)
    return found


def described(definition: Definition, *, may_sleep: bool) -> Function:
    """Return what a function is; `may_sleep`: the word is in the file at all."""
    nodes = nodes_of(definition)
    targets = [node.func for node in nodes if isinstance(node, ast.Call)]
    inside = {
        line
        for node in nodes
        if isinstance(node, Definition) and node is not definition
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }
    return Function(
        definition.name,
        definition.lineno,
        (definition.end_lineno or 0) - definition.lineno + 1 - len(inside),
        has_docstring=bool(ast.get_docstring(definition)),
        has_claim=any(map(is_claim, nodes)),
        calls=frozenset(target.id for target in targets if isinstance(target, ast.Name)),
        is_asleep=may_sleep and any("sleep" in ast.unparse(target) for target in targets),
    )


def place(path: Path, node: Function | None = None) -> str:
    """Return file and line as a person looks them up."""
    where = path.relative_to(ROOT).as_posix()
    return where if node is None else f"{where}:{node.lineno} {node.name}"


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file that belongs to the project."""
    for folder, inner, names in os.walk(ROOT):
        # What tools leave behind starts with a dot, or is a cache or a build.
        inner[:] = [
            name
            for name in inner
            if (name in {".ci", ".github"} or not name.startswith("."))
            and name not in {"__pycache__", "build", "dist"}
        ]
        for name in names:
            path = Path(folder, name)
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture


def test_version_stands_in_one_place() -> None:
    """The version is written in pyproject.toml and told in the changelog, and nowhere else."""
    version = PROJECT["project"]["version"]
    pattern = re.compile(rf"(?<![\w.]){re.escape(version)}(?!\.?\w)")

    found = {place(path) for path, text in texts() if version in text and pattern.search(text)}

    assert found == {"pyproject.toml", "CHANGELOG.md"}


@pytest.mark.parametrize("folder", CHECKED)
def test_every_module_says_its_duty(folder: str) -> None:
    """Each module opens with a docstring."""
    silent = [place(path) for path in modules(folder) if not parsed(path).has_docstring]

    assert silent == []


def test_modules_stay_small() -> None:
    """A module has at most 300 lines."""
    lengths = {
        place(path): path.read_text(encoding="utf-8").count("\n") for path in modules("ergobreak")
    }

    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_functions_stay_small() -> None:
    """A function has at most 50 lines, its docstring counted; one inside it counts by itself."""
    long = {
        place(path, function): function.lines
        for path in modules("ergobreak")
        for function in parsed(path).functions
        if function.lines > FUNCTION_LINES
    }

    assert long == {}


def test_readme_opens_with_the_two_commands() -> None:
    """The README's first block holds two commands, and the second is the one that CI runs."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    block = re.search(r"^```(?:sh|bash|console)?\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert block is not None

    commands = [line for line in block[1].splitlines() if line.strip() and not line.startswith("#")]

    assert len(commands) == 2
    assert commands[0].startswith("python3 -m venv ")
    assert commands[0].endswith("ergobreak run")
    assert commands[1] == "python3 check.py"
    assert f"exec {commands[1]}\n" in ci


def test_nothing_speaks_of_a_machine() -> None:
    """No file names the folder it was made in, or one of a person's home or work."""
    pattern = re.compile(
        rf"{re.escape(str(ROOT))}\b"
        r"|(?<![\w.~}])/(?:home|root|work|Users)/[\w.]"
        r"|[A-Z]:\\Users\\"
    )

    # Quick to find, and in hardly any file.
    signs = (str(ROOT), "/home/", "/root/", "/work/", "Users")
    found = [
        f"{place(path)}: {match[0]}"
        for path, text in texts()
        if any(sign in text for sign in signs)
        for match in pattern.finditer(text)
    ]

    assert found == []


def test_every_test_states_its_promise() -> None:
    """Each test function has a docstring."""
    silent = [
        place(path, function)
        for path in modules("tests")
        for function in parsed(path).functions
        if function.name.startswith("test_") and not function.has_docstring
    ]

    assert silent == []


def is_claim(node: ast.AST) -> bool:
    """Tell whether this node can fail a test: an assertion, or pytest's raises, warns or fail."""
    match node:
        case ast.Assert() | ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Attribute(value=ast.Name(id="pytest"), attr="raises" | "warns" | "fail"):
            return True
        case _:
            return False


def test_every_test_can_fail() -> None:
    """Each test claims something, itself or through the functions of the tests that it calls."""
    everything = [(path, each) for path in modules("tests") for each in parsed(path).functions]
    claiming = {each.name for _, each in everything if each.has_claim}
    while more := {each.name for _, each in everything if each.calls & claiming} - claiming:
        claiming |= more

    idle = [
        place(path, each)
        for path, each in everything
        if each.name.startswith("test_") and each.name not in claiming
    ]

    assert idle == []


def test_no_test_sleeps() -> None:
    """No test waits for a span of time: it waits for a condition, with a deadline."""
    sleeping = [
        place(path, function)
        for path in modules("tests")
        for function in parsed(path).functions
        if function.is_asleep
    ]

    assert sleeping == []


@pytest.mark.slow
def test_wheel_holds_all_that_is_read_at_run_time(tmp_path: Path) -> None:
    """Every file of the package, data too, is in the wheel, and no test or benchmark is."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}

    expected = {
        place(path)
        for path in (ROOT / "ergobreak").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shipped = {
        f"ergobreak/{place(path)}"
        for path in (ROOT / "config").rglob("*")
        if path.suffix in {".toml", ".desktop"}
    }

    shared = f"ergobreak-{PROJECT['project']['version']}.data/data/"
    targets = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"].values()

    assert packed == expected | shipped | {f"{shared}{target}" for target in targets}
