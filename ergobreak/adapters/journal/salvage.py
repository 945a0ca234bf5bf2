"""A journal after damage: the newest intact copy, and on top what can be read of the damaged file.

Rules of this file:
1. The damaged file is set aside first and then only read.
2. A line is taken over only if it is a whole one; nothing is made up.
3. Whatever fails here costs the saving, never the new beginning.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from math import ceil
from typing import TYPE_CHECKING, Final

import msgspec

from ergobreak.adapters.journal import backup, pages, snapshot
from ergobreak.adapters.journal.file import StoreFailed, opened, set_aside
from ergobreak.adapters.journal.rows import INSERT, is_name
from ergobreak.adapters.journal.schema import transaction
from ergobreak.dataclass import dataclass, field
from ergobreak.language import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from ergobreak.adapters.journal.pages import Pages, Value

_ID_LENGTH: Final = 26
_DAY: Final = 86_400  # seconds
_KEPT_SEQ: Final = INSERT.replace("(id,", "(seq, id,").replace("VALUES (", "VALUES (?, ")
_NEW_SEQ: Final = INSERT.replace("INSERT", "INSERT OR IGNORE")


@dataclass(slots=True)
class Found:
    """What a damaged file still holds."""

    records: dict[str, tuple[int, list[Value]]] = field(default_factory=dict)
    state: tuple[int, bytes] | None = None
    state_at: int = -1
    machine: str = ""
    totals: list[tuple[str, str, str]] = field(default_factory=list)


def mend(path: Path) -> str:
    """Set the damaged file aside, begin anew with all that can be saved, and say what became of it.

    Nobody may have the file open. Raises OSError if it cannot be set aside.
    """
    name = set_aside(path)
    aside = path.with_name(name)
    try:
        saved, lost = _restore(path, aside)
    except (sqlite3.Error, OSError, StoreFailed, MemoryError):
        saved, lost = 0, 0
    told = _("The journal was damaged; it is kept as {name}.").format(name=name)
    return f"{told} {_saved(saved, lost)}"


def _saved(saved: int, lost: int) -> str:
    """Return in a sentence what could be saved."""
    if not saved:
        return _("A new one was begun.")
    lines = ngettext("One line was saved.", "{count} lines were saved.", saved)
    if not lost:
        return lines.format(count=f"{saved:,}")
    # translators: {lost} is what follows: "about 12 are lost".
    lines = ngettext("One line was saved, {lost}.", "{count} lines were saved, {lost}.", saved)
    # translators: stands in the place of {lost} in "12 lines were saved, {lost}."
    told = ngettext("about {count} is lost", "about {count} are lost", lost)
    return lines.format(count=f"{saved:,}", lost=told.format(count=f"{lost:,}"))


def _restore(path: Path, aside: Path) -> tuple[int, int]:
    """Return how many lines there are now, and about how many there were besides."""
    copy = backup.newest_intact(path)
    if copy is not None:
        new = path.with_name(f"{path.name}.restored")
        new.unlink(missing_ok=True)
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(copy, new)
        new.replace(path)
    with closing(opened(path, 2.0)) as connection:
        known = frozenset(
            str(each).encode() for (each,) in connection.execute("SELECT id FROM record")
        )
        # Not needed for the new beginning, hence a failure here must not undo it.
        lost = 0
        copied = connection.execute("SELECT coalesce(max(seq), 0) FROM record").fetchone()[0]
        with suppress(OSError):
            bytes_of = pages.load(aside)
            found = _gather(bytes_of, known)
            found.totals = _totals(aside)
            with transaction(connection):
                _take_over(connection, found)
            lost = _lost(connection, bytes_of, len(found.records), copied)
        return int(connection.execute("SELECT count(*) FROM record").fetchone()[0]), lost


def _gather(bytes_of: Pages, known: frozenset[bytes]) -> Found:
    """Sort the rows of the file: records, the latest state, the name of the machine."""
    found = Found()
    for number, values in pages.table_rows(bytes_of, known):
        match values:
            case [None, str(record_id), str(), int(), int(), str(), str(), str(), *_] if len(
                values
            ) == 11 and _is_record(values):
                found.records[record_id] = number, values[1:]
            case [None, int(form), bytes(state), _]:
                _note_state(found, form, state)
            case [None, str(machine)]:
                found.machine = machine
            case _:
                bytes_of.doubtful += 1
    return found


def _is_record(values: list[Value]) -> bool:
    """Tell whether these are the values of a whole line."""
    _unused, record_id, machine, _unused, offset, day, event, *texts = values
    others, rest = texts[-2:]
    try:
        return (
            isinstance(offset, int)
            and abs(offset) < _DAY
            and all(isinstance(each, str) for each in (day, event, *texts))
            and bool(event)
            and is_name(str(record_id), str(machine))
            and all(not each or json.loads(str(each)) is not None for each in (others, rest))
        )
    except ValueError:
        return False


def _note_state(found: Found, form: int, state: bytes) -> None:
    with suppress(snapshot.SnapshotUnreadable, msgspec.ValidationError):
        at = snapshot.decode(state, form).at.wall
        if at > found.state_at:
            found.state, found.state_at = (form, state), at


def _totals(aside: Path) -> list[tuple[str, str, str]]:
    """Return the totals of days, where SQLite can still read them."""
    address = f"{aside.absolute().as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
        return connection.execute("SELECT day, machine, figures FROM day_total").fetchall()
    return []


def _take_over(connection: sqlite3.Connection, found: Found) -> None:
    """Put in what is missing; the number of a line stays its own where it is free."""
    taken = {seq for (seq,) in connection.execute("SELECT seq FROM record")}
    free = [(seq, *row) for seq, row in found.records.values() if seq not in taken]
    # Two rows of one number are two versions of a page; the second comes in under a new one.
    numbered = {each[0]: each for each in free}
    connection.executemany(_KEPT_SEQ, sorted(numbered.values()))
    others = [row for seq, row in found.records.values() if numbered.get(seq) != (seq, *row)]
    connection.executemany(_NEW_SEQ, others)
    connection.executemany(
        "INSERT OR IGNORE INTO day_total (day, machine, figures) VALUES (?, ?, ?)",
        [
            (day, machine, figures)
            for day, machine, figures in found.totals
            # The copy still has the lines of that day, and they count.
            if connection.execute(
                "SELECT 1 FROM record WHERE day = ? AND machine = ? LIMIT 1", (day, machine)
            ).fetchone()
            is None
        ],
    )
    if found.machine:
        connection.execute(
            "INSERT OR IGNORE INTO machine (only_row, id) VALUES (1, ?)", (found.machine,)
        )
    before = connection.execute("SELECT form, state FROM snapshot").fetchone()
    if found.state is not None and _at(before) < found.state_at:
        connection.execute("DELETE FROM snapshot")
        connection.execute(
            "INSERT INTO snapshot (only_row, form, state) VALUES (1, ?, ?)", found.state
        )


def _at(row_: tuple[int, bytes] | None) -> int:
    if row_ is None:
        return -1
    with suppress(snapshot.SnapshotUnreadable):
        return snapshot.decode(row_[1], row_[0]).at.wall
    return -1


def _lost(connection: sqlite3.Connection, bytes_of: Pages, saved: int, copied: int) -> int:
    """Return about how many lines are missing; the copy has all up to number `copied`.

    Those that an index still names are certain. Others are a gap in the numbers, as large as the
    unreadable pages can have been: a purge leaves gaps as well.
    """
    named = pages.index_texts(bytes_of, _ID_LENGTH)
    there = {str(each).encode() for (each,) in connection.execute("SELECT id FROM record")}
    count, first, last = connection.execute(
        "SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM record WHERE seq > ?",
        (copied,),
    ).fetchone()
    unreadable = bytes_of.doubtful + bytes_of.missing
    sound = max(1, len(bytes_of.contents) - bytes_of.doubtful)
    room = ceil(unreadable * max(saved, len(named), 1) / sound) if unreadable else 0
    gap = last + 1 - (copied + 1 if copied else first) - count
    # Cut off at its end, the file cannot say how far its numbers went.
    beyond = room if bytes_of.missing and gap <= 0 else 0
    return int(max(len(named - there), min(gap, room), beyond))
