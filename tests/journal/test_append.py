"""A step is written whole or not at all, and under names that sort and never clash."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ergobreak.adapters.journal.ids import Ids
from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import StoreFailed
from ergobreak.core.effects import Record
from ergobreak.core.model import MINUTE, SECOND
from tests.journal.kit import MORNING, due, numbered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journal.kit import Opener

posix = pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")


def test_lines_read_back_as_they_were_told(path: Path, store_at: Opener) -> None:
    """What `append` returns is what a reader finds, and both are JSON."""
    records = [
        Record(MORNING + 1_500, "due", "wäs \"ser'", "p1"),
        Record(MORNING, "prompted", "stretch", "p1", level=2, others=("wäs \"ser'", "posture")),
        Record(MORNING, "held", "stretch", "p1", reason="call", until=MORNING + MINUTE),
        Record(MORNING, "drank", ml=250, credit=True, seconds=0),
    ]

    lines = store_at(path).append(records, numbered(1))

    assert read(path) == lines
    assert json.loads(json.dumps(lines)) == lines
    assert [each["event"] for each in lines] == ["due", "prompted", "held", "drank"]


def test_nothing_to_say_writes_nothing(path: Path, store_at: Opener) -> None:
    """A step without records and without a new state does not touch the disk."""
    store = store_at(path)
    assert store.append([], None) == []
    assert not path.exists()

    store.append([due(1)], None)
    log = path.with_name("journal.db-wal")
    before = path.read_bytes(), log.read_bytes()
    assert store.append([], None) == []

    assert (path.read_bytes(), log.read_bytes()) == before


def test_a_step_that_fails_half_way_leaves_no_trace(path: Path, store_at: Opener) -> None:
    """If the second of three records cannot be written, neither the first nor the state is."""
    store = store_at(path)
    store.append([due(1)], numbered(1))
    with closing(sqlite3.connect(path)) as other:
        other.execute(
            "CREATE TRIGGER refusal BEFORE INSERT ON record WHEN new.prompt = 'p3'"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        with pytest.raises(StoreFailed, match="refused"):
            store.append([due(2), due(3), due(4)], numbered(2))
        assert [each["prompt"] for each in read(path)] == ["p1"]
        assert store.load() == numbered(1)

        other.execute("DROP TRIGGER refusal")
    store.append([due(2), due(3), due(4)], numbered(2))

    assert [each["prompt"] for each in read(path)] == ["p1", "p2", "p3", "p4"]
    assert store.load() == numbered(2)


def test_a_record_that_cannot_be_written_fails_whole(path: Path, store_at: Opener) -> None:
    """A number beyond what the file can hold costs its step, and only that."""
    store = store_at(path)
    with pytest.raises(StoreFailed):
        store.append([due(1), due(2, at=1 << 70)], numbered(1))

    store.append([due(3)], None)

    assert [each["prompt"] for each in read(path)] == ["p3"]
    assert store.load() is None


def test_a_locked_journal_fails_and_recovers(path: Path, store_at: Opener) -> None:
    """A program that holds the journal costs a step, not the store."""
    store = store_at(path)
    store.append([due(1)], numbered(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="another program"):
            store.append([due(2)], numbered(2))
        other.execute("ROLLBACK")

    store.append([due(2)], numbered(2))

    assert [each["prompt"] for each in read(path)] == ["p1", "p2"]


FULL_DISK = """
import resource, sys
from datetime import UTC
from pathlib import Path
from ergobreak.adapters.journal.store import SqliteStore, StoreFailed
from ergobreak.core.effects import Record
from ergobreak.core.model import Now
from ergobreak.core.state import State

path = Path(sys.argv[1])
store = SqliteStore(path, lambda: UTC)
store.append([Record(0, "due", "first")], State(Now(0, 0)))
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, most))
failed = 0
for number in range(40):
    try:
        store.append([Record(0, "due", "x" * 2000)] * 9, State(Now(0, 0), serial=number + 1))
    except StoreFailed:
        failed += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
store.append([Record(0, "due", "last")], None)
print(failed, store.load().serial, *store.notes)
"""


@pytest.mark.posix("a limit to the size of files")
@posix
def test_a_disk_without_room_fails_and_recovers(path: Path) -> None:
    """Without room steps fail whole, and once there is room again the journal goes on."""
    # In a process of its own: the limit holds for everything that a process writes.
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], check=True, capture_output=True, text=True
    )

    failed, serial = (int(word) for word in told.stdout.split())
    names = [each["reminder"] for each in read(path)]
    assert failed > 0
    assert names[0] == "first"
    assert names[-1] == "last"
    assert len(names) == 2 + 9 * (40 - failed)
    # As long as no step went through, the state is that of the first.
    assert (serial == 0) == (failed == 40)


def test_a_removed_journal_is_begun_anew(path: Path, store_at: Opener) -> None:
    """If the file is removed under the daemon, later records do not vanish with it."""
    store = store_at(path)
    store.append([due(1)], numbered(1))
    name = store.machine
    path.unlink()

    store.append([due(2)], numbered(2))

    assert [each["prompt"] for each in read(path)] == ["p2"]
    assert store.machine == name
    assert "removed" in " ".join(store.notes)


def test_ids_sort_in_the_order_of_writing(path: Path, store_at: Opener) -> None:
    """A clock that is set back, also while nobody runs, does not disturb the order."""
    ats = [MORNING, MORNING, MORNING - 3600 * SECOND, MORNING + 1, 0]
    store = store_at(path)
    store.append([due(number, at) for number, at in enumerate(ats)], None)
    store.close()
    store_at(path).append([due(9, MORNING - MINUTE)], None)

    ids = [str(each["id"]) for each in read(path)]

    assert ids == sorted(set(ids))
    assert {len(each) for each in ids} == {26}


def test_ids_hold_their_time() -> None:
    """Logs of several machines merge by id alone: the later record has the greater id."""
    ids = [Ids().make(at) for at in range(MORNING, MORNING + 5 * MINUTE, 10_000)]

    assert all(earlier < later for earlier, later in pairwise(ids))


def test_copies_of_a_journal_part_even_when_the_clock_stands(path: Path, store_at: Opener) -> None:
    """Two machines that go on from copies of one journal never give the same id twice."""
    last = str(store_at(path).append([due(1)], None)[0]["id"])
    ones, others = Ids(), Ids()
    ones.go_on_after(last)
    others.go_on_after(last)

    assert not {ones.make(0) for _ in range(500)} & {others.make(0) for _ in range(500)}


def test_machine_is_named_once_for_each_folder(tmp_path: Path, store_at: Opener) -> None:
    """The name stays over restarts, differs between folders, and stands in every line."""
    here, there = (tmp_path / name / "journal.db" for name in ("here", "there"))
    store = store_at(here)
    name = store.machine
    store.close()

    again = store_at(here)
    assert again.machine == name
    assert again.append([due(1)], None)[0]["machine"] == name
    assert store_at(there).machine != name
