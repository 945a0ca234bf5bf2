"""Lines from elsewhere brought into the journal: each once, whole, under its own id and machine.

Rules of this file:
1. All or nothing: one transaction, begun when every line has been looked at.
2. A line whose id is there already is known, and stays as it is. So a second time changes nothing,
   and it does not matter which of two logs is brought into which.
3. A line of a day that is kept as figures only is refused: it would count twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ergobreak.adapters.journal.read import line_of
from ergobreak.adapters.journal.rows import COLUMNS, Unfit, row
from ergobreak.adapters.journal.schema import transaction
from ergobreak.dataclass import dataclass, field
from ergobreak.language import _

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from ergobreak.adapters.journal.read import Line

NAMED_AT_MOST: Final = 5  # refusals that are told one by one
_HERE: Final = "id, machine, at_us, utc_off_s, event, reminder, prompt, others, detail"
_BOTH: Final = ", ".join(
    f"{table}.{column}" for table in ("one", "other") for column in _HERE.split(", ")
)
_CHANGED: Final = f"""
    SELECT other.number, {_BOTH} FROM incoming AS other JOIN record AS one USING (id)
    WHERE one.machine <> other.machine OR one.at_us / 1000 <> other.at_us / 1000
        OR one.utc_off_s <> other.utc_off_s OR one.event <> other.event
        OR one.reminder <> other.reminder OR one.prompt <> other.prompt
        OR one.others <> other.others OR one.detail <> other.detail
"""  # noqa: S608 - constants
_SUMMED: Final = """
    FROM incoming WHERE EXISTS (
        SELECT 1 FROM day_total
        WHERE day_total.day = incoming.day AND day_total.machine = incoming.machine
    )
"""
_PARTS: Final = """
    SELECT machine, count(*), min(day), max(day) FROM incoming GROUP BY machine ORDER BY machine
"""
_BRING_IN: Final = f"""
    INSERT OR IGNORE INTO record ({COLUMNS}) SELECT {COLUMNS} FROM incoming ORDER BY id
"""  # noqa: S608 - constants

Told = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What comes from one machine: how many lines, on which dates."""

    machine: str
    lines: int
    first: str
    last: str


@dataclass(slots=True)
class Merge:
    """What bringing it in would do: `why` names some of the refused lines by number and reason."""

    taken: int = 0  # whole lines of the file
    new: int = 0
    known: int = 0
    refused: int = 0
    why: list[tuple[int, str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def refuse(self, number: int, why: str) -> None:
        """Note a line that cannot be taken."""
        self.refused += 1
        if len(self.why) < NAMED_AT_MOST:
            self.why.append((number, why))


def look(connection: sqlite3.Connection, lines: Iterable[tuple[int, Line]]) -> Merge:
    """Look at numbered lines beside those that are there; `bring_in` then takes what is new.

    Nothing of the journal changes. Whatever the iterable raises comes through.
    """
    found = Merge()
    # In memory: what belongs to a person is not left in a folder for everybody.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("DROP TABLE IF EXISTS temp.incoming")
    columns = COLUMNS.replace("id,", "id PRIMARY KEY,", 1)
    connection.execute(f"CREATE TEMP TABLE incoming ({columns}, number)")
    marks = ", ".join("?" * (COLUMNS.count(",") + 2))
    insert = f"INSERT OR IGNORE INTO incoming ({COLUMNS}, number) VALUES ({marks})"  # noqa: S608 - constants
    seen = connection.total_changes
    # Not `transaction`: that would keep the one writer waiting while a file is read.
    connection.execute("BEGIN")
    try:
        connection.executemany(insert, _rows(lines, found))
    finally:
        connection.execute("COMMIT")
    there = connection.total_changes - seen
    found.known = found.taken - there
    _drop_known(connection, found)
    _drop_summed(connection, found)
    found.parts = [Part(*each) for each in connection.execute(_PARTS)]
    found.new = sum(part.lines for part in found.parts)
    return found


def bring_in(connection: sqlite3.Connection) -> int:
    """Write what `look` has found to be new, in one transaction; return how many lines it was."""
    # What the one writer has written meanwhile is no line of another file, hence IGNORE.
    with transaction(connection):
        return connection.execute(_BRING_IN).rowcount


def _rows(lines: Iterable[tuple[int, Line]], found: Merge) -> Iterator[tuple[str | int, ...]]:
    for number, line in lines:
        try:
            fit = row(line)
        except Unfit as why:
            found.refuse(number, str(why))
            continue
        found.taken += 1
        yield *fit, number


def _drop_known(connection: sqlite3.Connection, found: Merge) -> None:
    """Take out what is there already, and refuse what is there with other words."""
    # As text they differ only if somebody has changed one, or another program has written it.
    for number, here, there in _pairs(connection):
        if line_of((0, *here)) != line_of((0, *there)):
            found.refuse(number, _("another line has the same id"))
            found.known -= 1
    found.known += connection.execute(
        "DELETE FROM incoming WHERE id IN (SELECT id FROM record)"
    ).rowcount


def _pairs(connection: sqlite3.Connection) -> Iterator[tuple[int, Told, Told]]:
    for each in connection.execute(_CHANGED):
        half = (len(each) - 1) // 2
        yield each[0], each[1 : half + 1], each[half + 1 :]


def _drop_summed(connection: sqlite3.Connection, found: Merge) -> None:
    for (number,) in connection.execute(f"SELECT number {_SUMMED} ORDER BY number"):
        found.refuse(number, _("its day is kept as figures only"))
    connection.execute(f"DELETE {_SUMMED}")
