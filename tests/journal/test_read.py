"""Reading beside the writer or without one: complete, in order, never rewritten."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ergobreak.adapters.journal.read import after, newest, read
from ergobreak.core.effects import Record
from ergobreak.core.model import MINUTE
from tests.journal.kit import MORNING, TOKYO, due, numbered, us

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journal.kit import Opener


def test_read_without_a_journal_is_empty(path: Path) -> None:
    """Asking for a log that was never begun returns nothing and makes nothing."""
    assert read(path) == []
    assert after(path, 0) == []
    assert newest(path) == 0
    assert not path.parent.exists()


def test_read_picks_by_time_name_and_event(path: Path, store_at: Opener) -> None:
    """Conditions add up; times are half-open; a rider of a bundle is found; order stays."""
    store_at(path).append(
        [
            Record(MORNING, "due", "walk", "a"),
            Record(MORNING + MINUTE, "prompted", "stretch", "b", others=("walk", "posture")),
            Record(MORNING + 2 * MINUTE, "completed", "walk", "c"),
            Record(MORNING, "due", "sidewalk", "d", reason="walk"),
        ],
        None,
    )

    def found(**conditions: Any) -> str:
        return "".join(str(each["prompt"]) for each in read(path, **conditions))

    assert found() == "abcd"
    assert found(since=MORNING + MINUTE) == "bc"
    assert found(until=MORNING + MINUTE) == "ad"
    assert found(since=MORNING + MINUTE, until=MORNING + 2 * MINUTE) == "b"
    assert found(reminder="walk") == "abc"
    assert found(event="due") == "ad"
    assert found(reminder="walk", event="due") == "a"
    assert found(last=2) == "cd"
    assert found(reminder="walk", last=2) == "bc"
    assert found(last=0) == ""


def test_after_goes_through_the_journal_in_pages(path: Path, store_at: Opener) -> None:
    """A follower that asks again behind the last seq misses nothing and sees nothing twice."""
    store_at(path).append([due(number) for number in range(5)], None)
    seq, seen = 0, []
    while page := after(path, seq, limit=2):
        seen += [each["prompt"] for _, each in page]
        seq = page[-1][0]

    assert seen == ["p0", "p1", "p2", "p3", "p4"]
    assert seq == newest(path)


def test_read_works_beside_a_busy_writer(path: Path, store_at: Opener) -> None:
    """Readers in other threads see whole steps, while the writer goes on undisturbed."""
    store = store_at(path)
    store.append([due(0), due(0), due(0)], None)
    ended = threading.Event()
    sizes: list[int] = []

    def look() -> None:
        while not ended.is_set():
            sizes.append(len(read(path)))

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(40):
        store.append([due(number)] * 3, numbered(number))
    ended.set()
    reader.join()

    assert sizes
    assert {size % 3 for size in sizes} == {0}
    assert len(read(path)) == 123


def test_another_zone_does_not_rewrite_history(path: Path, store_at: Opener) -> None:
    """A record keeps the local time and date of the place where it was written."""
    evening = us("2026-03-02T20:00:00")
    store_at(path).append([due(1, evening)], None)
    store_at(path, TOKYO).append([due(2, evening)], None)

    assert [each["at"] for each in read(path)] == [
        "2026-03-02T21:00:00+01:00",
        "2026-03-03T05:00:00+09:00",
    ]
    with closing(sqlite3.connect(path)) as other:
        days = other.execute("SELECT day FROM record ORDER BY seq").fetchall()
    assert days == [("2026-03-02",), ("2026-03-03",)]
