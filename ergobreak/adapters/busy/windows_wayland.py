"""Tells what the windows of a Wayland session mean: a switch, a full screen, a listed program.

Rules of this file:
1. One thread, over a connection of its own, is blocked in a read. It wakes for what the compositor
   tells of windows: their programs and states. The titles that come along are not read.
2. Only compositors built on wlroots tell, Sway for one. GNOME and KDE show their windows to nobody;
   films inhibit the screen saver there, and that is another source.
3. A window of our own leaves in front what was there before.
4. A compositor that is lost does not come back: what was told is taken back then.
"""

from __future__ import annotations

import logging
import struct
import threading
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.busy.windows import Outlook, Window
from ergobreak.adapters.wayland_wire import DISPLAY, Connection, WaylandError, socket_path
from ergobreak.dataclass import dataclass, field
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ergobreak.adapters.busy.windows import Tell
    from ergobreak.adapters.wayland_wire import Message
    from ergobreak.core.events import Event

SOURCE: Final = "Wayland windows"

# Of the protocol wlr-foreign-toplevel-management-unstable-v1.
MANAGER: Final = "zwlr_foreign_toplevel_manager_v1"
VERSION: Final = 2  # since which it tells of full screens
OPENED: Final = 0
FINISHED: Final = 1
PROGRAM: Final = 1
STATES: Final = 4
DONE: Final = 5
CLOSED: Final = 6
DESTROY: Final = 7
ACTIVATED: Final = 2
FULLSCREEN: Final = 3

SYNC: Final = 0  # of the display

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Toplevel:
    """One window, as far as the compositor has told."""

    program: str = ""
    states: set[int] = field(default_factory=set)

    def seen(self) -> Window:
        """Return it in the words of all window systems."""
        return Window((self.program,) if self.program else (), FULLSCREEN in self.states)


class WaylandWindows:
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
        self._path = socket_path(env)
        self._thread = threading.Thread(target=self._run, name="windows", daemon=True)
        self._connection: Connection | None = None
        self._is_stopping = False
        self.reason = _("the compositor has not answered yet")
        """Why nothing is told; empty while it works."""
        # The thread's own:
        self._windows: dict[int, _Toplevel] = {}
        self._front = 0
        self._pending = 0  # the mark in the stream behind which the picture is whole; 0: none

    def start(self) -> None:
        """Begin, and return; the first picture follows."""
        if self._path:
            self._thread.start()
        else:
            self.reason = _("no Wayland session (WAYLAND_DISPLAY is not set)")

    def stop(self) -> None:
        """End; nothing more is told. Returns within a second."""
        self._is_stopping = True
        if self._connection is not None:
            self._connection.hang_up()
        if self._thread.is_alive():
            self._thread.join(0.9)

    # ---------------------------------------------------------------- the thread

    def _run(self) -> None:
        try:
            connection = self._connection = Connection(self._path)
        except WaylandError as failure:
            self.reason = str(failure)
            return
        try:
            if connection.offered(MANAGER) < VERSION:
                self.reason = _("this compositor does not tell which window is in front")
            elif not self._is_stopping:
                self._watch(connection)
        except WaylandError as failure:
            self._lost(str(failure))
        finally:
            connection.close()

    def _watch(self, connection: Connection) -> None:
        manager = connection.bind(MANAGER, VERSION)
        self._ask_for_the_rest(connection)
        for message in connection.events():
            if message.target == self._pending:
                self._pending = 0
                self.reason = ""
                self._look()
            elif message.target != manager:
                self._happened(connection, message)
            elif message.opcode == OPENED:
                self._windows[message.values("u")[0]] = _Toplevel()
            elif message.opcode == FINISHED:
                raise WaylandError(_("the compositor has stopped telling of windows"))

    def _happened(self, connection: Connection, message: Message) -> None:
        window = self._windows.get(message.target)
        if window is None:
            return  # an answer of old, or a window that we have let go of
        if message.opcode == PROGRAM:
            window.program = message.values("s")[0] or ""
        elif message.opcode == STATES:
            (states,) = message.values("a")
            window.states = {state for (state,) in struct.iter_unpack("=I", states)}
        elif message.opcode == DONE:
            self._ask_for_the_rest(connection)
        elif message.opcode == CLOSED:
            del self._windows[message.target]
            connection.request(message.target, DESTROY)
            self._ask_for_the_rest(connection)

    def _ask_for_the_rest(self, connection: Connection) -> None:
        """Have a mark put behind all that the compositor is about to say.

        One window loses the keyboard before the next one gets it, and between the two nothing
        would be in front: a film that follows a film would end the hold.
        """
        if not self._pending:
            self._pending = connection.new_id()
            connection.request(DISPLAY, SYNC, self._pending)

    def _look(self) -> None:
        seen = {number: window.seen() for number, window in self._windows.items()}
        active = (number for number, w in self._windows.items() if ACTIVATED in w.states)
        front = next(active, 0)
        if not (front and seen[front].is_ours):
            self._front = front
        if not self._is_stopping:
            names = [window.names for window in seen.values() if window.names]
            self._outlook.seen(self._front, seen.get(self._front), names)

    def _lost(self, reason: str) -> None:
        self.reason = reason
        if not self._is_stopping:
            _log.warning("%s: full screens are not noticed any more", reason)
            self._outlook.lost()
