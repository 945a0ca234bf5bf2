"""Copies of the journal, one a day: made whole by SQLite, private, the newest two kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.journal.schema import VERSION, version

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = 2
_MARK: Final = ".backup-"  # behind the journal's name, before the date
_UNFINISHED: Final = ".new"


def make(path: Path, day: str, kept: int = KEPT) -> Path:
    """Copy the journal as it is now; `day` (2026-03-02) names the copy.

    A writer beside it goes on meanwhile. Raises sqlite3.Error and OSError; then the older copies
    are as they were.
    """
    target = path.with_name(f"{path.name}{_MARK}{day}")
    new = target.with_name(f"{target.name}{_UNFINISHED}")
    new.unlink(missing_ok=True)
    # Made here and not by SQLite, which would leave it open to all that the umask lets in.
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        source = f"{path.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True, timeout=2)) as one,
            closing(sqlite3.connect(new, isolation_level=None)) as other,
        ):
            other.execute("PRAGMA synchronous = FULL")
            one.backup(other)
            # A single file: it could be taken apart otherwise.
            other.execute("PRAGMA journal_mode = DELETE")
            # A copy of what is damaged must not take the place of one that is whole.
            _refuse_damage(other.execute("PRAGMA quick_check(1)").fetchone()[0])
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    for old in found(path)[kept:]:
        old.unlink(missing_ok=True)
    return target


def _refuse_damage(told: str) -> None:
    if told != "ok":
        error = sqlite3.DatabaseError(told)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def found(path: Path) -> list[Path]:
    """Return the copies of a journal, the newest first."""
    names = (each for each in _beside(path) if not each.name.endswith(_UNFINISHED))
    return sorted(names, key=lambda each: each.name, reverse=True)


def leftovers(path: Path) -> list[Path]:
    """Return every file that a copy has left or will be: all of them go when the journal does."""
    return _beside(path)


def is_made(path: Path, day: str) -> bool:
    """Tell whether there is a copy of this day."""
    return path.with_name(f"{path.name}{_MARK}{day}").exists()


def newest_intact(path: Path) -> Path | None:
    """Return the newest copy that can be read from end to end and is of no newer version."""
    return next((each for each in found(path) if _is_intact(each)), None)


def _is_intact(path: Path) -> bool:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            return told == "ok" and 0 < version(connection) <= VERSION
    except sqlite3.Error:
        return False


def _beside(path: Path) -> list[Path]:
    return list(path.parent.glob(f"{path.name}{_MARK}*"))
