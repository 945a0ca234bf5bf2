"""Tells what the windows on an X server mean: a switch, a full screen, a listed program.

Rules of this file:
1. One thread alone talks to the X server, over a connection of its own. It is blocked in a read,
   and wakes when the window in front, its size or state, the workspace or the windows change.
2. An event of the server only says "look": what is told comes from the whole picture.
3. A panel that is clicked, and a window of our own, leave in front what was there before.
4. A server that is lost does not come back: what was told is taken back then.
"""

from __future__ import annotations

import logging
import socket
import threading
from select import select
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.busy.windows import Outlook
from ergobreak.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ergobreak.adapters.busy.windows import Tell
    from ergobreak.adapters.busy.x_windows import Screen
    from ergobreak.core.events import Event

SOURCE: Final = "X11 windows"
GAP: Final = 0.1  # s; so long nothing may be in front before it is believed
MUTE: Final = N_("the window manager does not say which window is in front")

_log = logging.getLogger(__name__)


class X11Windows:
    """Posts WindowSwitched; tells "fullscreen" for the window in front, "app" for those listed."""

    name = SOURCE

    def __init__(
        self,
        tell: Tell,
        post: Callable[[Event], None],
        apps: Collection[str],
        env: Mapping[str, str],
    ) -> None:
        self._outlook = Outlook(SOURCE, tell, post, apps)
        self._env = env
        self._front = 0
        self._is_gap = False
        self._ear, self._mouth = socket.socketpair()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="windows", daemon=True)
        self.reason = _("the X server has not answered yet")
        """Why nothing is told; empty while it works."""

    def start(self) -> None:
        """Begin, and return; the first picture follows."""
        if self._env.get("WAYLAND_DISPLAY") or self._env.get("XDG_SESSION_TYPE") == "wayland":
            self.reason = _("under Wayland the X server does not know all windows")
        elif not self._env.get("DISPLAY"):
            self.reason = _("no X server (DISPLAY is not set)")
        else:
            self._thread.start()

    def stop(self) -> None:
        """End; nothing more is told. Returns within a second."""
        self._is_stopping = True
        self._mouth.close()
        if self._thread.is_alive():
            self._thread.join(0.9)
        else:
            self._ear.close()

    # ---------------------------------------------------------------- the thread

    def _run(self) -> None:
        from ergobreak.adapters.busy import x_windows

        try:
            screen = x_windows.Screen(self._env["DISPLAY"])
            try:
                self._watch(screen)
            finally:
                screen.close()
        except x_windows.NoScreen as failure:
            self.reason = str(failure)
        except x_windows.LOST:
            self._lost()
        finally:
            self._ear.close()

    def _watch(self, screen: Screen) -> None:
        ear = self._ear.fileno()
        self._look(screen)
        while True:
            if screen.has_changed():
                self._look(screen)
                continue  # the answers may have brought further events along
            ready, _unused, _unused = select(
                [screen.fileno(), ear], [], [], GAP if self._is_gap else None
            )
            if ear in ready:
                return
            if not ready:
                self._look(screen, is_gap_over=True)

    def _look(self, screen: Screen, *, is_gap_over: bool = False) -> None:
        active = screen.active()
        # One window loses the keyboard before the next one gets it: that a film follows a film, or
        # that something of ours covers one, must not end the hold.
        self._is_gap = bool(self._front and not active and not is_gap_over)
        if self._is_gap:
            return
        if not screen.is_watched(active) and not _is_passing(screen, active):
            self._front = active
            screen.watch(active)  # first of all: what changes from here on is an event
        window = screen.window(self._front)
        programs = screen.programs() if self._outlook.wants_all else ()
        self.reason = "" if screen.tells() else _(MUTE)
        if not self._is_stopping:
            self._outlook.seen(self._front, window, programs, screen.workspace())

    def _lost(self) -> None:
        self.reason = _("the X server has gone")
        if not self._is_stopping:
            _log.warning("the X server has gone: full screens are not noticed any more")
            self._outlook.lost()


def _is_passing(screen: Screen, active: int) -> bool:
    """Tell whether this window leaves in front what was there before."""
    window = screen.window(active)
    return screen.is_furniture(active) or (window is not None and window.is_ours)
