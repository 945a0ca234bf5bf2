"""The journal and the snapshot in SQLite: records and state of one step in one transaction.

Rules of this file:
1. When `append` returns, its records are on the disk; when it raises, they can be given again.
2. No error lasts: after a failure the file is opened anew at the next call.
3. A record that is given again after a failure keeps its id and is written once: a sync that fails
   may leave the step in SQLite's log all the same, where the next opening finds it.
4. Used from one thread at a time. Readers have their own connections, see read.py.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final, TypeVar

from ergobreak.adapters.journal import backup, snapshot
from ergobreak.adapters.journal.file import (
    StoreFailed,
    StoreRefused,
    failure,
    is_damage,
    opened,
)
from ergobreak.adapters.journal.ids import Ids, machine_id
from ergobreak.adapters.journal.rows import INSERT
from ergobreak.adapters.journal.schema import transaction
from ergobreak.journal_line import assemble, detail, local, stamp
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from ergobreak.adapters.journal.rows import Row
    from ergobreak.core.effects import Record
    from ergobreak.core.state import State

__all__ = ["SqliteStore", "StoreFailed", "StoreRefused"]

T = TypeVar("T")

_DAY: Final = 4  # the place of the local date in a row
_SAVE: Final = """
    INSERT INTO snapshot (only_row, form, state) VALUES (1, ?, ?)
    ON CONFLICT (only_row) DO UPDATE SET form = excluded.form, state = excluded.state
