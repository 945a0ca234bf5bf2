"""The diagnostic log: standard error of the daemon, in a file that stays small, or in the journal.

Rules of this file:
1. Everything goes to standard error, so that what libraries and children print there is kept, too.
2. Where that is our file it is begun anew once it is too large; one older part is kept. Whoever
   prints past us is bounded by the next line of ours, and by the next start.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

from ergobreak import private

if TYPE_CHECKING:
    from pathlib import Path

LIMIT: Final = 256 * 1024  # bytes; two such parts hold some thousand lines
OUT, ERR = 1, 2  # standard output and standard error

_TO_FILE: Final = "%(asctime)s %(name)s: %(message)s"
_PRIORITIES: Final = {  # as in syslog(3)
    logging.CRITICAL: 2,
    logging.ERROR: 3,
    logging.WARNING: 4,
    logging.INFO: 6,
    logging.DEBUG: 7,
}


def begin(path: Path) -> None:
    """Log to standard error from now on, in the form that its reader knows; once in a process."""
    handler: logging.Handler
    if in_journal(os.environ.get("JOURNAL_STREAM", ""), ERR):
        handler = logging.StreamHandler()
        handler.setFormatter(_ForJournal("%(name)s: %(message)s"))
    else:
        handler = _Bounded(path)
        handler.setFormatter(logging.Formatter(_TO_FILE))
        make_room(path)
    logging.basicConfig(handlers=[handler])
    if sys.stderr is not None:
        # A fault in a library kills without an exception; where it was is all that can be kept.
        with contextlib.suppress(OSError, ValueError):
            faulthandler.enable()


def in_journal(named: str, stream: int) -> bool:
    """Tell whether this stream is the one that systemd has named as leading to its journal."""
    try:
        found = os.fstat(stream)
    except OSError:
        return False
    return named == f"{found.st_dev}:{found.st_ino}"


def older(path: Path) -> Path:
    """Return where the older part of a log is."""
    return path.with_name(f"{path.name}.1")


def make_room(path: Path, limit: int = LIMIT, streams: tuple[int, ...] = (OUT, ERR)) -> None:
    """Begin the log anew if it is longer than `limit` bytes and one of these streams leads there.

    The streams lead to the new one then. Never raises: a log is not worth a fault.
    """
    try:
        there = path.stat()
        ours = [each for each in streams if _is(each, there)]
        if not ours or there.st_size <= limit:
            return
        # Made first: on a full disk the old one goes on.
        new = path.with_name(f"{path.name}.new")
        handle = private.opened(new, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_TRUNC)
        try:
            path.replace(older(path))
            new.replace(path)
            for each in ours:
                os.dup2(handle, each)
        finally:
            os.close(handle)
    except OSError:
        return


def _is(stream: int, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(stream), file)
    except OSError:  # it is closed
        return False


class _Bounded(logging.StreamHandler[TextIO]):
    """Writes to standard error, and looks after each line whether the file is too large."""

    def __init__(self, path: Path) -> None:
        super().__init__(sys.stderr)
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        super().emit(record)
        make_room(self._path)


class _ForJournal(logging.Formatter):
    """Tells the journal how grave a line is; it keeps the time itself."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record with its priority in front."""
        return f"<{_PRIORITIES.get(record.levelno, 5)}>{super().format(record)}"
