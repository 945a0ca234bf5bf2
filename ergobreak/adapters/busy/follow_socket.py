"""Serves whoever listens to a socket, for as long as it lives, and its successors after it.

One thread, the caller's, blocked in what it serves or in the wait for the socket to appear. Beside
those waits there are a few attempts after each sign of life, and then silence: nothing ticks.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.path_watch import PathWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ergobreak.adapters.inotify import Inotify

PAUSES: Final = 0.0, 0.1, 0.2, 0.4, 0.8, 1.6
"""Seconds before each attempt: a socket appears a little before its server listens to it."""

_log = logging.getLogger(__name__)


class SocketFollower:
    """Calls `serve` whenever the socket at `path` is there; `missed` whenever it is not.

    `serve` returns once its server has gone: True if it had been well, False if it never was.
    """

    def __init__(
        self, inotify: Inotify, path: Path, serve: Callable[[], bool], missed: Callable[[], None]
    ) -> None:
        self._inotify = inotify
        self._path = path
        self._serve = serve
        self._missed = missed
        self._stirred = threading.Event()  # something has happened where the socket should be
        self.is_stopping = False

    def run(self) -> None:
        """Serve until the end. On the thread that is to do so."""
        watch = PathWatch(self._inotify, self._path, self._stirred.set, ("made",))
        try:
            watch.start()
        except OSError as error:
            _log.warning("a server that comes later will not be noticed: %s", error)
        while True:
            self._stirred.clear()
            if self.is_stopping:  # asked behind the clearing, or its own stir could be lost
                break
            if not self._try_for_a_while():
                self._stirred.wait()
        watch.stop()

    def stop(self) -> None:
        """Let `run` return, once `serve` does. From any thread."""
        self.is_stopping = True
        self._stirred.set()

    def _try_for_a_while(self) -> bool:
        """Tell whether a server was there, and has gone."""
        for pause in PAUSES:
            if not self._path.exists():
                self._missed()
                return False
            if pause and self._stirred.wait(pause) and self.is_stopping:
                return False
            if self._serve():
                return True
        return False
