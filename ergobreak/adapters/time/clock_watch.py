"""Notices at once, and without polling, that somebody set the clock (Linux).

A timer of the kernel on the wall clock, due in the year 3000, whose read fails as soon as the clock
is set or the machine has slept. What happened is for the clock adapter to find out: this only says
"look". Without it a daemon whose clock is set back would wait for the old time to come again.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import struct
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

_CLOCK_REALTIME: Final = 0
_CLOEXEC: Final = 0o2000000
_ABSTIME: Final = 1
_CANCEL_ON_SET: Final = 2
_YEAR_3000: Final = 32_503_680_000  # seconds since 1970


class ClockWatch:
    """Calls `changed` on a thread of its own; where the kernel cannot tell, it never does."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed

    def start(self) -> None:
        """Begin to watch. The thread ends with the process."""
        if not sys.platform.startswith("linux"):
            return
        opened = _open()
        # Armed before `start` returns: whoever sets the clock from then on is noticed.
        if opened is None or not _arm(*opened):
            _log.warning("this system does not tell when its clock is set")
            return
        threading.Thread(target=self._watch, args=opened, name="clock", daemon=True).start()

    def _watch(self, libc: ctypes.CDLL, timer: int) -> None:
        while True:
            try:
                os.read(timer, 8)
            except OSError as error:
                if error.errno != errno.ECANCELED:
                    _log.warning("the watch on the clock has ended: %s", error)
                    return
            # Armed before it is told: what happens meanwhile cancels it again.
            if not _arm(libc, timer):
                return
            self._changed()


def _open() -> tuple[ctypes.CDLL, int] | None:
    """Return the C library and a timer on the wall clock; None where there is none to be had."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        timer = libc.timerfd_create(_CLOCK_REALTIME, _CLOEXEC)
    except (OSError, AttributeError):
        return None
    return None if timer < 0 else (libc, timer)


def _arm(libc: ctypes.CDLL, timer: int) -> bool:
    """Arm the timer; a clock that was set since the last time is no failure, it is armed anyway."""
    far = struct.pack("qqqq", 0, 0, _YEAR_3000, 0)
    if libc.timerfd_settime(timer, _ABSTIME | _CANCEL_ON_SET, far, None) == 0:
        return True
    return ctypes.get_errno() == errno.ECANCELED
