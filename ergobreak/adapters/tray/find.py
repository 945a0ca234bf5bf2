"""The tray icon by pystray, and what stands in for it where there is none.

Rules of this file:
1. Both kinds own the main thread: `run` blocks until `stop`. A tray that fails costs the icon,
   never the daemon: `run` then waits as if there were none.
2. While it runs, one thread alone (the painter) calls pystray's setters and its `stop`: they may
   wait for the main loop, which a signal handler or the engine must never do, and once the icon
   is gone they may wait for ever. It is a daemon thread: even that does not outlive the process.
3. Everybody else only puts something into a SimpleQueue, the one queue whose `put` is safe in a
   signal handler that has interrupted the very same queue.
"""

from __future__ import annotations

import logging
import os
import sys
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from ergobreak.core.tray_view import entries
from ergobreak.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ergobreak.adapters.dbus.bus import Bus
    from ergobreak.adapters.session.tray import Verdict
    from ergobreak.adapters.tray.sni_first import FirstIcon
    from ergobreak.core.tray_view import TrayView
    from ergobreak.ports import Tray

log = logging.getLogger(__name__)

_TITLE: Final = 120  # Windows cannot take a longer one
WATCHER: Final = "org.kde.StatusNotifierWatcher"
WATCHER_WITHIN: Final = 0.5  # seconds; the bus itself answers, in a millisecond


def _nothing() -> None:
    """Begin nothing."""


class NoTray:
    """Stands in where no icon can be shown, and says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self._stopped: SimpleQueue[None] = SimpleQueue()

    def run(self, begun: Callable[[], None] = _nothing) -> None:
        """Block the main thread until `stop`; signal handlers run at once."""
        begun()
        # Windows lets no signal interrupt this: there it is the thread of `ending` that stops it.
        self._stopped.get()

    def update(self, view: TrayView) -> None:
        """Do nothing: there is nothing to show it on."""

    def stop(self) -> None:
        """Let `run` return. From any thread, also from a signal handler, also before `run`."""
        self._stopped.put(None)


class PystrayTray:
    """The icon and its menu. Make it and run it on the main thread.

    `answer` is called on the tray's thread with a command and must only post it. `look` is called
    on the painter's thread for what to show first.
    """

    def __init__(self, answer: Callable[[str], None], look: Callable[[], TrayView]) -> None:
        # Imported late: pystray costs memory, and opens the display while it is imported.
        from ergobreak.adapters.tray import pystray_icon as tray_icon

        self._menu = tray_icon.menu
        self._answer = answer
        self._look = look
        self._up = Event()
        self._stopping = False
        self._lost = ""
        self._shown: TrayView | None = None
        self._inbox: SimpleQueue[TrayView | None] = SimpleQueue()
        self._painter = Thread(target=self._paint_on, name="tray-painter", daemon=True)
        self._after = NoTray("")
        self._begun: Callable[[], None] = _nothing
        self._icon = tray_icon.mended()("ergobreak", self._started)
        logging.getLogger("pystray._base").addFilter(self._heard)

    @property
    def is_lost(self) -> bool:
        """Tell whether its loop has ended by itself: it does not come back."""
        return bool(self._lost)

    @property
    def reason(self) -> str:
        """Say why the icon, or a part of it, cannot be seen; empty when all is well."""
        if self._lost:
            return _("the tray icon was lost: {lost}").format(lost=self._lost)
        if self._up.is_set() and not self._icon.is_docked():
            return _("no panel on this desktop offers a place for the icon")
        return "" if self._icon.HAS_MENU else _("this desktop shows the icon without a menu")

    def run(self, begun: Callable[[], None] = _nothing) -> None:
        """Show the icon and block until `stop`."""
        self._begun = begun
        try:
            # Not None: pystray's own set-up thread is no daemon, and could hang on a setter.
            self._icon.run(setup=lambda _unused: None)
        except Exception as error:  # noqa: BLE001  GTK's back-ends leak whatever D-Bus says
            self._lose(str(error))
        if not self._stopping:
            self._lose(_("its loop has ended"))
        if not (self._stopping and self._up.is_set()):
            self._icon.let_go()
        # Returns at once after stop().
        self._after.run(self._begun)
        if self._up.is_set():
            self._painter.join(timeout=1)
        logging.getLogger("pystray._base").removeFilter(self._heard)

    def update(self, view: TrayView) -> None:
        """Show this from now on; nothing happens before the icon is up and after `stop`."""
        if self._up.is_set() and not self._stopping:
            self._inbox.put(view)

    def stop(self) -> None:
        """Take the icon away and let `run` return. From any thread, also in a signal handler."""
        self._stopping = True
        self._after.stop()
        self._inbox.put(None)

    def _started(self) -> None:
        """Begin to paint: the loop is ready."""
        self._up.set()
        self._painter.start()
        begun, self._begun = self._begun, _nothing
        begun()

    def _lose(self, why: str) -> None:
        """Keep the first reason why the icon went away by itself."""
        if not self._stopping and not self._lost:
            self._lost = why or _("for no reason given")
            log.warning("%s", self.reason)

    def _heard(self, record: logging.LogRecord) -> bool:
        """Keep two of pystray's tracebacks out of the log: they say no more than `reason`."""
        if "in the main loop" in str(record.msg):
            self._lose(str(record.exc_info[1]) if record.exc_info else "")
            return False
        return not str(record.msg).startswith("Failed to dock")

    def _paint_on(self) -> None:
        """Be the painter until the tray stops."""
        try:
            view: TrayView | None = self._look()
            while view is not None and not self._stopping:
                self._paint(view)
                view = self._newest()
        except Exception:
            log.exception("the tray icon cannot be drawn")
            while self._inbox.get() is not None:
                continue
        self._icon.stop()

    def _newest(self) -> TrayView | None:
        """Wait for a view and leave out those that a newer one has overtaken."""
        view = self._inbox.get()
        while not self._stopping and not self._inbox.empty():
            view = self._inbox.get()
        return view

    def _paint(self, view: TrayView) -> None:
        """Set what differs from the last view: an open menu closes when it is set anew."""
        last = self._shown
        if last is None or view.picture != last.picture:
            self._icon.show(view.picture)
        if last is None or view.headline != last.headline:
            self._icon.title = view.headline[:_TITLE]
        if last is None or entries(view) != entries(last):
            self._icon.menu = self._menu(entries(view), self._answer)
        self._shown = view


