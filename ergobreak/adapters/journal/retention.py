"""How long details are kept: old days become totals, what is to be forgotten is gone for good.

Rules of this file:
1. Lines and the totals that stand for them change places in one transaction.
2. The sums are those of history, so that a figure is the same before and after.
3. What is deleted is overwritten, in the file and in its log, and in every copy.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ergobreak import history
from ergobreak.adapters.journal import backup
from ergobreak.adapters.journal.file import PARTS, SUSPECT, is_damage, opened
from ergobreak.adapters.journal.read import SELECT, line_of
from ergobreak.adapters.journal.schema import transaction
from ergobreak.adapters.journal.totals import DayTotal, added, decode, encode
from ergobreak.dataclass import dataclass
from ergobreak.history.corrected import Lines
from ergobreak.history.line import number, text

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ergobreak.history import DaySummary, Line
    from ergobreak.history.corrected import Dated

# What puts a line right may stand among those of a later day.
_CORRECTIONS: Final = f"{SELECT} WHERE event = 'undone' OR instr(detail, '\"of\"') > 0"
_AT_ONCE: Final = timedelta(days=28)
_PATIENCE: Final = 5.0  # seconds, for whoever else has the file open
_PIECE: Final = 1 << 20  # bytes
_AROUND: Final = timedelta(days=2)  # a bout or a break may end on a later day
_ALL: Final = ("record", "day_total", "snapshot", "machine")
_LATELY: Final = timedelta(days=45)
_A_DAY: Final = 86_400  # seconds
_WITNESSES: Final = 3  # days of the last weeks that bear a date out
_DAMAGED: Final = ".damaged-"
_RESTORED: Final = ".restored"


@dataclass(frozen=True, slots=True)
class Folded:
    """What has become totals: how many days (of one machine each) and lines."""

    days: int
    lines: int


def fold(
    connection: sqlite3.Connection, before: date, movement: Collection[str] = history.MOVEMENT
) -> Folded:
    """Turn all days before this date into totals; `movement` names the reminders to move.

    Raises sqlite3.Error; then some of the oldest days may be totals already, each of them whole.
    """
    days = lines = 0
    with transaction(connection):
        corrections = [line_of(row) for row in connection.execute(_CORRECTIONS)]
    while (first := _first_day(connection)) is not None and first < before:
        # A few weeks at a time: years of lines would not fit into a modest memory.
        end = min(before, first + _AT_ONCE)
        with transaction(connection):
            made = _sums(_lines(connection, end, corrections), end, movement)
            for total in made:
                _keep(connection, total)
            gone = "DELETE FROM record WHERE at_us < ? AND day < ?"
            lines += connection.execute(gone, (_behind(end), end.isoformat())).rowcount
        days += len({total.summary.day for total in made})
    return Folded(days, lines)


def purge(path: Path, connection: sqlite3.Connection, folded: Folded, today: date) -> None:
    """Leave nothing of what was folded: not in free pages, not in the log, not in the copies.

    Raises sqlite3.Error and OSError.
    """
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if folded.lines and backup.found(path):
        for copy in backup.found(path):
            _wipe(copy)
        backup.make(path, today.isoformat(), kept=1)


def upkeep(
    path: Path,
    connection: sqlite3.Connection,
    today: date,
    keep: timedelta | None,
    movement: Collection[str] = history.MOVEMENT,
) -> Folded:
    """Do what is due once a day: fold what is older than `keep` (None: nothing), make the copy.

    Nothing is folded by a date that may be wrong. Raises sqlite3.Error and OSError.
    """
    folded = Folded(0, 0)
    if keep is not None and _is_believed(connection, today):
        folded = fold(connection, today - keep, movement)
        for damaged in _set_aside(path):
            changed = datetime.fromtimestamp(damaged.lstat().st_mtime, UTC).date()
            if changed < today - keep:
                _wipe(damaged)
    if folded.lines:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup.make(path, today.isoformat())
    return folded


def _is_believed(connection: sqlite3.Connection, today: date) -> bool:
    """Tell whether a date can be trusted with what cannot be taken back.

    A clock that is wrong for two seconds would make the whole log an old one. So the days before it
    have to be there, and the present run must not have known a time that lay a day off.
    """
    (days,) = connection.execute(
        "SELECT count(DISTINCT day) FROM record WHERE at_us >= ? AND day < ?",
        (_behind(today - _LATELY - _AROUND), today.isoformat()),
    ).fetchone()
    moved = connection.execute(
        "SELECT detail FROM record WHERE event = 'clock_moved' AND seq >="
        " (SELECT coalesce(max(seq), 0) FROM record WHERE event = 'started_up')"
    )
    steps = [abs(json.loads(detail or "{}").get("seconds", 0)) for (detail,) in moved]
    return days >= _WITNESSES and max(steps, default=0) < _A_DAY


def delete_all(path: Path) -> None:
    """Delete every line, total and state, every copy, and whatever was set aside.

    The caller keeps daemons away. Raises StoreRefused, sqlite3.Error and OSError.
    """
    more = (*_beside(path, _RESTORED), *_beside(path, SUSPECT))
    for other in (*_set_aside(path), *backup.leftovers(path), *more):
        _wipe(other)
    if not path.exists():
        return
    try:
        _empty(path)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        for part in PARTS:
            _wipe(path.with_name(f"{path.name}{part}"))


def _empty(path: Path) -> None:
    with closing(opened(path, _PATIENCE)) as connection:
        with transaction(connection):
            for table in _ALL:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
        # Twice: the pages have to be overwritten in the file before it is made short.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _first_day(connection: sqlite3.Connection) -> date | None:
    # The earliest instant may have a later date than another, in another zone: two days are looked
    # at, found by the index on time.
    (day,) = connection.execute(
        "SELECT min(day) FROM record WHERE at_us < (SELECT min(at_us) FROM record) + ?",
        (_AROUND // timedelta(microseconds=1),),
    ).fetchone()
    return None if day is None else date.fromisoformat(day)


def _lines(connection: sqlite3.Connection, end: date, corrections: list[Line]) -> Lines:
    """Return the lines that count up to this date and a little behind it."""
    rows = connection.execute(f"{SELECT} WHERE at_us < ?", (_behind(end),))
    told = history.corrected([*(line_of(row) for row in rows), *corrections])
    return history.between(told, date.min, end + _AROUND)


def _behind(day: date) -> int:
    """Return a wall instant at which this date is over everywhere, in microseconds."""
    return round(datetime.combine(day + _AROUND, time.min, UTC).timestamp()) * 1_000_000


def _sums(told: Lines, end: date, movement: Collection[str]) -> list[DayTotal]:
    """Return the totals of all days before this date, those of each machine by itself."""
    machines: dict[str, list[Dated]] = {}
    for each in told.dated():
        machines.setdefault(text(each[2], "machine"), []).append(each)
    found: list[DayTotal] = []
    for machine, dated in machines.items():
        own = Lines(dated)
        spells = history.spells(own, own.moments[-1], movement)
        days = {moment.date() for moment in own.moments if moment.date() < end}
        for monday in sorted({day - timedelta(days=day.weekday()) for day in days}):
            summaries = history.week(own, spells, monday, movement).days
            found += [
                _total(machine, each, own, movement) for each in summaries if each.day in days
            ]
    return found


def _total(machine: str, summary: DaySummary, lines: Lines, movement: Collection[str]) -> DayTotal:
    own = history.day_of(lines, summary.day)
    discomfort = {
        text(line, "reason"): level
        for line in own
        if line["event"] == "discomfort" and (level := number(line, "level")) is not None
    }
    return DayTotal(machine, summary, history.by_hour(own, movement), discomfort)


def _keep(connection: sqlite3.Connection, total: DayTotal) -> None:
    """Write a total; what was noted later about a day that is one already is added to it."""
    key = total.summary.day.isoformat(), total.machine
    query = "SELECT figures FROM day_total WHERE day = ? AND machine = ?"
    before = connection.execute(query, key).fetchone()
    whole = total if before is None else added(decode(*key, before[0]), total)
    connection.execute(
        "INSERT OR REPLACE INTO day_total (day, machine, figures) VALUES (?, ?, ?)",
        (*key, encode(whole)),
    )


def _set_aside(path: Path) -> list[Path]:
    return _beside(path, _DAMAGED)


def _beside(path: Path, mark: str) -> list[Path]:
    return list(path.parent.glob(f"{path.name}{mark}*"))


def _wipe(path: Path) -> None:
    """Overwrite a file and remove it; a link is only removed."""
    with suppress(FileNotFoundError):
        if path.is_file() and not path.is_symlink():
            with path.open("r+b") as file:
                left = path.stat().st_size
                while left > 0:
                    left -= file.write(bytes(min(left, _PIECE)))
                file.flush()
                os.fsync(file.fileno())
        path.unlink()
