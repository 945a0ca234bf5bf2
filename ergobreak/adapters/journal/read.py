"""Reading the journal from another process or thread, beside the writer or without one.

Rules of this file:
1. A journal that does not exist yet is an empty one; reading never makes it.
2. Lines come in the order in which they were written, whatever the clock said.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.journal.file import failure, opened_for_reading, version
from ergobreak.journal_line import assemble, local, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Line = dict[str, object]

_SELECT: Final = (
    "SELECT seq, id, machine, at_us, utc_off_s, event, reminder, prompt, others, detail FROM record"
)


def read(
    path: Path,
    *,
    since: int | None = None,
    until: int | None = None,
    reminder: str | None = None,
    event: str | None = None,
    last: int | None = None,
) -> list[Line]:
    """Return the lines of the journal that meet all conditions; of these the `last` so many.

    `since` (inside) and `until` (outside) are wall instants in microseconds. `reminder` also
    finds a line that names it among the others of a bundle. Raises StoreFailed.
    """
    conditions: list[str] = []
    values: list[int | str] = []
    if since is not None:
        conditions.append("at_us >= ?")
        values.append(since)
    if until is not None:
        conditions.append("at_us < ?")
        values.append(until)
    if event is not None:
        conditions.append("event = ?")
        values.append(event)
    if reminder is not None:
        # `others` holds JSON: a name in its quotes cannot be found inside another name.
        conditions.append("(reminder = ? OR instr(others, ?) > 0)")
        values += [reminder, json.dumps(reminder, ensure_ascii=False)]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    # Backwards from the end, so that the last few lines of ten years are found at once. The plus
    # keeps SQLite from walking through all of them where the index on time finds the day.
    order = "seq" if since is None and until is None else "+seq"
    limit = -1 if last is None else last
    rows = _rows(path, f"{_SELECT}{where} ORDER BY {order} DESC LIMIT ?", [*values, limit])
    return [_line(row) for row in reversed(rows)]


def after(path: Path, seq: int, limit: int = 1000) -> list[tuple[int, Line]]:
    """Return the next lines behind `seq` (0: from the start), each with its own seq.

    Raises StoreFailed.
    """
    rows = _rows(path, f"{_SELECT} WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit])
    return [(row[0], _line(row)) for row in rows]


def newest(path: Path) -> int:
    """Return the seq of the last line; 0 if there is none. Raises StoreFailed."""
    rows = _rows(path, "SELECT coalesce(max(seq), 0) FROM record", [])
    return int(rows[0][0]) if rows else 0


def _rows(path: Path, query: str, values: Sequence[int | str]) -> list[tuple[Any, ...]]:
    if not path.exists():
        return []
    try:
        with closing(opened_for_reading(path)) as connection:
            # The writer makes the file first and the tables a moment later.
            return connection.execute(query, values).fetchall() if version(connection) else []
    except sqlite3.Error as error:
        raise failure(path, error) from error


def _line(row: tuple[Any, ...]) -> Line:
    _, record_id, machine, at, offset, event, reminder, prompt, others, rest = row
    moment = local(at, timezone(timedelta(seconds=offset)))
    return assemble(
        (record_id, machine, stamp(moment), event),
        (reminder, prompt),
        json.loads(rest) if rest else {},
        json.loads(others) if others else (),
    )
