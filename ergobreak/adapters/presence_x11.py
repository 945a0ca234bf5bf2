"""Tells the engine when the person stops and starts to use keys and pointer, on X11.

Rules of this file:
1. One thread alone talks to the X server, over a connection of its own. It is blocked in a read
   and wakes twice for each absence: when it is noticed, and when it ends.
2. An event of the server only says "look": what is told comes from the counter itself, so that an
   event that comes late tells nothing wrong.
3. A server that is lost does not come back. The last word then is that the person is there.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from select import select
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.clock import SystemClock
from ergobreak.core.events import InputSeen, InputStopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.x_sync import IdleTime
    from ergobreak.core.events import Event

MILLISECOND: Final = 1_000  # microseconds
WITHIN: Final = 2.0  # s; a server on the same machine that needs longer is not well

_log = logging.getLogger(__name__)


class X11Idle:
    """Posts InputStopped after `idle_after` (microseconds) without input, InputSeen at the next."""

    def __init__(self, post: Callable[[Event], None], idle_after: int) -> None:
        self._post = post
        self._beyond = max(1, idle_after // MILLISECOND)
        self._clock = SystemClock()
        self._ear, self._mouth = socket.socketpair()
        self._is_known = threading.Event()  # whether it works
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="idle", daemon=True)
        self.is_idle = False
        """What was told last."""
        self.reason = "the X server does not answer"
        """Why nothing is told; empty while it works."""

    def start(self) -> bool:
        """Begin; tell whether it works, and leave the `reason` if not. Returns within 2 s.

        The first report, idle or not, is posted before this returns.
        """
        if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
            # Xwayland counts what its own clients are given, and nothing else.
            self.reason = "under Wayland the X server does not see all input"
        elif not os.environ.get("DISPLAY"):
            self.reason = "no X server (DISPLAY is not set)"
        else:
            self._thread.start()
            self._is_known.wait(WITHIN)
        return not self.reason

    def report(self) -> None:
        """Have the present picture told anew: after a wake-up or an unlock the engine needs it."""
        try:
            self._mouth.send(b"?")
        except OSError:
            return  # it has ended

    def stop(self) -> None:
        """End; nothing more is posted. Returns within a second."""
        self._is_stopping = True
        self._mouth.close()
        if self._thread.is_alive():
            self._thread.join(1.0)
        else:
            self._ear.close()

    # ---------------------------------------------------------------- the thread

    def _run(self) -> None:
        from ergobreak.adapters import x_sync

        try:
            idle_time = x_sync.IdleTime(os.environ["DISPLAY"])
            try:
                self._watch(idle_time)
            finally:
                idle_time.close()
        except x_sync.NoIdleTime as failure:
            self.reason = str(failure)
        except x_sync.LOST:
            self._lost()
        finally:
            self._is_known.set()
            self._ear.close()

    def _watch(self, idle_time: IdleTime) -> None:
        ear = self._ear.fileno()
        idle_time.watch(self._beyond)
        self._tell(idle_time)
        self.reason = ""
        self._is_known.set()
        while True:
            if idle_time.has_changed():
                self._tell(idle_time)
                continue  # the answer may have brought further events along
            ready, _, _ = select([idle_time.fileno(), ear], [], [])
            if ear in ready:
                if not self._ear.recv(4096):
                    return
                self._tell(idle_time)

    def _tell(self, idle_time: IdleTime) -> None:
        idle_for = idle_time.read()
        self.is_idle = idle_for >= self._beyond
        if self.is_idle:
            self._post(InputStopped(self._clock.now().mono - idle_for * MILLISECOND))
        else:
            self._post(InputSeen())

    def _lost(self) -> None:
        self.reason = "the X server has gone"
        self.is_idle = False
        if not self._is_stopping:
            _log.warning("the X server has gone: it cannot be told any more who is away")
            self._post(InputSeen())
