"""Tells the engine when the person stops and starts to use keys and pointer, on X11.

Rules of this file:
1. One thread alone talks to the X server, over a connection of its own. It is blocked in a read
   and wakes twice for each lull and each absence: when it is noticed, and when it ends.
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

from ergobreak.adapters.presence.told import MILLISECOND, Told
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.adapters.presence.x_sync import IdleTime
    from ergobreak.core.events import Event

WITHIN: Final = 2.0  # s; a server on the same machine that needs longer is not well

_log = logging.getLogger(__name__)


class X11Idle:
    """Posts what ports.Idle says; `env` names the display, by default our own environment's.

    The key to the display is looked for where our own environment says: python-xlib knows no
    other place.
    """

    name: Final = "X11"

    def __init__(
        self,
        post: Callable[[Event], None],
        idle_after: int,
        lull: int = 0,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._told = Told(post, idle_after, lull)
        self._env = os.environ if env is None else env
        self._ear, self._mouth = socket.socketpair()
        self._is_known = threading.Event()  # whether it works
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="idle", daemon=True)
        self.reason = _("the X server does not answer")
        """Why nothing is told; empty while it works."""

    @property
    def is_idle(self) -> bool:
        """Tell what was told last."""
        return self._told.is_idle

    def start(self) -> bool:
        """Begin; tell whether it works, and leave the `reason` if not. Returns within 2 s.

        The first report, idle or not, is posted before this returns.
        """
        if self._env.get("WAYLAND_DISPLAY") or self._env.get("XDG_SESSION_TYPE") == "wayland":
            # Xwayland counts what its own clients are given, and nothing else.
            self.reason = _("under Wayland the X server does not see all input")
        elif not self._env.get("DISPLAY"):
            self.reason = _("no X server (DISPLAY is not set)")
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
        from ergobreak.adapters.presence import x_sync

        try:
            idle_time = x_sync.IdleTime(self._env["DISPLAY"])
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
        spans = {self._told.idle_after, self._told.lull} - {0}
        idle_time.watch(*sorted(span // MILLISECOND for span in spans))
        self._look(idle_time, anew=True)
        self.reason = ""
        self._is_known.set()
        while True:
            if idle_time.has_changed():
                self._look(idle_time)
                continue  # the answer may have brought further events along
            ready, _unused, _unused = select([idle_time.fileno(), ear], [], [])
            if ear in ready:
                if not self._ear.recv(4096):
                    return
                self._look(idle_time, anew=True)

    def _look(self, idle_time: IdleTime, *, anew: bool = False) -> None:
        self._told.look(idle_time.read() * MILLISECOND, anew=anew)

    def _lost(self) -> None:
        self.reason = _("the X server has gone")
        if not self._is_stopping:
            _log.warning("the X server has gone: it cannot be told any more who is away")
            self._told.lost()