"""


class SqliteStore:
    """Keeps the journal in one file, which is opened at the first use.

    `zone` is asked at each step for the time zone that the machine is in then. `notes` grows by
    one sentence for whatever befell the file; `load_problem` says why there was no snapshot to
    load, if one was there. `each_day` is called with the date behind the first step of a day that
    is not the journal's first, unless the copy of that day has been made; it must not block.
    """

    def __init__(
        self,
        path: Path,
        zone: Callable[[], tzinfo],
        *,
        busy_for: float = 2.0,
        each_day: Callable[[str], None] | None = None,
    ) -> None:
        self.notes: list[str] = []
        self.load_problem = ""
        self._path = path
        self._zone = zone
        self._busy_for = busy_for
        self._each_day = each_day
        self._day = ""
        self._ids = Ids()
        self._tried: list[tuple[Record, str]] = []  # the step that failed last, with its ids
        self._machine = ""
        self._connection: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None

    @property
    def machine(self) -> str:
        """Return this machine's name in the journal, made once for each state folder."""
        return self._do(lambda _unused: self._machine)

    def load(self) -> State | None:
        """Return the last snapshot, or None; then `load_problem` says whether one was unreadable.

        Raises StoreFailed if the file cannot be used now, StoreRefused if it must not be.
        """
        self.load_problem = ""
        return self._do(self._load)

    def peek(self) -> State | None:
        """Return the last snapshot of a file that cannot be written now, as far as it can be read.

        Never raises. Without it a start on a full disk would begin afresh, and its first snapshot
        would take the place of the good one as soon as the disk had room again.
        """
        for how in ("mode=ro", "mode=ro&immutable=1"):
            with suppress(sqlite3.Error, OSError, snapshot.SnapshotUnreadable):
                address = f"{self._path.absolute().as_uri()}?{how}"
                with closing(sqlite3.connect(address, uri=True, timeout=2)) as connection:
                    row = connection.execute("SELECT form, state FROM snapshot").fetchone()
                return None if row is None else snapshot.decode(row[1], row[0])
        return None

    def append(self, records: Sequence[Record], state: State | None) -> list[dict[str, object]]:
        """Write records and snapshot in one transaction and return the written lines.

        `state` None: the snapshot stays. Raises StoreFailed if that cannot be relied on; the same
        records, and more behind them, may then be given again.
        """
        if not records and state is None:
            return []
        blob = None if state is None else snapshot.encode(state)
        return self._do(lambda connection: self._append(connection, records, blob))

    def close(self) -> None:
        """Let go of the file; safe to call twice, and a later call opens it again."""
        if self._connection is not None:
            # It closes even if the log cannot be merged now; the next start does that.
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Call `work` with a sound connection; after damage once more, with a new file."""
        try:
            try:
                return work(self._sound())
            except sqlite3.Error as error:
                if not is_damage(error):
                    raise
                self.close()
                # Loaded only now: nearly no daemon ever needs it.
                from ergobreak.adapters.journal import salvage

                self.notes.append(salvage.mend(self._path))
                return work(self._sound())
        except (sqlite3.Error, OSError, OverflowError) as error:
            self.close()
            raise failure(self._path, error) from error

    def _sound(self) -> sqlite3.Connection:
        if self._connection is not None and self._file() == self._inode:
            return self._connection
        if self._connection is not None:
            # SQLite would go on writing into a file that nobody can find any more.
            self.close()
            self.notes.append(_("The journal was moved or removed; the one in its place is used."))
        connection = opened(self._path, self._busy_for)
        try:
            self._know(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._inode = connection, self._file()
        return connection

    def _know(self, connection: sqlite3.Connection) -> None:
        row = connection.execute("SELECT id FROM machine").fetchone()
        if row is None:
            # A journal that takes the place of a lost one goes on under the same name.
            row = (self._machine or machine_id(),)
            connection.execute("INSERT INTO machine (only_row, id) VALUES (1, ?)", row)
        self._machine = row[0]
        last = "SELECT id FROM record WHERE machine = ? ORDER BY id DESC LIMIT 1"
        for (record_id,) in connection.execute(last, row):
            self._ids.go_on_after(record_id)

    def _file(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _load(self, connection: sqlite3.Connection) -> State | None:
        row = connection.execute("SELECT form, state FROM snapshot").fetchone()
        if row is None:
            return None
        try:
            return snapshot.decode(row[1], row[0])
        except snapshot.SnapshotUnreadable as error:
            self.load_problem = _("The saved state cannot be read: {error}.").format(error=error)
            # The next snapshot will replace it. A copy that fails is no reason not to start.
            with suppress(sqlite3.OperationalError):
                connection.execute("UPDATE snapshot SET aside = state")
            return None

    def _append(
        self, connection: sqlite3.Connection, records: Sequence[Record], blob: bytes | None
    ) -> list[dict[str, object]]:
        zone = self._zone()
        there = self._written_all_the_same(connection)
        self._tried = [(record, self._id(place, record)) for place, record in enumerate(records)]
        written = [self._written(record, record_id, zone) for record, record_id in self._tried]
        with transaction(connection):
            connection.executemany(INSERT, [row for row, _unused in written if row[0] not in there])
            if blob is not None:
                connection.execute(_SAVE, (snapshot.FORMAT, blob))
        if written and self._each_day is not None:
            self._note_day(connection, str(written[-1][0][_DAY]))
        self._tried = []
        return [line for _unused, line in written]

    def _written_all_the_same(self, connection: sqlite3.Connection) -> set[str]:
        """Return the ids of a step that failed and is in the file nevertheless."""
        query = "SELECT id FROM record WHERE id = ?"
        rows = (connection.execute(query, (each,)).fetchone() for _unused, each in self._tried)
        return {row[0] for row in rows if row is not None}

    def _note_day(self, connection: sqlite3.Connection, day: str) -> None:
        """Tell of a new day, once; a clock that was set back brings none."""
        if day <= self._day or self._each_day is None:
            return
        self._day = day
        query = "SELECT 1 FROM record WHERE day < ? LIMIT 1"
        is_first = connection.execute(query, (day,)).fetchone() is None
        if not is_first and not backup.is_made(self._path, day):
            self._each_day(day)

    def _id(self, place: int, record: Record) -> str:
        """Return the id of a record of a step: that of the last attempt, if it is the same one."""
        if place < len(self._tried) and self._tried[place][0] is record:
            return self._tried[place][1]
        return self._ids.make(record.at)

    def _written(
        self, record: Record, record_id: str, zone: tzinfo
    ) -> tuple[Row, dict[str, object]]:
        """Return a record as row and as line."""
        moment = local(record.at, zone)
        offset = moment.utcoffset()
        rest = detail(record, zone)
        row = (
            record_id,
            self._machine,
            record.at,
            0 if offset is None else round(offset.total_seconds()),
            moment.date().isoformat(),
            record.event,
            record.reminder,
            record.prompt,
            json.dumps(record.others, ensure_ascii=False) if record.others else "",
            json.dumps(rest, ensure_ascii=False) if rest else "",
        )
        head = (record_id, self._machine, stamp(moment), record.event)
        about = (record.reminder, record.prompt)
        return row, assemble(head, about, rest, record.others)