def find_tray(
    answer: Callable[[str], None],
    look: Callable[[], TrayView],
    bus: Bus | None = None,
    first: FirstIcon | None = None,
) -> Tray:
    """Return the tray, or what stands in for it. Call it on the main thread, never headless.

    With a session bus it is the icon that panels read over it, which waits for a panel if there is
    none yet; `first` becomes it. The person's own `PYSTRAY_BACKEND` wins.
    """
    if bus is not None and not os.environ.get("PYSTRAY_BACKEND"):
        from ergobreak.adapters.dbus.bus import session_address

        if session_address() is not None and not has_old_tray_only(bus):
            from ergobreak.adapters.tray.sni import SniTray

            return SniTray(bus, answer, look, first)
    if first is not None:
        first.hide()
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return NoTray(_("no display: neither DISPLAY nor WAYLAND_DISPLAY is set"))
    try:
        return PystrayTray(answer, look)
    except Exception as error:  # noqa: BLE001  the import alone can raise errors of Xlib and GTK
        return NoTray(_("no tray: {error}").format(error=str(error) or type(error).__name__))


def reads_bus(bus: Bus) -> bool:
    """Tell whether a panel reads icons from this bus."""
    from jeepney.bus_messages import message_bus

    from ergobreak.adapters.dbus.bus import BusError

    try:
        return bool(
            bus.call(message_bus.NameHasOwner(WATCHER), within=WATCHER_WITHIN, types="b")[0]
        )
    except BusError:
        return False


def has_old_tray_only(bus: Bus) -> bool:
    """Tell whether this desktop has a tray of X11 windows and none that reads the bus."""
    # A bus that is slow or away says no; a tray of windows would be there all the same.
    if reads_bus(bus):
        return False
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return False
    try:
        from Xlib.display import Display

        display = Display()
        atom = display.intern_atom(f"_NET_SYSTEM_TRAY_S{display.get_default_screen()}")
        owner = display.get_selection_owner(atom)
        display.close()
    except Exception:  # noqa: BLE001  Xlib's own errors, and those of the socket below it
        return False
    return bool(owner)


def judge(tray: Tray, bus: Bus | None) -> Verdict:
    """Say whether `find_tray` may find a better one by now. From any thread but the bus's."""
    if isinstance(tray, PystrayTray):
        is_chosen = bool(os.environ.get("PYSTRAY_BACKEND"))
        # A panel that reads the bus has come back: its icon has a menu.
        has_better = bus is not None and not is_chosen and reads_bus(bus)
        return "change" if tray.is_lost or has_better else "well"
    if isinstance(tray, NoTray):
        has_place = any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
        return "change" if has_place else "wait"
    if not tray.reason and getattr(tray, "is_hosted", True):
        return "well"
    return "change" if bus is not None and has_old_tray_only(bus) else "wait"
