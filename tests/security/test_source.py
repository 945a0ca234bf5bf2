"""What the source may not do: run a shell, run text as code, load code from data, open a network.

It is read as a syntax tree, so that a word in a sentence is no finding.
"""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow  # to read all of it takes a second or two

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "ergobreak"

# Each of these makes code of what it reads, or speaks to a network.
FORBIDDEN_MODULES: Final = frozenset(
    {
        *("pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "code", "codeop"),
        *("yaml", "ruamel", "xmlrpc", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp"),
        *(
            "ftplib",
            "smtplib",
            "telnetlib",
            "poplib",
            "imaplib",
            "socketserver",
            "ssl",
            "webbrowser",
        ),
        *("pty", "commands", "imp", "runpy"),
    }
)
FORBIDDEN_CALLS: Final = frozenset(
    {
        *("eval", "exec", "compile", "__import__", "breakpoint"),
        *("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"),
        *("os.execv", "os.execl", "os.execvp", "os.spawnl", "os.spawnv", "tempfile.mktemp"),
        *("asyncio.create_subprocess_shell", "socket.create_connection", "socket.getaddrinfo"),
        *("socket.gethostbyname", "jsonpickle.decode", "importlib.reload"),
    }
)
# The only sockets of a network: the display that a person's own environment names, on another
# machine, is looked for before its server is spoken to; and where there are no others, commands
# reach the daemon on a port that is open to this machine alone.
NETWORK_FAMILIES: Final = {"adapters/session/facts.py", "control/door.py", "control/loopback.py"}
STARTERS: Final = {"run", "Popen", "call", "check_call", "check_output"}


@functools.cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax tree of each module, by its place in the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@functools.cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Return every import, call and attribute with the place of its module."""
    wanted = ast.Import | ast.ImportFrom | ast.Call | ast.Attribute
    return tuple(
        (place, node)
        for place, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, wanted)
    )


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield every call with the place of its module and what is called, as it is written."""
    for place, node in nodes():
        if isinstance(node, ast.Call):
            yield place, dotted(node.func), node


def dotted(node: ast.AST) -> str:
    """Return a name with its dots; what is no name is a question mark."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{dotted(value)}.{name}"
        case _:
            return "?"


def at(place: str, node: ast.AST) -> str:
    """Return a place as a person looks it up."""
    return f"{place}:{getattr(node, 'lineno', 0)}"


def imported(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports."""
    match node:
        case ast.Import(names=names):
            return [each.name for each in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case _:
            return []


def is_forbidden_module(module: str) -> bool:
    """Tell whether nothing of ours may import this."""
    return module.partition(".")[0] in FORBIDDEN_MODULES


def test_nothing_makes_code_of_data_or_speaks_to_a_network() -> None:
    """No module imports what unpickles, parses YAML, or speaks a protocol of the internet."""
    found = [
        f"{at(place, node)}: {module}"
        for place, node in nodes()
        for module in imported(node)
        if is_forbidden_module(module)
    ]

    assert found == []


def test_no_text_is_run() -> None:
    """Nothing evaluates a text, and no shell is asked to."""
    found = [
        f"{at(place, node)}: {name}" for place, name, node in calls() if name in FORBIDDEN_CALLS
    ]

    assert found == []


def shells(node: ast.Call) -> list[str]:
    """Return the options of a call that would put a shell between us and a program."""
    return [
        each.arg
        for each in node.keywords
        if each.arg in {"shell", "preexec_fn", "executable"}
        and not (isinstance(each.value, ast.Constant) and not each.value.value)
    ]


def is_single_text(node: ast.Call) -> bool:
    """Tell whether a program is started by one text, which Windows would take apart by itself."""
    return bool(node.args) and isinstance(node.args[0], ast.Constant | ast.JoinedStr)


def test_no_program_is_started_through_a_shell() -> None:
    """Every program is started by a list of words; none says shell=True."""
    started = [
        (at(place, node), node)
        for place, name, node in calls()
        if name.rpartition(".")[2] in STARTERS and name.startswith("subprocess.")
    ]

    assert len(started) > 10
    assert [where for where, node in started if shells(node) or is_single_text(node)] == []


def test_no_socket_of_a_network_is_asked_for() -> None:
    """AF_INET stands where a named display is looked for, and where a port serves commands."""
    found = {
        place
        for place, node in nodes()
        if isinstance(node, ast.Attribute) and node.attr.startswith(("AF_INET", "AF_PACKET"))
    }

    assert found == NETWORK_FAMILIES


WRITING: Final = {"write_text", "write_bytes"}
# Where a link cannot wait: drawn when ergobreak is built; a folder that was made a moment ago.
NO_LINK_THERE: Final = {"adapters/tray/icons/pixmaps.py", "cli/config_move.py"}


def follows_links(name: str, node: ast.Call) -> bool:
    """Tell whether a call writes to a file by a name that could be a link by now."""
    last = name.rpartition(".")[2]
    if last in WRITING:
        return True
    if name == "os.open":
        flags = ast.unparse(node.args[1]) if len(node.args) > 1 else ""
        return "O_CREAT" in flags and "O_EXCL" not in flags and "O_NOFOLLOW" not in flags
    if last != "open" or name in {"os.open", "self.doors.open", "wave.open"}:
        return False
    modes = (*node.args, *(key.value for key in node.keywords))
    words = [each.value for each in modes if isinstance(each, ast.Constant)]
    return any(isinstance(word, str) and word.strip("bt+") in {"w", "a"} for word in words)


def test_nothing_is_written_through_a_link() -> None:
    """A file is made where none was, or put in place whole; no name is just opened and written."""
    found = [
        f"{at(place, node)}: {name}"
        for place, name, node in calls()
        if place not in NO_LINK_THERE and follows_links(name, node)
    ]

    assert found == []


def test_answers_of_the_bus_are_asked_for_by_type() -> None:
    """Whoever takes apart what a program of the session replies says which types it has to be."""
    found = [
        at(place, node)
        for place, name, node in calls()
        if place.startswith(("adapters/", "cli/"))
        and name.rpartition(".")[0] in {"bus", "self._bus"}
        and name.rpartition(".")[2] in {"call", "ask"}
        and not any(each.arg == "types" for each in node.keywords)
        and "GetId" not in ast.unparse(node)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "subprocess.run('ls', check=True)",
        "subprocess.run(['ls'], shell=True)",
        "subprocess.Popen(['ls'], preexec_fn=f)",
        "subprocess.call(f'ls {x}')",
    ],
)
def test_the_rule_on_programs_can_be_broken(text: str) -> None:
    """Each of these would be found."""
    node = ast.parse(text, mode="eval").body
    assert isinstance(node, ast.Call)

    assert shells(node) or is_single_text(node)


@pytest.mark.parametrize(
    "text",
    [
        "path.write_text(x)",
        "open(x, 'w')",
        "path.open('ab')",
        "os.open(x, os.O_WRONLY | os.O_CREAT)",
        "open(x, mode='w')",
    ],
)
def test_the_rule_on_links_can_be_broken(text: str) -> None:
    """Each of these would be found."""
    node = ast.parse(text, mode="eval").body
    assert isinstance(node, ast.Call)

    assert follows_links(dotted(node.func), node)


def test_the_other_rules_can_be_broken() -> None:
    """Each of these would be found."""
    assert is_forbidden_module("urllib.request")
    assert is_forbidden_module("yaml")
    assert {"eval", "os.system"} <= FORBIDDEN_CALLS
    assert not is_forbidden_module("tomllib")
