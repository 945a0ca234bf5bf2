"""A real kill -9, again and again, at any instant of a step: what was acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

# Writes steps of three records and a state that all bear the step's number, and tells each one
# only when `append` has returned. Goes on from the number that the saved state bears.
WRITER = """
import sys
from datetime import UTC
from pathlib import Path
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.core.effects import Record
from ergobreak.core.model import Now
from ergobreak.core.state import State

store = SqliteStore(Path(sys.argv[1]), lambda: UTC)
found = store.load()
number = found.serial if found else 0
while True:
    number += 1
    step = [Record(number, event, "stretch", str(number)) for event in ("due", "prompted", "held")]
    lines = store.append(step, State(Now(number, number), serial=number))
    sys.stdout.write("".join(f"{line['id']}\\n" for line in lines) + f"{number}\\n")
    sys.stdout.flush()
"""


def acknowledged_before_kill(path: Path, chance: random.Random) -> list[str]:
    """Let a writer run for a while, kill it, and return what it has told by then."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        told = run.stdout.readline()
        # By a clock of its own, so that the kill falls into any instant of a step.
        threading.Timer(chance.uniform(0, 0.03), run.kill).start()
        told += run.stdout.read()
    assert run.returncode == -signal.SIGKILL
    # The last line may have been cut.
    return told[: told.rfind(b"\n")].decode().split("\n")


def check_after_kill(path: Path, told: list[str]) -> None:
    """Compare the journal with what was acknowledged."""
    lines = read(path)  # before anybody has mended anything
    with closing(SqliteStore(path, lambda: UTC)) as store:
        state = store.load()
        assert store.notes == []
    assert read(path) == lines
    assert state is not None
    # Whole steps without a gap, and the snapshot is that of the last one.
    numbers = [int(str(line["prompt"])) for line in lines]
    assert numbers == [number for number in range(1, state.serial + 1) for _ in range(3)]
    ids = [str(line["id"]) for line in lines]
    assert ids == sorted(set(ids))
    # All that was told is there; at most one step is there that was not told.
    assert {word for word in told if len(word) == 26} <= set(ids)
    assert state.serial - max(int(word) for word in told if len(word) < 26) in {0, 1}
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def kill_and_check(path: Path, rounds: int) -> None:
    """Kill writers of one journal so many times, and look at it after each."""
    chance = random.Random(rounds)
    for _ in range(rounds):
        check_after_kill(path, acknowledged_before_kill(path, chance))


posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a signal of POSIX")


@posix
def test_a_kill_loses_no_acknowledged_record(tmp_path: Path) -> None:
    """Two kills at chance instants lose nothing and leave no half step."""
    kill_and_check(tmp_path / "state" / "journal.db", rounds=2)


@posix
@pytest.mark.slow
def test_fifty_kills_lose_no_acknowledged_record(tmp_path: Path) -> None:
    """Fifty kills of writers that go on from each other lose nothing and leave no half step."""
    kill_and_check(tmp_path / "state" / "journal.db", rounds=50)
