"""When a bus that is away is worth another try: after a growing pause, and when its socket appears.

A bus takes a moment from its socket to its first answer, so that trying begins anew with each sign
of life. Where all its places are files that can be watched, trying ends after some seconds.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.dbus.address import socket_files
from ergobreak.adapters.path_watch import PathWatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.inotify import Inotify

FIRST_PAUSE: Final = 0.1  # s
LONGEST_PAUSE: Final = 60.0  # s; where nobody tells when the bus is back
LAST_PAUSE: Final = 6.4  # s; where somebody does

log = logging.getLogger(__name__)


class Return:
    """Says how long to wait. For one thread; `rung` is called on inotify's: the wait should end."""

    def __init__(self, inotify: Inotify | None, rung: Callable[[], None]) -> None:
        self._inotify = inotify
        self._rung = rung
        self._watched: str | None = None
        self._watches: list[PathWatch] = []
        self._next = FIRST_PAUSE

    def pause(self, address: str | None) -> float | None:
        """Return the longest time to wait (s) before the next try; None: until it is rung."""
        is_watched = self._is_watched(address)
        pause = self._next
        self._next = min(2 * pause, LONGEST_PAUSE)
        if not address or (is_watched and pause > LAST_PAUSE):
            return None
        return pause

    def begin_anew(self) -> None:
        """Take the shortest pause next."""
        self._next = FIRST_PAUSE

    def end(self) -> None:
        """Stop watching: the bus is there, or nobody wants it any more."""
        self.begin_anew()
        self._let_go()

    def _let_go(self) -> None:
        self._watched = None
        watches, self._watches = self._watches, []
        for watch in watches:
            watch.stop()

    def _is_watched(self, address: str | None) -> bool:
        """Watch the sockets of the address; tell whether that is enough."""
        files = socket_files(address)
        if self._inotify is None or not files:
            return False
        if self._watched != address:
            self._let_go()
            self._watches = [PathWatch(self._inotify, path, self._rung) for path in files]
            try:
                for watch in self._watches:
                    watch.start()
            except OSError as error:
                log.info("the socket of the bus cannot be watched: %s", error)
                self._let_go()
                return False
            self._watched = address
        return True
