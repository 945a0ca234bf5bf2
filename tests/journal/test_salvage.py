"""After damage: the newest intact copy, and on top all that can be read of the damaged file."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pytest

from ergobreak.adapters.journal import backup
from ergobreak.adapters.journal.file import StoreFailed
from ergobreak.adapters.journal.pages import load, table_rows
from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.store import SqliteStore
from ergobreak.core.effects import Record
from ergobreak.core.model import DAY, MINUTE
from tests.journal.kit import BERLIN, MORNING, due, numbered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journal.kit import Opener

Lines = list[dict[str, object]]
MANY = 400


@pytest.fixture
def lines(path: Path, store_at: Opener) -> Lines:
    """Return the lines of a journal that was closed, with a copy of its first half."""
    store = store_at(path)
    for half in range(2):
        numbers = range(half * MANY // 2, (half + 1) * MANY // 2)
        store.append([due(number, MORNING + number * MINUTE) for number in numbers], numbered(half))
        if not half:
            backup.make(path, "2026-03-02")
    store.close()
    return read(path)


def header(path: Path) -> None:
    """Overwrite the beginning of the file."""
    path.write_bytes(b"\xa5" * 200 + path.read_bytes()[200:])


def hole(path: Path) -> None:
    """Overwrite four pages in the middle of the file."""
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2048 * 1024
    whole[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(whole)


def shortened(path: Path) -> None:
    """Cut the last quarter off."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])


def emptied(path: Path) -> None:
    """Overwrite everything."""
    path.write_bytes(b"\xa5" * path.stat().st_size)


def mended(path: Path, store_at: Opener) -> SqliteStore:
    """Ask for the log, which may meet the damage, then start anew; return the store."""
    with suppress(StoreFailed):
        read(path)
    store = store_at(path)
    store.load()
    return store


def told(note: str) -> tuple[int, int]:
    """Return how many lines a note says were saved, and how many are lost."""
    saved = re.search(r"([\d,]+) lines were saved", note)
    lost = re.search(r"about ([\d,]+) (?:is|are) lost", note)
    assert saved is not None, note
    return int(saved[1].replace(",", "")), int(lost[1].replace(",", "")) if lost else 0


