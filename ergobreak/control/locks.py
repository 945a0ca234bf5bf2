"""The lock on an open file, by whichever call this system has.

The kernel takes it back whatever way its holder ends. On Windows such a lock keeps everybody from
reading the bytes that it is on, so it is on one that is never written, and the file can be read.
"""

from __future__ import annotations

import os
from typing import Any, Final

PLACE: Final = 1 << 30  # the byte that is locked on Windows, far behind the end of the file


def take(number: int) -> bool:
    """Lock the file for this process alone, and tell whether that was to be had."""
    locking: Any = _of_windows()
    if locking is not None:
        return _take_byte(locking, number)
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_taken(number: int) -> bool:
    """Tell whether somebody holds the lock of a file; `number` is open for this question alone."""
    locking: Any = _of_windows()
    if locking is not None:
        if not _take_byte(locking, number):
            return True
        locking.locking(number, locking.LK_UNLCK, 1)
        return False
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _of_windows() -> Any:
    """Return Microsoft's runtime, where it is what there is."""
    try:
        import msvcrt
    except ImportError:
        return None
    return msvcrt


def _take_byte(runtime: Any, number: int) -> bool:
    os.lseek(number, PLACE, os.SEEK_SET)
    try:
        runtime.locking(number, runtime.LK_NBLCK, 1)
    except PermissionError:
        return False
    return True
