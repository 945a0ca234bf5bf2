"""Tells the engine when the person stops and starts to use keys and pointer, on Wayland.

Rules of this file:
1. The compositor counts, by ext_idle_notifier_v1 or, where it is older, by org_kde_kwin_idle. One
   thread is blocked in a read and wakes twice for each lull and each absence.
2. It counts from the moment it is asked, so who is away at the start is noticed `idle_after` later.
   Version 1 of both does not count while a film keeps the screen on; version 2 does.
3. A compositor that is lost leaves the person present. One that returns to the same place is found
   again; until then the thread waits for its socket. One elsewhere is another session.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ergobreak.adapters.inotify import Inotify
from ergobreak.adapters.presence.told import MILLISECOND, Told
from ergobreak.adapters.time.clock import SystemClock
from ergobreak.adapters.wayland_wire import WITHIN, Connection, WaylandError, socket_path
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ergobreak.core.events import Event

EXT: Final = "ext_idle_notifier_v1"
KDE: Final = "org_kde_kwin_idle"
NAMES: Final = {EXT: "Wayland ext-idle-notify", KDE: "KDE idle (old Wayland)"}

# Requests, and the events of what they make: alike in both protocols.
_EXT_GET: Final = 1
_EXT_GET_INPUT: Final = 2
_KDE_GET: Final = 0
_IDLED: Final = 0
_RESUMED: Final = 1

# s; the socket is made shortly before anybody listens there, so a few attempts follow each news.
PAUSES: Final = 0.1, 0.2, 0.5
LASTED: Final = 10_000_000  # µs; a connection that ends sooner is not tried again at once

_log = logging.getLogger(__name__)


class WaylandIdle:
    """Posts what ports.Idle says; `env` names the compositor's socket."""

    def __init__(
        self, post: Callable[[Event], None], idle_after: int, lull: int, env: Mapping[str, str]
    ) -> None:
        self._told = Told(post, idle_after, lull)
        self._path = socket_path(env)
        self._clock = SystemClock()
        self._connection: Connection | None = None
        self._is_known = threading.Event()  # whether it works
        self._stir = threading.Event()  # there is a socket, or the end has come
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="idle", daemon=True)
        self.name = NAMES[EXT]
        """Which of the two protocols it is."""
        self.reason = _("the compositor does not answer")
        """Why nothing is told; empty while it works."""

    @property
    def is_idle(self) -> bool:
        """Tell what was told last."""
        return self._told.is_idle

    def start(self) -> bool:
        """Begin; tell whether it works, and leave the `reason` if not. Returns within 2 s.

        The first report, which cannot be but that somebody is there, is posted before this returns.
        """
        if self._path:
            self._thread.start()
            self._is_known.wait(WITHIN)
        else:
            self.reason = _("no Wayland compositor (WAYLAND_DISPLAY is not set)")
        return not self.reason

    def report(self) -> None:
        """Have the present picture told anew: after a wake-up or an unlock the engine needs it."""
        if not self.reason and not self._is_stopping:
            self._told.again()

    def stop(self) -> None:
        """End; nothing more is posted. Returns within a second."""
        self._is_stopping = True
        self._stir.set()
        if (connection := self._connection) is not None:
            connection.hang_up()
        if self._thread.is_alive():
            self._thread.join(1.0)

    # ---------------------------------------------------------------- the thread

    def _run(self) -> None:
        has_worked = self._listen(WITHIN)
        self._is_known.set()
        if has_worked and not self._is_stopping:
            _log.warning("%s: it cannot be told who is away until it returns", self.reason)
            self._follow()

    def _follow(self) -> None:
        """Listen again, as often as the compositor comes back."""
        files = Inotify()
        socket = Path(self._path)
        try:
            files.add(
                socket.parent,
                "made",
                told=lambda _unused, name: self._stir.set() if name == socket.name else None,
            )
        except OSError as failure:
            _log.info("a compositor that returns will not be noticed: %s", failure)
        tries = 0
        while not self._is_stopping:
            begun = self._clock.now().mono
            # Whoever started the compositor may have kept its socket: then this waits for it.
            self._listen(None)
            tries = 0 if self._clock.now().mono - begun > LASTED else tries + 1
            if self._stir.wait(PAUSES[tries] if tries < len(PAUSES) else None):
                self._stir.clear()
                tries = 0
        files.stop()

    def _listen(self, within: float | None) -> bool:
        """Connect and tell what comes, until that is over; tell whether it has worked at all."""
        has_worked = False
        try:
            connection = self._connection = Connection(self._path, within=within)
        except WaylandError as failure:
            self.reason = str(failure)
            return False
        try:
            if not self._is_stopping:
                spans = self._subscribe(connection)
                has_worked = True
                self._told.look(0, anew=True)
                self.reason = ""
                self._is_known.set()
                self._pass_on(connection, spans)
        except WaylandError as failure:
            self.reason = str(failure)
        finally:
            connection.close()
        if has_worked and not self._is_stopping:
            self._told.lost()
        return has_worked

    def _subscribe(self, connection: Connection) -> dict[int, int]:
        """Ask for idleness and lulls; return the span (microseconds) of each object asked for."""
        seat = connection.bind("wl_seat")
        is_new = connection.offered(EXT) > 0
        if not is_new and not connection.offered(KDE):
            raise WaylandError(
                _("the compositor does not tell who is idle (it lacks {ext})").format(ext=EXT)
            )
        notifier = connection.bind(EXT if is_new else KDE, 2)
        self.name = NAMES[EXT if is_new else KDE]
        spans: dict[int, int] = {}
        for span in sorted({self._told.idle_after, self._told.lull} - {0}):
            new, after = connection.new_id(), span // MILLISECOND
            spans[new] = span
            if not is_new:
                connection.request(notifier, _KDE_GET, new, seat, after)
            elif connection.offered(EXT) > 1:
                connection.request(notifier, _EXT_GET_INPUT, new, after, seat)
            else:
                connection.request(notifier, _EXT_GET, new, after, seat)
        connection.sync()
        return spans

    def _pass_on(self, connection: Connection, spans: dict[int, int]) -> None:
        for event in connection.events():
            if self._is_stopping:
                return
            if event.target in spans and event.opcode == _IDLED:
                self._told.look(spans[event.target])
            elif event.target in spans and event.opcode == _RESUMED:
                self._told.look(0)
