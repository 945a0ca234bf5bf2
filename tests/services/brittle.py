"""A process whose disk fails when it is told to: the other half of brittledisk.c.

`python -m tests.services.brittle WORK FOLDER ...` runs under the shim, once for all writes: it
forks for each of them, so that nothing is imported twice. What it prints is one JSON object a line.
"""

from __future__ import annotations

import ctypes
import errno
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.journal.file import StoreFailed
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.core.effects import Record
from ergobreak.core.model import Now
from ergobreak.core.state import State

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = Path(__file__).with_name("brittledisk.c")
EVENTS: Final = "due", "prompted", "held"  # of each step
STEPS: Final = 5  # of a life on a disk that gets full
EVER: Final = 1 << 60
EACH: Final = 60  # writes of a command that are refused one by one; a daemon's start has as many
SOME: Final = 11  # of the later ones every so many, for they are all alike

Told = dict[str, object]


def compiled(folder: Path) -> Path:
    """Return the shim, made in this folder; None of it works without gcc."""
    made = folder / "brittledisk.so"
    command = ["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(made), str(SOURCE)]
    subprocess.run(command, check=True, timeout=60)
    return made


def told(shim: Path, *words: str) -> list[Told]:
    """Do a work of `main` in a process with the shim; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.brittle", *words],
        cwd=ROOT,
        env={"LD_PRELOAD": str(shim), "TZ": "UTC", "PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


class Disk:
    """The switches of the shim, in the process that it is loaded into."""

    def __init__(self, folder: Path) -> None:
        self._shim = ctypes.CDLL(None)
        self._shim.brittle_fail.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_int]
        self._shim.brittle_count.restype = ctypes.c_long
        self._shim.brittle_watch(os.fsencode(folder))

    def fail(self, first: int, last: int = EVER, error: int = errno.ENOSPC) -> None:
        """Let these writes fail, counted from now; the next one is number 1."""
        self._shim.brittle_fail(first, last, error)

    def heal(self) -> None:
        """Let all writes work again, and count anew."""
        self.fail(EVER)

    @property
    def count(self) -> int:
        """Return how many writes there have been since the last word."""
        return int(self._shim.brittle_count())

    def record(self, file: int) -> None:
        """Note all that is written into an open file."""
        self._shim.brittle_record(file)

    def mark(self, number: int) -> None:
        """Note that the step of this number has been acknowledged."""
        self._shim.brittle_mark(number)


def step(number: int) -> tuple[list[Record], State]:
    """Return records and state of a step, all of which bear its number."""
    records = [Record(number, event, "stretch", str(number)) for event in EVENTS]
    return records, State(Now(number, number), serial=number)


def tell(found: Told) -> None:
    """Print a line, at once: what stays in a buffer would be printed by the next fork as well."""
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


def in_child(work: Callable[[], Told]) -> Told:
    """Do it in a fork of this process, and return what it returns; `died` if it does not."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.write(writing, json.dumps(work()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else {"died": True}


# ---------------------------------------------------------------- the journal alone


def live(folder: Path, first: int, error: int) -> Told:
    """Write STEPS steps; from write `first` on the disk is full until two steps have failed.

    What a step could not write is given again with the next one, as the runtime does.
    """
    disk = Disk(folder)
    store = SqliteStore(folder / "journal.db", lambda: UTC)
    acknowledged, failures, waiting, state = 0, 0, [], State(Now(0, 0))
    disk.fail(first, EVER, error)
    with suppress(StoreFailed):
        store.load()
    writes = 0
    for number in range(1, STEPS + 1):
        records, state = step(number)
        waiting += records
        try:
            store.append(waiting, state)
        except StoreFailed:
            failures += 1
            if failures == 2:
                writes = disk.count
                disk.heal()
        else:
            waiting, acknowledged = [], number
    disk.heal()
    store.append(waiting, state)
    return {
        "first": first,
        "acknowledged": acknowledged,
        "failures": failures,
        "writes": writes or disk.count,
        "notes": store.notes,
    }


def each_write(folder: Path, error: int) -> None:
    """Live once for each write that a whole life has."""
    first = 0
    while True:
        first += 1
        home = folder / str(first)
        home.mkdir(mode=0o700)
        found = in_child(lambda home=home, first=first: live(home, first, error))  # type: ignore[misc]
        tell(found)
        if not found.get("failures"):
            return


def on_record(folder: Path, steps: int) -> None:
    """Write steps, end the store halfway once, with everything that reaches the disk on record."""
    disk = Disk(folder)
    file = os.open(folder / "record", os.O_CREAT | os.O_WRONLY, 0o600)
    disk.record(file)
    path = folder / "journal.db"
    store = SqliteStore(path, lambda: UTC)
    store.load()
    for number in range(1, steps + 1):
        store.append(*step(number))
        disk.mark(number)
        if number == steps // 2:
            store.close()
    store.close()


# ---------------------------------------------------------------- whole commands


def command(folder: Path, typed: str, words: list[str], first: int) -> Told:
    """Run `ergobreak --home FOLDER WORDS` on a disk that is full from write `first` on."""
    from ergobreak import cli

    out, err = folder.with_suffix(".out"), folder.with_suffix(".err")
    for number, path, flags in (
        (0, _typed(folder, typed), os.O_RDONLY),
        (1, out, os.O_CREAT | os.O_WRONLY),
        (2, err, os.O_CREAT | os.O_WRONLY),
    ):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
    disk = Disk(folder)
    disk.fail(first)
    code = cli.main(["--home", str(folder), *words])
    writes = disk.count
    sys.stdout.flush()
    return {
        "first": first,
        "code": code,
        "writes": writes,
        "out": out.read_text(),
        "err": err.read_text(),
        "modules": sorted(sys.modules) if first == EVER else [],
    }


def each_write_of(folder: Path, sample: Path, typed: str, words: list[str]) -> None:
    """Run a command once for each write (see EACH), each time on a copy of this home."""

    def once(name: str, first: int) -> Told:
        home = folder / name
        shutil.copytree(sample, home)
        return in_child(lambda: command(home, typed, words, first))

    whole = once("whole", EVER)
    modules = whole.pop("modules", [])
    assert isinstance(modules, list), whole
    for module in modules:
        # Once for all: each fork would have to find them anew.
        with suppress(Exception):
            __import__(module)
    tell(whole)
    for first in range(1, int(str(whole["writes"])) + 1):
        if first <= EACH or first % SOME == 0:
            tell(once(str(first), first))


def _typed(folder: Path, typed: str) -> Path:
    path = folder.with_suffix(".in")
    path.write_text(typed)
    return path


def main(arguments: list[str]) -> None:
    """Do what the first word says."""
    work, folder = arguments[0], Path(arguments[1])
    if work == "each-write":
        each_write(folder, int(arguments[2]))
    elif work == "on-record":
        on_record(folder, int(arguments[2]))
    else:
        each_write_of(folder, Path(arguments[2]), arguments[3], arguments[4:])


if __name__ == "__main__":
    main(sys.argv[1:])
