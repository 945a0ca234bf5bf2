"""Reading the journal from another process or thread, beside the writer or without one.

Rules of this file:
1. A journal that does not exist yet is an empty one; reading never makes it.
2. Lines come in the order in which they were written, whatever the clock said; those of another
   machine, which came later, stand where they would stand had both written into one file.
"""

from __future__ import annotations

import functools
import json
import sqlite3
from contextlib import closing
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ergobreak.adapters.journal.file import (
    StoreFailed,
    failure,
    is_damage,
    opened_for_reading,
    suspect,
)
from ergobreak.adapters.journal.schema import INDEXED, version
from ergobreak.journal_line import assemble, local, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Line = dict[str, object]
_T = TypeVar("_T", dict[str, object], list[str])
_A_DAY: Final = 86_400  # seconds; no zone is so far away

SELECT: Final = (
    "SELECT seq, id, machine, at_us, utc_off_s, event, reminder, prompt, others, detail FROM record"
)

# Few lines have others, which SQLite does not guess.
_BY_OTHERS: Final = "INDEXED BY record_others"


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
    finds a line that names it among the others of a bundle. The last are those that were written
    last; with a condition, those of the latest instants. Raises StoreFailed.
    """
    limit = -1 if last is None else last
    wanted = {"at_us >= ?": since, "at_us < ?": until, "event = ?": event}
    kept = {condition: value for condition, value in wanted.items() if value is not None}
    where, values = " AND ".join(kept), list(kept.values())
    if reminder is not None:
        query, values = _about(reminder, where, values, limit)
    elif kept:
        query = f"{SELECT} WHERE {where} ORDER BY at_us DESC, seq DESC LIMIT ?"
        values.append(limit)
    else:
        query, values = f"{SELECT} ORDER BY id DESC LIMIT ?", [limit]
    return [line_of(row) for row in sorted(_rows(path, query, values), key=_written)]


def _about(
    reminder: str, where: str, values: list[int | str], limit: int
) -> tuple[str, list[int | str]]:
    """Return query and values for the lines about a reminder, each way by an index of its own."""
    more = f" AND {where}" if where else ""
    latest = "ORDER BY at_us DESC, seq DESC LIMIT ?"
    # Nothing of it comes from outside: values are bound.
    query = f"""
        WITH own AS (SELECT seq FROM record WHERE reminder = ? AND reminder <> ''{more} {latest}),
        ridden AS (
            SELECT seq FROM record {_BY_OTHERS}
            WHERE others <> '' AND instr(others, ?) > 0{more} {latest}
        )
        {SELECT} WHERE seq IN (SELECT seq FROM own UNION SELECT seq FROM ridden) {latest}
    """  # noqa: S608
    # `others` holds JSON: a name in its quotes cannot be found inside another name.
    quoted = json.dumps(reminder, ensure_ascii=False)
    return query, [reminder, *values, limit, quoted, *values, limit, limit]


def walk(path: Path, since: int | None = None, until: int | None = None) -> Iterator[Line]:
    """Yield all lines between two wall instants, in the order of `read`, never all of them at once.

    Raises StoreFailed, also on the way.
    """
    if not path.exists():
        return
    first = -(1 << 63) if since is None else since
    end = (1 << 63) - 1 if until is None else until
    # The plus: by the id, which has an index, so that nothing has to be sorted.
    query = f"{SELECT} WHERE +at_us >= ? AND +at_us < ? ORDER BY id"
    try:
        with closing(opened_for_reading(path)) as connection:
            if version(connection):
                yield from map(line_of, connection.execute(query, (first, end)))
    except sqlite3.Error as error:
        raise _met(path, error) from error


def after(path: Path, seq: int, limit: int = 1000) -> list[tuple[int, Line]]:
    """Return the next lines behind `seq` (0: from the start), each with its own seq.

    Raises StoreFailed.
    """
    rows = _rows(path, f"{SELECT} WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit])
    return [(row[0], line_of(row)) for row in rows]


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
            found = version(connection)
            # One that is still of the first version has no such index, and is read all the same.
            asked = query if found >= INDEXED else query.replace(_BY_OTHERS, "")
            return _fetched(connection, asked, values) if found else []
    except sqlite3.Error as error:
        raise _met(path, error) from error


def _fetched(
    connection: sqlite3.Connection, query: str, values: Sequence[int | str]
) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
    # One wrong byte in a name must not hide all the lines around it.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    return connection.execute(query, values).fetchall()


def _met(path: Path, error: sqlite3.Error) -> StoreFailed:
    """Return what to tell about an error; damage is remembered for the next start."""
    if is_damage(error):
        suspect(path)
    return failure(path, error)


def _written(row: tuple[Any, ...]) -> str:
    """Return what sorts lines in the order of writing, also those of several machines: the id."""
    return str(row[1])


@functools.cache
def _zone(offset: int) -> timezone:
    """Return the zone of an offset in seconds; a journal has a few of them."""
    return timezone(timedelta(seconds=offset if abs(offset) < _A_DAY else 0))


def line_of(row: tuple[Any, ...]) -> Line:
    """Return a row, as it was selected, as a line."""
    _, record_id, machine, at, offset, event, reminder, prompt, others, rest = row
    moment = local(at, _zone(offset))
    return assemble(
        (record_id, machine, stamp(moment), event),
        (reminder, prompt),
        _loaded(rest, dict) if rest else {},
        _loaded(others, list) if others else [],
    )


def _loaded(text: str, kind: type[_T]) -> _T:
    """Return what was written as JSON; of bytes that have gone wrong since, nothing."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return kind()
    return found if isinstance(found, kind) else kind()