@pytest.mark.parametrize("damage", [header, hole, shortened, emptied])
def test_what_can_be_read_is_saved_and_counted(
    path: Path, store_at: Opener, lines: Lines, damage: Callable[[Path], None]
) -> None:
    """No line of the copy is lost, hardly one of the intact pages, and none is made up."""
    damage(path)
    bad = path.read_bytes()

    store = mended(path, store_at)
    state = store.load()
    left = read(path)

    assert [line for line in lines if line in left] == left
    assert left[: MANY // 2] == lines[: MANY // 2]
    shares = {"header": 0.97, "hole": 0.9, "shortened": 0.6, "emptied": 0.5}
    assert len(left) >= shares[damage.__name__] * MANY
    assert state is not None
    (note,) = store.notes
    saved, lost = told(note)
    assert saved == len(left)
    if damage.__name__ in {"header", "hole"}:
        assert abs(lost - (MANY - saved)) <= 20
    (aside,) = path.parent.glob("journal.db.damaged-*Z")
    assert aside.name in note
    assert aside.read_bytes() == bad


def test_what_the_copy_has_is_not_called_lost(path: Path, store_at: Opener, lines: Lines) -> None:
    """A gap that an earlier loss has left in the numbers is not told a second time."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("DELETE FROM record WHERE seq BETWEEN 20 AND 60")
        other.commit()
    backup.make(path, "2026-03-03")
    hole(path)

    store = mended(path, store_at)

    assert told(store.notes[0]) == (MANY - 41, 0)
    assert len(lines) == MANY


def test_it_is_saved_without_a_copy_too(path: Path, store_at: Opener, lines: Lines) -> None:
    """Without any intact copy the lines come out of the damaged file alone, and its name stays."""
    for copy in backup.found(path):
        copy.write_bytes(b"\xa5" * 2000)
    hole(path)

    store = mended(path, store_at)

    assert len(read(path)) >= MANY - 40
    assert {line["machine"] for line in read(path)} == {store.machine}
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_lines_of_the_log_of_a_killed_daemon_are_saved(
    tmp_path: Path, path: Path, store_at: Opener, lines: Lines
) -> None:
    """What was acknowledged and stood in the log only, when the file broke, is there again."""
    store = store_at(path)
    more = store.append([due(number) for number in range(MANY, MANY + 5)], numbered(9))
    copy = tmp_path / "killed" / "journal.db"
    copy.parent.mkdir(mode=0o700)
    for part in ("", "-wal"):
        copy.with_name(copy.name + part).write_bytes(path.with_name(path.name + part).read_bytes())
    hole(copy)

    again = store_at(copy)

    assert again.load() == numbered(9)
    left = read(copy)
    assert [line for line in more if line in left] == more
    assert len(left) >= MANY - 40 + 5
    assert [line for line in [*lines, *more] if line in left] == left


def test_a_step_that_meets_damage_is_written(path: Path, store_at: Opener, lines: Lines) -> None:
    """If the file breaks under the daemon, the step that meets it stands behind what is saved."""
    store = store_at(path)
    store.load()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE snapshot SET aside = 'x'")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    emptied(path)

    (line,) = store.append([due(999, MORNING + DAY)], numbered(5))

    assert read(path) == [*lines[: MANY // 2], line]
    assert line["machine"] == lines[0]["machine"]
    assert store.load() == numbered(5)


def test_long_lines_are_saved_whole(path: Path, store_at: Opener) -> None:
    """A line that needs several pages comes out as it went in."""
    store = store_at(path)
    long = Record(MORNING, "due", "x" * 3000, "p1", others=("y" * 2000, "z"), exercises=("w",) * 90)
    kept = store.append([long, *(due(number) for number in range(50))], numbered(1))
    store.close()
    header(path)

    again = store_at(path)
    again.load()

    assert [line for line in kept if line in read(path)] == read(path)
    assert kept[0] in read(path)


def test_any_damage_ends_in_a_journal_that_works(path: Path, store_at: Opener) -> None:
    """Whatever bytes are wrong, there is a sound journal afterwards that takes the next step."""
    store = store_at(path)
    store.append([due(number) for number in range(60)], numbered(1))
    store.close()
    whole = path.read_bytes()
    for place in range(0, len(whole) - 64, len(whole) // 12):
        for old in path.parent.iterdir():
            old.unlink()
        path.write_bytes(whole[:place] + os.urandom(64) + whole[place + 64 :])
        again = mended(path, store_at)
        (line,) = again.append([due(99)], numbered(2))
        assert line in read(path)
        again.close()


def test_pages_are_read_as_sqlite_reads_them(path: Path, lines: Lines) -> None:
    """Of a sound file every row is found, with the values that SQLite finds."""
    with closing(sqlite3.connect(path)) as other:
        expected = set(other.execute("SELECT * FROM record").fetchall())
    found: set[tuple[Any, ...]] = set()
    for seq, values in table_rows(load(path), frozenset()):
        if len(values) == 11:
            found.add((seq, *values[1:]))

    assert found == expected
    assert len(found) == len(lines)


# ---------------------------------------------------------------- copies


def test_two_copies_are_kept_private_and_whole(path: Path, store_at: Opener) -> None:
    """A copy holds what was written, is closed to others, and the third one ends the first."""
    store = store_at(path)
    for day in range(1, 4):
        store.append([due(day, MORNING + day * DAY)], numbered(day))
        made = backup.make(path, f"2026-03-0{day}")
        assert read(made) == read(path)
        assert stat.S_IMODE(made.stat().st_mode) == 0o600

    assert [copy.name[-5:] for copy in backup.found(path)] == ["03-03", "03-02"]
    assert backup.newest_intact(path) == backup.found(path)[0]
    assert {each.name for each in path.parent.iterdir()} == {
        *("journal.db", "journal.db-wal", "journal.db-shm"),
        *("journal.db.backup-2026-03-02", "journal.db.backup-2026-03-03"),
    }


def test_a_copy_that_is_damaged_is_passed_over(path: Path, store_at: Opener, lines: Lines) -> None:
    """The newest copy that is whole is taken, not the newest."""
    backup.make(path, "2026-03-03").write_bytes(b"\xa5" * 5000)

    found = backup.newest_intact(path)

    assert found is not None
    assert found.name.endswith("2026-03-02")


def test_a_copy_that_fails_leaves_the_old_ones(path: Path, lines: Lines) -> None:
    """If the journal cannot be read, the copies of before stay, and no half one lies about."""
    before = {copy: copy.read_bytes() for copy in backup.found(path)}
    header(path)

    with pytest.raises(sqlite3.Error):
        backup.make(path, "2026-03-03")

    assert {copy: copy.read_bytes() for copy in backup.leftovers(path)} == before


def test_a_new_day_is_told_once(path: Path, store_at: Opener) -> None:
    """Behind the first step of a day, not the journal's first, the store says so; then no more."""
    days: list[str] = []

    def again() -> SqliteStore:
        return SqliteStore(path, lambda: BERLIN, each_day=days.append)

    with closing(again()) as store:
        store.append([due(1), due(2)], numbered(1))
        assert days == []
        store.append([due(3, MORNING + DAY)], None)
        store.append([due(4, MORNING + DAY)], None)
        store.append([due(5, MORNING)], None)
        store.append([], numbered(2))
    assert days == ["2026-03-03"]

    with closing(again()) as store:
        store.append([due(6, MORNING + DAY)], None)
    assert days == ["2026-03-03"] * 2

    backup.make(path, "2026-03-03")
    with closing(again()) as store:
        store.append([due(7, MORNING + DAY)], None)
        assert days == ["2026-03-03"] * 2
        store.append([due(8, MORNING + 2 * DAY)], None)
    assert days == ["2026-03-03"] * 2 + ["2026-03-04"]
