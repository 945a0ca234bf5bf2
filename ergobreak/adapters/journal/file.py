"""The journal's file: private, whole, of this version; or refused, or set aside.

Rules of this file:
1. A journal of a newer version is refused before anything could write to it.
2. Nothing is ever deleted. What is damaged is renamed together with what belongs to it: a new
   file beside an old `-wal` would silently take over the pages of the damaged one.
3. Never open the file by other means than SQLite while a connection lives: closing any other
   descriptor of it drops the locks that SQLite holds for the whole process.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from ergobreak import private
from ergobreak.adapters.journal.schema import VERSION, migrate, version
from ergobreak.errors import ErgobreakError
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from pathlib import Path

# Innermost last: a kill between two renames then leaves a damaged file without a log, which is
# found and set aside again, and never a log without its file.
PARTS: Final = ("-journal", "-wal", "-shm", "")

SUSPECT: Final = ".suspect"  # an empty file: somebody has met damage
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_DAMAGED: Final = (N_("it is damaged"), N_("What can be saved is saved by: ergobreak restart"))
_WHY: Final = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: (
        N_("the disk is full"),
        N_("Free some space; writing goes on by itself."),
    ),
    sqlite3.SQLITE_BUSY: (
        N_("another program holds it"),
        N_("Close the program that has it open."),
    ),
    sqlite3.SQLITE_READONLY: (
        N_("it cannot be written to"),
        N_("Check who owns it and its folder."),
    ),
    sqlite3.SQLITE_CANTOPEN: (N_("it cannot be opened"), N_("Check who owns it and its folder.")),
}


class StoreFailed(ErgobreakError):
    """The journal cannot be read or written now; nothing was written. It may work later."""


class StoreRefused(StoreFailed):
    """The journal must not be used as it is; a person has to act first."""


def failure(path: Path, error: Exception) -> StoreFailed:
    """Return what to tell about an error of SQLite or of the file system."""
    code = getattr(error, "sqlite_errorcode", None)
    why, hint = _WHY.get(code & 0xFF, (str(error), "")) if code else (str(error), "")
    why, hint = _(why), _(hint)
    return StoreFailed(
        _("The journal {path} cannot be used: {why}.").format(path=path, why=why), hint
    )


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether the error means that the bytes of the file are wrong."""
    # Errors that Python itself raises carry no code.
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def suspect(path: Path) -> None:
    """Let every page be looked at when the file is opened for the writer the next time."""
    with suppress(OSError):
        os.close(private.opened(_part(path, SUSPECT), os.O_CREAT | os.O_WRONLY))


def opened(path: Path, busy_for: float) -> sqlite3.Connection:
    """Return a connection for the one writer, on a private file of the present version.

    Raises StoreRefused, OSError, and sqlite3.Error, of which `is_damage` knows the kind that
    `set_aside` mends. Waits `busy_for` seconds for others.
    """
    _make_private(path)
    _inspect(path)
    connection = sqlite3.connect(
        path, timeout=busy_for, isolation_level=None, check_same_thread=False
    )
    try:
        # Small pages: a step changes a few rows, and writes half as much as with 4096.
        connection.execute("PRAGMA page_size = 1024")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # Half a megabyte of log and of cache, in a daemon that counts its memory.
        connection.execute("PRAGMA wal_autocheckpoint = 512")
        connection.execute("PRAGMA journal_size_limit = 524288")
        connection.execute("PRAGMA cache_size = -512")
        # What was deleted is overwritten, and no later salvage finds it.
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def opened_beside(path: Path, busy_for: float) -> sqlite3.Connection:
    """Return a connection that writes beside the one writer, on a file of the present version.

    It brings no file to another version: a daemon that is older than this would lose its own.
    Raises StoreRefused and sqlite3.Error. Waits `busy_for` seconds for others.
    """
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=busy_for, isolation_level=None)
    try:
        _check_present(path, version(connection))
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def opened_for_reading(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot write; it works beside a writer and without one.

    Raises sqlite3.Error, and StoreRefused if the file is of a newer version.
    """
    try:
        return _reading(path, "mode=ro")
    except sqlite3.OperationalError:
        # SQLite makes an index beside the file even for reading. Where nothing can be written (a
        # home that was mounted read-only, a copy on a disc) nobody else writes either.
        if os.access(path.parent, os.W_OK) or _has_content(_part(path, "-wal")):
            raise
        return _reading(path, "immutable=1")


def _reading(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=2)
    try:
        check_version(path, version(connection))
    except BaseException:
        connection.close()
        raise
    return connection


def check_version(path: Path, found: int) -> None:
    """Raise StoreRefused if the file was written by a newer ergobreak."""
    if found > VERSION:
        raise StoreRefused(
            _(
                "The journal {path} was written by a newer ergobreak (format {found}, this one "
                "knows {version})."
            ).format(path=path, found=found, version=VERSION),
            _("Install the newer version again, or use another folder with --home."),
        )


def _check_present(path: Path, found: int) -> None:
    check_version(path, found)
    if found < VERSION:
        raise StoreRefused(
            _("The journal {path} is in use by an older ergobreak.").format(path=path),
            _("Try: ergobreak restart"),
        )


def set_aside(path: Path) -> str:
    """Rename the damaged file and what belongs to it; return its new name."""
    name = f"{path.name}.damaged-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
    aside, again = path.with_name(name), 1
    while any(_part(aside, part).exists() for part in PARTS):
        again += 1
        aside = path.with_name(f"{name}-{again}")
    for part in PARTS:
        with suppress(FileNotFoundError):
            _part(path, part).rename(_part(aside, part))
    return aside.name


def _inspect(path: Path) -> None:
    # A kill leaves a log. It may hold a newer version than the file, so it has to be read, but
    # by a connection that cannot merge it into a file that is refused or damaged. Without a log
    # SQLite would make one even for reading, unless it is told that nobody writes.
    was_killed = _has_content(_part(path, "-wal"))
    mark = _part(path, SUSPECT)
    has_to_be_read = was_killed or mark.exists()
    mode = "mode=ro" if was_killed else "immutable=1"
    if _has_content(_part(path, "-journal")):
        # The power went while the file was made: only who may write can undo the half that is done.
        mode = "mode=rw"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)) as connection:
        check_version(path, version(connection))
        # All pages are read, 70 ms for ten years: hence not at every start.
        told = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if has_to_be_read else "ok"
    if mark.exists():
        mark.unlink()
    if told != "ok":
        error = sqlite3.DatabaseError(told)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _make_private(path: Path) -> None:
    folder = path.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix":
        _close_folder(folder)
        for part in PARTS:
            _close_file(_part(path, part))
    with suppress(FileExistsError):
        # Made here and not by SQLite, which would leave it open to all that the umask lets in;
        # it gives `-wal` and `-shm` the permissions of the file.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _close_folder(folder: Path) -> None:
    mode = stat.S_IMODE(folder.stat().st_mode)
    # With --home a person may name any folder: never lock others out of a home or of a disk.
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib raises where there is no home
    if not mode & 0o077 or str(folder) in (home, folder.anchor):
        return
    if mode & stat.S_ISVTX:
        raise StoreRefused(
            _("The folder {folder} is shared with others; the journal is private.").format(
                folder=folder
            ),
            _("Choose a folder of your own."),
        )
    folder.chmod(mode & 0o700)


def _close_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise StoreRefused(
            _("{path} is a link or no plain file; the journal may lead nowhere else.").format(
                path=path
            ),
            _("Move it away, or choose another folder with --home."),
        )
    if mode & 0o077:
        path.chmod(mode & 0o600)


def _part(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
