"""Old days become totals that say the same; what is deleted is in no byte of any file."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from ergobreak import config, history
from ergobreak.adapters.journal import backup, retention
from ergobreak.adapters.journal.file import failure, opened, opened_beside
from ergobreak.adapters.journal.read import read
from ergobreak.adapters.journal.totals import decode, encode, totals
from ergobreak.core.effects import Record
from ergobreak.core.model import DAY, HOUR, MINUTE
from ergobreak.person import Person
from ergobreak.simulate import plan_for
from ergobreak.simulate.machine import Machine
from ergobreak.simulate.working_days import working_days
from tests.journal.kit import MORNING, due, numbered
from tests.services.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.adapters.journal.retention import Folded
    from tests.journal.kit import Opener

FIRST = date(2026, 1, 5)  # on which the simulated days begin


@pytest.fixture(scope="module")
def fortnight() -> list[Record]:
    """Return the records of two simulated weeks in which not everything was done."""
    records: list[Record] = []
    moods = ("complete", "skip", "postpone", "partial", "ignore")
    person = Person("complete", {"stretch": moods * 9, "walk": moods[::-1] * 9})
    scenario = working_days(config.defaults(), 14)
    Machine(scenario, person, plan_for, lambda record, _: records.append(record)).run()
    return records


def folded(path: Path, before: date) -> Folded:
    """Fold a journal."""
    with closing(opened(path, 1.0)) as connection:
        return retention.fold(connection, before)


def test_a_total_says_what_the_lines_said(
    path: Path, store_at: Opener, fortnight: list[Record]
) -> None:
    """Every figure of every folded day is the one that history told before; others keep lines."""
    store_at(path).append(fortnight, numbered(1))
    lines = read(path)
    told = history.corrected(lines)
    spells = history.spells(told, datetime.fromisoformat(str(lines[-1]["at"])))
    before = FIRST + timedelta(days=9)

    done = folded(path, before)

    found = totals(path)
    days = [FIRST + timedelta(days=ahead) for ahead in (0, 1, 2, 3, 4, 7, 8)]
    assert [each.summary.day for each in found] == days
    assert [each.summary for each in found] == [
        history.summary_of_day(told, spells, day) for day in days
    ]
    assert [each.hours for each in found] == [
        history.by_hour(history.day_of(told, day)) for day in days
    ]
    assert done.days == len(days)
    left = read(path)
    assert left == [line for line in lines if str(line["at"]) >= before.isoformat()]
    assert done.lines == len(lines) - len(left)


def test_day_by_day_is_as_all_at_once(
    tmp_path: Path, store_at: Opener, fortnight: list[Record]
) -> None:
    """What is folded each morning ends in the same totals as what is folded in one go."""
    paths = [tmp_path / name / "journal.db" for name in ("once", "daily")]
    for each in paths:
        store_at(each).append(fortnight, None)
    folded(paths[0], FIRST + timedelta(days=12))
    for ahead in range(13):
        folded(paths[1], FIRST + timedelta(days=ahead))

    once, daily = ([each.summary for each in totals(path)] for path in paths)

    assert once == daily
    assert len(once) == 10


def test_a_total_reads_back_as_it_was_written(
    path: Path, store_at: Opener, fortnight: list[Record]
) -> None:
    """The figures of a day survive being written as text."""
    more = [
        Record(MORNING, "discomfort", reason="neck", level=3),
        Record(MORNING + HOUR, "completed", "walk", "x", seconds=180, exercises=("neck-turn",)),
    ]
    store_at(path).append([*fortnight, *more], None)
    folded(path, date(2026, 12, 1))

    for total in totals(path):
        assert decode(total.summary.day.isoformat(), total.machine, encode(total)) == total
    (last,) = totals(path, since=date(2026, 3, 2))
    assert last.discomfort == {"neck": 3}
    assert last.summary.exercises == {"neck-turn": 1}
    assert totals(path, until=FIRST)[0].summary.day == FIRST


def test_what_was_put_right_counts_in_the_total(path: Path, store_at: Opener) -> None:
    """A line that was taken back weeks later is not in the sum of its day."""
    store = store_at(path)
    drinks = [Record(MORNING + ahead * MINUTE, "drank", ml=250) for ahead in range(3)]
    lines = store.append(drinks, None)
    undone = Record(MORNING + 30 * DAY, "undone", reason="corrected", of=str(lines[0]["id"]))
    store.append([undone], None)

    folded(path, date(2026, 3, 10))

    assert [each.summary.water for each in totals(path)] == [500]
    assert [line["event"] for line in read(path)] == ["undone"]


def test_what_is_noted_later_is_added_to_the_total(path: Path, store_at: Opener) -> None:
    """A line that somebody adds to a day that is figures already is not lost, nor are those."""
    store = store_at(path)
    store.append([Record(MORNING, "drank", ml=250)], None)
    folded(path, date(2026, 3, 10))
    store.append([Record(MORNING + HOUR, "drank", reason="corrected", ml=300)], None)
    folded(path, date(2026, 3, 10))

    assert [each.summary.water for each in totals(path)] == [550]


def test_a_fold_that_fails_keeps_the_lines(path: Path, store_at: Opener) -> None:
    """If a total cannot be written, its lines are still there."""
    store_at(path).append([due(1)], None)
    with closing(opened(path, 1.0)) as connection:
        connection.execute(
            "CREATE TRIGGER refusal BEFORE INSERT ON day_total"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        with pytest.raises(Exception, match="refused"):
            retention.fold(connection, date(2027, 1, 1))

    assert len(read(path)) == 1


# ---------------------------------------------------------------- for good

MARK = "SecretMarker"


def holding(folder: Path) -> list[str]:
    """Return the names of the files in which the marker can be found."""
    return sorted(each.name for each in folder.iterdir() if MARK.encode() in each.read_bytes())


def test_a_purge_leaves_nothing_of_the_lines(path: Path, store_at: Opener) -> None:
    """A purged name is in no byte of the file, of its log, or of a copy; newer lines stay."""
    store = store_at(path)
    store.append([due(number) for number in range(200)], numbered(1))
    store.append([Record(MORNING, "due", f"{MARK}{number}") for number in range(200)], None)
    backup.make(path, "2026-03-02")
    store.append([due(999, MORNING + 40 * DAY)], numbered(2))
    assert holding(path.parent) != []
    today = date(2026, 4, 11)

    with closing(opened_beside(path, 1.0)) as connection:
        done = retention.fold(connection, date(2026, 4, 1))
        retention.purge(path, connection, done, today)

    assert done.lines == 400
    assert holding(path.parent) == []
    assert [line["prompt"] for line in read(path)] == ["p999"]
    assert [copy.name[-10:] for copy in backup.found(path)] == ["2026-04-11"]
    store.append([due(1000, MORNING + 40 * DAY)], numbered(3))
    assert len(read(path)) == 2
    assert store.notes == []


@pytest.mark.parametrize("is_damaged", [False, True])
def test_delete_all_leaves_nothing_behind(path: Path, store_at: Opener, is_damaged: bool) -> None:
    """A name that was written down is afterwards in no byte of any file of the folder."""
    store = store_at(path)
    store.append([Record(MORNING, "due", f"{MARK}{number}") for number in range(300)], numbered(1))
    backup.make(path, "2026-03-01")
    store.append([Record(MORNING, "hurt", reason=MARK)], numbered(2))
    backup.make(path, "2026-03-02")
    store.close()
    path.with_name("journal.db.damaged-20260301T000000Z").write_text(MARK)
    path.with_name("journal.db.damaged-20260301T000000Z-wal").write_text(MARK)
    path.with_name("journal.db.backup-2026-03-02.new").write_text(MARK)
    if is_damaged:
        path.write_bytes(b"no database" + path.read_bytes()[11:])

    retention.delete_all(path)

    assert holding(path.parent) == []
    assert read(path) == []
    again = store_at(path)
    assert again.load() is None
    assert len(again.append([due(1)], numbered(1))) == 1


# ---------------------------------------------------------------- once a day


def test_upkeep_folds_and_copies_beside_the_writer(path: Path, store_at: Opener) -> None:
    """A child does the day's work while the store is open, which then goes on as before."""
    store = store_at(path)
    lately = [due(number, MORNING + (95 + number) * DAY) for number in (2, 3, 4)]
    store.append([due(1), *lately], numbered(1))
    command = [sys.executable, "-m", "ergobreak.adapters.journal.upkeep", str(path)]

    ended = subprocess.run(
        [*command, "2026-06-10", "90", "stretch"], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert [each.summary.day for each in totals(path)] == [date(2026, 3, 2)]
    assert backup.is_made(path, "2026-06-10")
    store.append([due(5, MORNING + 100 * DAY)], numbered(2))
    assert [line["prompt"] for line in read(path)] == ["p2", "p3", "p4", "p5"]
    assert store.notes == []


@pytest.mark.parametrize("today", ["2027-06-10", "2026-06-10"])
def test_a_date_that_may_be_wrong_folds_nothing(path: Path, store_at: Opener, today: str) -> None:
    """A year ahead there are no days before; a clock that jumped in this run is not believed."""
    store = store_at(path)
    lately = [due(number, MORNING + (95 + number) * DAY) for number in (2, 3, 4)]
    jump = Record(MORNING + 99 * DAY, "clock_moved", seconds=31_536_000)
    store.append([due(1), *lately, Record(MORNING + 99 * DAY, "started_up"), jump], numbered(1))
    command = [sys.executable, "-m", "ergobreak.adapters.journal.upkeep", str(path)]

    ended = subprocess.run(
        [*command, today, "90", "stretch"], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert totals(path) == []
    assert len(read(path)) == 6


def test_upkeep_says_why_it_cannot(path: Path, store_at: Opener) -> None:
    """A journal that is not there costs a sentence, and no file is made."""
    path.parent.mkdir()
    command = [sys.executable, "-m", "ergobreak.adapters.journal.upkeep", str(path)]

    ended = subprocess.run(
        [*command, "2026-06-10", "0"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"The journal {path} cannot be used: it cannot be opened")
    assert list(path.parent.iterdir()) == []


def test_a_new_day_starts_the_upkeep(path: Path) -> None:
    """The store's first step of a day starts the child, and its copy appears."""
    from ergobreak.adapters.journal import upkeep
    from ergobreak.adapters.journal.store import SqliteStore
    from tests.journal.kit import BERLIN

    begin = partial(
        upkeep.start, path, keep_days=0, movement=["stretch"], environment=dict(os.environ)
    )
    with closing(SqliteStore(path, lambda: BERLIN, each_day=begin)) as store:
        store.append([due(1)], numbered(1))
        store.append([due(2, MORNING + DAY)], numbered(2))
        wait_for(lambda: backup.is_made(path, "2026-03-03"))
        assert len(read(backup.found(path)[0])) == 2


def test_damage_is_told_with_what_mends_it(path: Path) -> None:
    """What SQLite says of damage is told with the one command that mends it."""
    import sqlite3

    error = sqlite3.DatabaseError("malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    assert "damaged" in failure(path, error).title
    assert "restart" in failure(path, error).hint
