"""Lines that a command writes itself, beside the one writer: they never pass through the daemon.

For what no timer, notice, stream or window is to hear of. `cli.writing` opens the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ergobreak.adapters.journal.ids import Ids, machine_id
from ergobreak.adapters.journal.rows import INSERT, row
from ergobreak.adapters.journal.schema import transaction
from ergobreak.journal_line import line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import tzinfo

    from ergobreak.core.effects import Record

    Line = dict[str, object]


def write(connection: sqlite3.Connection, records: Sequence[Record], zone: tzinfo) -> list[Line]:
    """Write all records or none, in the name of this machine, and return the lines.

    Raises sqlite3.Error.
    """
    with transaction(connection):
        machine = _machine(connection)
        ids = _ids(connection, machine)
        lines = [line(each, ids.make(each.at), machine, zone) for each in records]
        connection.executemany(INSERT, [row(each) for each in lines])
    return lines


def _machine(connection: sqlite3.Connection) -> str:
    """Return the name of this machine, which is made if no daemon has ever run here."""
    found = connection.execute("SELECT id FROM machine").fetchone()
    if found is not None:
        return str(found[0])
    name = machine_id()
    connection.execute("INSERT INTO machine (only_row, id) VALUES (1, ?)", (name,))
    return name


def _ids(connection: sqlite3.Connection, machine: str) -> Ids:
    """Return what makes ids behind all that are there, also when the clock was set back."""
    ids = Ids()
    last = "SELECT id FROM record WHERE machine = ? ORDER BY id DESC LIMIT 1"
    for (found,) in connection.execute(last, (machine,)):
        ids.go_on_after(found)
    return ids
