"""The tables of the journal's file, and the way from each version of them to the next."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from sqlite3 import Error
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# One entry for each version, in order, each run once inside a transaction of its own. An entry
# that has been in a release never changes.
_MIGRATIONS: Final = (
    (
        # `seq` is the order in which lines came into this file. `utc_off_s` and `day` are those of
        # the place and time of writing, so that a move to another zone does not rewrite what was.
        """
        CREATE TABLE record (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            machine TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            utc_off_s INTEGER NOT NULL,
            day TEXT NOT NULL,
            event TEXT NOT NULL,
            reminder TEXT NOT NULL,
            prompt TEXT NOT NULL,
            others TEXT NOT NULL,
            detail TEXT NOT NULL
        )
        """,
        "CREATE INDEX record_at ON record (at_us)",
        # `aside` keeps the last state that could not be read.
        """
        CREATE TABLE snapshot (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            form INTEGER NOT NULL,
            state BLOB NOT NULL,
            aside BLOB
        )
        """,
        "CREATE TABLE machine (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), id TEXT)",
    ),
    (
        # What is rare is found without walking through years of what is not: the last line about
        # a reminder, those of an outcome. The instant behind it is the order of the answer.
        "CREATE INDEX record_event ON record (event, at_us)",
        "CREATE INDEX record_reminder ON record (reminder, at_us, event) WHERE reminder <> ''",
        "CREATE INDEX record_others ON record (at_us, others) WHERE others <> ''",
        # What is left of a day when its lines are gone: figures, as JSON.
        """
        CREATE TABLE day_total (
            day TEXT NOT NULL,
            machine TEXT NOT NULL,
            figures TEXT NOT NULL,
            PRIMARY KEY (day, machine)
        ) WITHOUT ROWID
        """,
    ),
)

VERSION: Final = len(_MIGRATIONS)
INDEXED: Final = 2  # the version from which on there are indexes and totals


def version(connection: sqlite3.Connection) -> int:
    """Return the version of the tables; 0 if there are none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the present version."""
    for number in range(version(connection), VERSION):
        with transaction(connection):
            for statement in _MIGRATIONS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do everything inside, durably, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # Some errors have rolled back already; a second one must not hide the first.
        with suppress(Error):
            connection.execute("ROLLBACK")
        raise
